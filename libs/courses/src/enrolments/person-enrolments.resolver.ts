import { Context, Parent, Resolver } from '@nestjs/graphql';
import { type GraphQLContext, listed, ResolveField } from '@takwin/platform/graphql';
import { InPart, Runs } from '@takwin/platform/http';
import type { Part } from '@takwin/platform/schema';
import { FindEnrolmentsHandler, FindEnrolment } from './find-enrolments.js';
import { Enrolment, Person } from '../graphql-types.js';

/** What courses add to a person: the places that were not given up. */
@Resolver(() => Person)
export class PersonEnrolmentsResolver {
  constructor(private readonly search: FindEnrolmentsHandler) {}

  @ResolveField(() => [Enrolment], { nullable: true })
  @Runs(FindEnrolment)
  enrolments(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindEnrolment, this.search.byPersons, id, part);
  }
}
