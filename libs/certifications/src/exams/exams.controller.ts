import { Controller, Get, Patch, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { AddExam, CorrectExam, CorrectExamHandler, RetireExam } from './correct-exam.js';
import { ExamView } from './exam.js';
import { FindExamsHandler, FindExam, FindExams } from './find-exams.js';

@Controller('v1/exams')
export class ExamsController {
  constructor(
    private readonly search: FindExamsHandler,
    private readonly correcting: CorrectExamHandler,
  ) {}

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

  @Post()
  @Runs(AddExam, ExamView, 201)
  add(@By() actor: Actor, @Request(AddExam) command: AddExam) {
    return this.correcting.add(actor, command);
  }

  @Patch(':code')
  @Runs(CorrectExam, ExamView)
  correct(@By() actor: Actor, @Request(CorrectExam) command: CorrectExam) {
    return this.correcting.correct(actor, command);
  }

  @Post(':code/retire')
  @Runs(RetireExam, ExamView)
  retire(@By() actor: Actor, @Request(RetireExam) command: RetireExam) {
    return this.correcting.retire(actor, command);
  }
}
