import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { Assignment, Assignments } from '../graphql-types.js';
import { AssignRole, AssignRoleHandler } from './assign-role.js';
import { FindAssignment, FindAssignments, FindAssignmentsHandler } from './find-assignments.js';
import { EndAssignment, ReviewAssignment, ReviewAssignmentHandler } from './review-assignment.js';

@Resolver()
export class AssignmentResolver {
  constructor(
    private readonly assigning: AssignRoleHandler,
    private readonly reviewing: ReviewAssignmentHandler,
    private readonly search: FindAssignmentsHandler,
  ) {}

  @Query(() => Assignments, { nullable: true })
  @Runs(FindAssignments)
  assignments(@By() actor: Actor, @Params(FindAssignments) query: FindAssignments) {
    return this.search.run(actor, query);
  }

  @Query(() => Assignment, { nullable: true })
  @Runs(FindAssignment)
  assignment(@By() actor: Actor, @Params(FindAssignment) query: FindAssignment) {
    return this.search.one(actor, query);
  }

  @Mutation(() => Assignment)
  @Runs(AssignRole)
  assignRole(@By() actor: Actor, @Input(AssignRole) command: AssignRole) {
    return this.assigning.run(actor, command);
  }

  @Mutation(() => Assignment)
  @Runs(ReviewAssignment)
  reviewAssignment(@By() actor: Actor, @Input(ReviewAssignment) command: ReviewAssignment) {
    return this.reviewing.review(actor, command);
  }

  @Mutation(() => Assignment)
  @Runs(EndAssignment)
  endAssignment(@By() actor: Actor, @Input(EndAssignment) command: EndAssignment) {
    return this.reviewing.end(actor, command);
  }
}
