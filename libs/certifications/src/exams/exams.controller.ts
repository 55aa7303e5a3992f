import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { ExamView } from './exam.js';
import { FindExamsHandler, FindExam, FindExams } from './find-exams.js';

@Controller('v1/exams')
export class ExamsController {
  constructor(private readonly search: FindExamsHandler) {}

  @Get()
  @Runs(FindExams, pageOf(ExamView))
  find(@By() actor: Actor, @Request(FindExams) query: FindExams) {
    return this.search.run(actor, query);
  }

  @Get(':code')
  @Runs(FindExam, ExamView)
  one(@By() actor: Actor, @Request(FindExam) query: FindExam) {
    return this.search.one(actor, query);
  }
}
