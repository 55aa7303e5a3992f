import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { AssignRole, AssignRoleHandler } from './assign-role.js';
import { AssignmentView } from './assignment.js';
import { FindAssignment, FindAssignments, FindAssignmentsHandler } from './find-assignments.js';
import { EndAssignment, ReviewAssignment, ReviewAssignmentHandler } from './review-assignment.js';

@Controller('v1/assignments')
export class AssignmentsController {
  constructor(
    private readonly assigning: AssignRoleHandler,
    private readonly reviewing: ReviewAssignmentHandler,
    private readonly search: FindAssignmentsHandler,
  ) {}

  @Get()
  @Runs(FindAssignments, pageOf(AssignmentView))
  find(@By() actor: Actor, @Request(FindAssignments) query: FindAssignments) {
    return this.search.run(actor, query);
  }

  @Post()
  @Runs(AssignRole, AssignmentView, 201)
  assign(@By() actor: Actor, @Request(AssignRole) command: AssignRole) {
    return this.assigning.run(actor, command);
  }

  @Get(':id')
  @Runs(FindAssignment, AssignmentView)
  one(@By() actor: Actor, @Request(FindAssignment) query: FindAssignment) {
    return this.search.one(actor, query);
  }

  @Post(':id/review')
  @Runs(ReviewAssignment, AssignmentView)
  review(@By() actor: Actor, @Request(ReviewAssignment) command: ReviewAssignment) {
    return this.reviewing.review(actor, command);
  }

  @Post(':id/end')
  @Runs(EndAssignment, AssignmentView)
  end(@By() actor: Actor, @Request(EndAssignment) command: EndAssignment) {
    return this.reviewing.end(actor, command);
  }
}
