import { Parent, ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, Query, ResolveField } from '@takwin/platform/graphql';
import { By, Input, Open, Params, Runs } from '@takwin/platform/http';
import type { TrainerView } from './trainer.js';
import { FindTrainer, FindTrainers, FindTrainersHandler } from './find-trainers.js';
import { RegisterTrainer, RegisterTrainerHandler } from './register-trainer.js';
import { Academy, Person, Trainer, Trainers } from '../graphql-types.js';

const WITH_PARENT = 'part of a trainer whom the caller was shown';

@Resolver(() => Trainer)
export class TrainerResolver {
  constructor(
    private readonly search: FindTrainersHandler,
    private readonly registration: RegisterTrainerHandler,
  ) {}

  @Query(() => Trainers, { nullable: true })
  @Runs(FindTrainers)
  trainers(@By() actor: Actor, @Params(FindTrainers) query: FindTrainers) {
    return this.search.run(actor, query);
  }

  @Query(() => Trainer, { nullable: true })
  @Runs(FindTrainer)
  trainer(@By() actor: Actor, @Params(FindTrainer) query: FindTrainer) {
    return this.search.one(actor, query);
  }

  @ResolveReference()
  @Runs(FindTrainer)
  reference({ id }: { id: string }, context: GraphQLContext) {
    return batched(context, FindTrainer, this.search.byIds, id);
  }

  @ResolveField(() => Person, { nullable: true })
  @Open(WITH_PARENT)
  person(@Parent() { id }: TrainerView) {
    return { __typename: 'Person', id };
  }

  @ResolveField(() => Academy, { nullable: true })
  @Open(WITH_PARENT)
  academy(@Parent() { academyId }: TrainerView) {
    return { __typename: 'Academy', id: academyId };
  }

  @Mutation(() => Trainer)
  @Runs(RegisterTrainer)
  registerTrainer(@By() actor: Actor, @Input(RegisterTrainer) command: RegisterTrainer) {
    return this.registration.run(actor, command);
  }
}
