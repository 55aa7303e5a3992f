import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { FindPastAttempts, FindPastAttemptsHandler } from './find-past-attempts.js';
import { RecordPastAttemptsHandler, RecordPastAttempts, RevokePastAttempt } from './record-past-attempts.js';
import {
  FindRetakeFamilies,
  OpenRetakeFamily,
  SetRetakePolicyHandler,
  SetExamRetakeFamily,
  SetRetakePolicy,
} from './set-retake-policy.js';
import { PastAttempt, PastAttemptOutcomes, PastAttempts, RetakeFamilies } from '../graphql-types.js';

@Resolver()
export class RetakeResolver {
  constructor(
    private readonly policies: SetRetakePolicyHandler,
    private readonly past: RecordPastAttemptsHandler,
    private readonly search: FindPastAttemptsHandler,
  ) {}

  @Query(() => RetakeFamilies, { nullable: true })
  @Runs(FindRetakeFamilies)
  retakeFamilies(@By() actor: Actor) {
    return this.policies.find(actor);
  }

  @Mutation(() => RetakeFamilies)
  @Runs(OpenRetakeFamily)
  openRetakeFamily(@By() actor: Actor, @Input(OpenRetakeFamily) command: OpenRetakeFamily) {
    return this.policies.open(actor, command);
  }

  @Mutation(() => RetakeFamilies)
  @Runs(SetRetakePolicy)
  setRetakePolicy(@By() actor: Actor, @Input(SetRetakePolicy) command: SetRetakePolicy) {
    return this.policies.set(actor, command);
  }

  @Mutation(() => RetakeFamilies)
  @Runs(SetExamRetakeFamily)
  setExamRetakeFamily(@By() actor: Actor, @Input(SetExamRetakeFamily) command: SetExamRetakeFamily) {
    return this.policies.setExam(actor, command);
  }

  @Mutation(() => PastAttemptOutcomes)
  @Runs(RecordPastAttempts)
  recordPastAttempts(@By() actor: Actor, @Input(RecordPastAttempts) command: RecordPastAttempts) {
    return this.past.run(actor, command);
  }

  @Query(() => PastAttempts, { nullable: true })
  @Runs(FindPastAttempts)
  pastAttempts(@By() actor: Actor, @Params(FindPastAttempts) query: FindPastAttempts) {
    return this.search.run(actor, query);
  }

  @Mutation(() => PastAttempt)
  @Runs(RevokePastAttempt)
  revokePastAttempt(@By() actor: Actor, @Input(RevokePastAttempt) command: RevokePastAttempt) {
    return this.past.revoke(actor, command);
  }
}
