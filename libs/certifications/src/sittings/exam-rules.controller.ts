import { Controller, Get, Patch } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { ExamRulesView } from './exam-rules.js';
import { SetExamRulesHandler, FindExamRules, SetExamRules } from './set-exam-rules.js';

@Controller('v1/exam-rules')
export class ExamRulesController {
  constructor(private readonly rules: SetExamRulesHandler) {}

  @Get()
  @Runs(FindExamRules, ExamRulesView)
  find(@By() actor: Actor) {
    return this.rules.find(actor);
  }

  @Patch()
  @Runs(SetExamRules, ExamRulesView)
  set(@By() actor: Actor, @Request(SetExamRules) command: SetExamRules) {
    return this.rules.set(actor, command);
  }
}
