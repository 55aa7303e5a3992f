import { Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { By, Input, Runs } from '@takwin/platform/http';
import { RecordPastAttemptsHandler, RecordPastAttempts } from './record-past-attempts.js';
import {
  FindRetakeFamilies,
  OpenRetakeFamily,
  SetRetakePolicyHandler,
  SetExamRetakeFamily,
  SetRetakePolicy,
} from './set-retake-policy.js';
import { PastAttemptOutcomes, RetakeFamilies } from '../graphql-types.js';

@Resolver()
export class RetakeResolver {
  constructor(
    private readonly policies: SetRetakePolicyHandler,
    private readonly past: RecordPastAttemptsHandler,
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
}
