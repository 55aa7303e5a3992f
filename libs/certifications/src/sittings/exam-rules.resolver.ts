import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Runs } from '@takwin/platform/http';
import { SetExamRulesHandler, FindExamRules, SetExamRules } from './set-exam-rules.js';
import { ExamRules } from '../graphql-types.js';

@Resolver()
export class ExamRulesResolver {
  constructor(private readonly rules: SetExamRulesHandler) {}

  @Query(() => ExamRules, { nullable: true })
  @Runs(FindExamRules)
  examRules(@By() actor: Actor) {
    return this.rules.find(actor);
  }

  @Mutation(() => ExamRules)
  @Runs(SetExamRules)
  setExamRules(@By() actor: Actor, @Input(SetExamRules) command: SetExamRules) {
    return this.rules.set(actor, command);
  }
}
