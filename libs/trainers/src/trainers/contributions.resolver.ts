import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth/actor';
import { batched, type GraphQLContext } from '@takwin/platform/graphql/batch';
import { By, Params, Runs } from '@takwin/platform/http/operation';
import { CountUpskilled, UpskilledCount } from '../plans/count-upskilled.js';
import { FindTrainer, TrainerSearch } from './find-trainers.js';
import { Person, Programme, Trainer } from '../graphql-types.js';

/** What trainers add to a person: the trainer's place, where there is one. */
@Resolver(() => Person)
export class PersonTrainerResolver {
  constructor(private readonly search: TrainerSearch) {}

  @ResolveField(() => Trainer, { nullable: true })
  @Runs(FindTrainer)
  trainer(@Parent() { id }: { id: string }, @Context() context: GraphQLContext) {
    return batched(context, FindTrainer, this.search.byIds, id);
  }
}

@Resolver(() => Programme)
export class ProgrammeTrainersResolver {
  constructor(private readonly count: UpskilledCount) {}

  @ResolveField(() => Number, {
    nullable: true,
    description: 'Recount from the register of trainers; the scoreboard must agree',
  })
  @Runs(CountUpskilled)
  trainersUpskilled(@By() actor: Actor, @Params(CountUpskilled) query: CountUpskilled) {
    return this.count.run(actor, query);
  }
}
