import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { DecideLiteracyEvaluation, DecideLiteracyEvaluationHandler } from './decide-evaluation.js';
import { EvaluateLiteracy, EvaluateLiteracyHandler } from './evaluate-literacy.js';
import { RevokeLiteracyEvaluation, RevokeLiteracyEvaluationHandler } from './revoke-evaluation.js';
import { FindLiteracyEvaluation, FindLiteracyEvaluations, FindLiteracyEvaluationsHandler } from './find-evaluations.js';
import { LiteracyEvaluation, LiteracyEvaluations, LiteracyTrack } from '../graphql-types.js';

@Resolver()
export class LiteracyResolver {
  constructor(
    private readonly evaluation: EvaluateLiteracyHandler,
    private readonly search: FindLiteracyEvaluationsHandler,
    private readonly deciding: DecideLiteracyEvaluationHandler,
    private readonly revoking: RevokeLiteracyEvaluationHandler,
  ) {}

  @Query(() => LiteracyEvaluations, { nullable: true })
  @Runs(FindLiteracyEvaluations)
  literacyEvaluations(@By() actor: Actor, @Params(FindLiteracyEvaluations) query: FindLiteracyEvaluations) {
    return this.search.run(actor, query);
  }

  @Query(() => LiteracyEvaluation, { nullable: true })
  @Runs(FindLiteracyEvaluation)
  literacyEvaluation(@By() actor: Actor, @Params(FindLiteracyEvaluation) query: FindLiteracyEvaluation) {
    return this.search.one(actor, query);
  }

  @Mutation(() => LiteracyTrack)
  @Runs(EvaluateLiteracy)
  evaluateLiteracy(@By() actor: Actor, @Input(EvaluateLiteracy) command: EvaluateLiteracy) {
    return this.evaluation.run(actor, command);
  }

  @Mutation(() => LiteracyEvaluation)
  @Runs(DecideLiteracyEvaluation)
  decideLiteracyEvaluation(@By() actor: Actor, @Input(DecideLiteracyEvaluation) command: DecideLiteracyEvaluation) {
    return this.deciding.run(actor, command);
  }

  @Mutation(() => LiteracyEvaluation)
  @Runs(RevokeLiteracyEvaluation)
  revokeLiteracyEvaluation(@By() actor: Actor, @Input(RevokeLiteracyEvaluation) command: RevokeLiteracyEvaluation) {
    return this.revoking.run(actor, command);
  }
}
