import { ResolveReference, Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { batched, type GraphQLContext, Query } from '@takwin/platform/graphql';
import { By, Params, Runs } from '@takwin/platform/http';
import { FindExamsHandler, FindExam, FindExams } from './find-exams.js';
import { Exam, Exams } from '../graphql-types.js';

@Resolver(() => Exam)
export class ExamResolver {
  constructor(private readonly search: FindExamsHandler) {}

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

  @ResolveReference()
  @Runs(FindExam)
  reference({ code }: { code: string }, context: GraphQLContext) {
    return batched(context, FindExam, this.search.byCodes, code);
  }
}
