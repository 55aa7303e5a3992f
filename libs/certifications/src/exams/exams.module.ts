import { Module } from '@nestjs/common';
import { CorrectExamHandler } from './correct-exam.js';
import { ExamResolver } from './exam.resolver.js';
import { ExamsController } from './exams.controller.js';
import { FindExamsHandler } from './find-exams.js';

/** The exams that there are. */
@Module({
  controllers: [ExamsController],
  providers: [FindExamsHandler, CorrectExamHandler, ExamResolver],
  exports: [FindExamsHandler],
})
export class ExamsModule {}
