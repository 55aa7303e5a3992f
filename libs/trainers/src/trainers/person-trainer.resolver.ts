import { Context, Parent, Resolver } from '@nestjs/graphql';
import { batched, type GraphQLContext, ResolveField } from '@takwin/platform/graphql';
import { Runs } from '@takwin/platform/http';
import { FindTrainer, FindTrainersHandler } from './find-trainers.js';
import { Person, Trainer } from '../graphql-types.js';

/** What trainers add to a person: the trainer's place, where there is one. */
@Resolver(() => Person)
export class PersonTrainerResolver {
  constructor(private readonly search: FindTrainersHandler) {}

  @ResolveField(() => Trainer, { nullable: true })
  @Runs(FindTrainer)
  trainer(@Parent() { id }: { id: string }, @Context() context: GraphQLContext) {
    return batched(context, FindTrainer, this.search.byIds, id);
  }
}
