import { ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { AddExam, CorrectExam, CorrectExamHandler, RetireExam } from './correct-exam.js';
import { FindExamsHandler, FindExam, FindExams } from './find-exams.js';
import { Exam, Exams } from '../graphql-types.js';

@Resolver(() => Exam)
export class ExamResolver {
  constructor(
    private readonly search: FindExamsHandler,
    private readonly correcting: CorrectExamHandler,
  ) {}

  @Query(() => Exams, { nullable: true })
  @Runs(FindExams)
  exams(@By() actor: Actor, @Params(FindExams) query: FindExams) {
    return this.search.run(actor, query);
  }

  @Query(() => Exam, { nullable: true })
  @Runs(FindExam)
  exam(@By() actor: Actor, @Params(FindExam) query: FindExam) {
    return this.search.one(actor, query);
  }

  @Mutation(() => Exam)
  @Runs(AddExam)
  addExam(@By() actor: Actor, @Input(AddExam) command: AddExam) {
    return this.correcting.add(actor, command);
  }

  @Mutation(() => Exam)
  @Runs(CorrectExam)
  correctExam(@By() actor: Actor, @Input(CorrectExam) command: CorrectExam) {
    return this.correcting.correct(actor, command);
  }

  @Mutation(() => Exam)
  @Runs(RetireExam)
  retireExam(@By() actor: Actor, @Input(RetireExam) command: RetireExam) {
    return this.correcting.retire(actor, command);
  }

  @ResolveReference()
  @Runs(FindExam)
  reference({ code }: { code: string }, context: GraphQLContext) {
    return batched(context, FindExam, this.search.byCodes, code);
  }
}
