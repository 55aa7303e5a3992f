import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { ReadLearningRecordHandler, ReadLearningRecord } from './read-learning-record.js';
import { RecordStatements, RecordStatementsHandler } from './record-statements.js';
import { LearningRecord, StatementsReceipt } from '../graphql-types.js';

@Resolver(() => LearningRecord)
export class LearningRecordResolver {
  constructor(
    private readonly record: ReadLearningRecordHandler,
    private readonly statements: RecordStatementsHandler,
  ) {}

  @Query(() => LearningRecord, { nullable: true })
  @Runs(ReadLearningRecord)
  learningRecord(@By() actor: Actor, @Params(ReadLearningRecord) query: ReadLearningRecord) {
    return this.record.run(actor, query);
  }

  @Mutation(() => StatementsReceipt)
  @Runs(RecordStatements)
  recordStatements(@By() actor: Actor, @Input(RecordStatements) command: RecordStatements) {
    return this.statements.run(actor, command);
  }
}
