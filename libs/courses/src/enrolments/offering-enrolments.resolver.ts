import { Context, Parent, Resolver } from '@nestjs/graphql';
import { type GraphQLContext, listed, ResolveField } from '@takwin/platform/graphql';
import { InPart, Runs } from '@takwin/platform/http';
import type { Part } from '@takwin/platform/schema';
import { FindEnrolmentsHandler, FindEnrolment } from './find-enrolments.js';
import { Enrolment, Offering } from '../graphql-types.js';

/** Who is in an offering, as far as the caller may see them. */
@Resolver(() => Offering)
export class OfferingEnrolmentsResolver {
  constructor(private readonly search: FindEnrolmentsHandler) {}

  @ResolveField(() => [Enrolment], { nullable: true, description: 'Places that were not given up' })
  @Runs(FindEnrolment)
  enrolments(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindEnrolment, this.search.byOfferings, id, part);
  }
}
