import { Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { By, Input, Runs } from '@takwin/platform/http';
import { EvaluateLiteracy, EvaluateLiteracyHandler } from './evaluate-literacy.js';
import { LiteracyTrack } from '../graphql-types.js';

@Resolver()
export class LiteracyResolver {
  constructor(private readonly evaluation: EvaluateLiteracyHandler) {}

  @Mutation(() => LiteracyTrack)
  @Runs(EvaluateLiteracy)
  evaluateLiteracy(@By() actor: Actor, @Input(EvaluateLiteracy) command: EvaluateLiteracy) {
    return this.evaluation.run(actor, command);
  }
}
