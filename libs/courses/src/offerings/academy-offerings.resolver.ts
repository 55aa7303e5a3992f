import { Context, Parent, Resolver } from '@nestjs/graphql';
import { type GraphQLContext, listed, ResolveField } from '@takwin/platform/graphql';
import { InPart, Runs } from '@takwin/platform/http';
import type { Part } from '@takwin/platform/schema';
import { FindOffering, FindOfferingsHandler } from './find-offerings.js';
import { Academy, Offering } from '../graphql-types.js';

@Resolver(() => Academy)
export class AcademyOfferingsResolver {
  constructor(private readonly search: FindOfferingsHandler) {}

  @ResolveField(() => [Offering], { nullable: true, description: 'Open ones that have not ended, soonest first' })
  @Runs(FindOffering)
  offerings(@Parent() { id }: { id: string }, @Context() context: GraphQLContext, @InPart() part: Part) {
    return listed(context, FindOffering, this.search.byAcademies, id, part);
  }
}
