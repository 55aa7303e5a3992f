import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { Correction, Corrections, Person } from '../graphql-types.js';
import { CorrectPerson, CorrectPersonHandler } from './correct-person.js';
import { FindCorrections, FindCorrectionsHandler } from './find-corrections.js';

@Resolver(() => Correction)
export class CorrectionResolver {
  constructor(
    private readonly correcting: CorrectPersonHandler,
    private readonly search: FindCorrectionsHandler,
  ) {}

  @Query(() => Corrections, { nullable: true })
  @Runs(FindCorrections)
  corrections(@By() actor: Actor, @Params(FindCorrections) query: FindCorrections) {
    return this.search.run(actor, query);
  }

  @Mutation(() => Person)
  @Runs(CorrectPerson)
  correctPerson(@By() actor: Actor, @Input(CorrectPerson) command: CorrectPerson) {
    return this.correcting.run(actor, command);
  }
}
