import { Module } from '@nestjs/common';
import { AssignRoleHandler } from './assign-role.js';
import { AssignmentResolver } from './assignment.resolver.js';
import { AssignmentsController } from './assignments.controller.js';
import { FindAssignmentsHandler } from './find-assignments.js';
import { ReviewAssignmentHandler } from './review-assignment.js';

/** Who holds which role where, and by whom. */
@Module({
  controllers: [AssignmentsController],
  providers: [AssignRoleHandler, ReviewAssignmentHandler, FindAssignmentsHandler, AssignmentResolver],
})
export class AssignmentsModule {}
