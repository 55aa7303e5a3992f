import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { AssessExamEligibility, AssessEligibilityHandler } from '../retakes/assess-eligibility.js';
import { CorrectResult, FindResultHistory, CorrectResultHandler } from './correct-result.js';
import { DecideResult, DecideResultHandler } from './decide-result.js';
import { FindResults, FindResultsHandler } from './find-results.js';
import { FindMismatches, FindMismatchesHandler } from './find-mismatches.js';
import { RecordResults, RecordResultsHandler } from './record-results.js';
import { ExamEligibility, ResultHistory, Result, ResultMismatches, ResultOutcomes, Results } from '../graphql-types.js';

@Resolver()
export class ResultResolver {
  constructor(
    private readonly recording: RecordResultsHandler,
    private readonly correcting: CorrectResultHandler,
    private readonly mismatches: FindMismatchesHandler,
    private readonly search: FindResultsHandler,
    private readonly deciding: DecideResultHandler,
    private readonly eligibility: AssessEligibilityHandler,
  ) {}

  @Query(() => ExamEligibility, { nullable: true })
  @Runs(AssessExamEligibility)
  examEligibility(@By() actor: Actor, @Params(AssessExamEligibility) query: AssessExamEligibility) {
    return this.eligibility.run(actor, query);
  }

  @Query(() => ResultHistory, { nullable: true })
  @Runs(FindResultHistory)
  resultHistory(@By() actor: Actor, @Params(FindResultHistory) query: FindResultHistory) {
    return this.correcting.find(actor, query);
  }

  @Query(() => Results, { nullable: true })
  @Runs(FindResults)
  results(@By() actor: Actor, @Params(FindResults) query: FindResults) {
    return this.search.run(actor, query);
  }

  @Query(() => ResultMismatches, { nullable: true })
  @Runs(FindMismatches)
  resultMismatches(@By() actor: Actor, @Params(FindMismatches) query: FindMismatches) {
    return this.mismatches.run(actor, query);
  }

  @Mutation(() => ResultHistory)
  @Runs(CorrectResult)
  correctResult(@By() actor: Actor, @Input(CorrectResult) command: CorrectResult) {
    return this.correcting.run(actor, command);
  }

  @Mutation(() => Result)
  @Runs(DecideResult)
  decideResult(@By() actor: Actor, @Input(DecideResult) command: DecideResult) {
    return this.deciding.run(actor, command);
  }

  @Mutation(() => ResultOutcomes)
  @Runs(RecordResults)
  recordResults(@By() actor: Actor, @Input(RecordResults) command: RecordResults) {
    return this.recording.run(actor, command);
  }
}
