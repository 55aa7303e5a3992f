import { Context, Parent, Resolver } from '@nestjs/graphql';
import { batched, type GraphQLContext, ResolveField } from '@takwin/platform/graphql';
import { Runs } from '@takwin/platform/http';
import { FindResults, FindResultsHandler } from './find-results.js';
import { Registration, Result } from '../graphql-types.js';

/** What results add to a registration, for who may read results. */
@Resolver(() => Registration)
export class RegistrationResultResolver {
  constructor(private readonly results: FindResultsHandler) {}

  @ResolveField(() => Result, {
    nullable: true,
    description: 'The one in force, else the latest that is held; null until there is one',
  })
  @Runs(FindResults)
  result(@Parent() { id }: { id: string }, @Context() context: GraphQLContext) {
    return batched(context, FindResults, this.results.byRegistrations, id);
  }
}
