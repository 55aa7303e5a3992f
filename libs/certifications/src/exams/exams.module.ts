import { Module } from '@nestjs/common';
import { ExamResolver } from './exam.resolver.js';
import { ExamsController } from './exams.controller.js';
import { FindExamsHandler } from './find-exams.js';

/** The exams that there are. */
@Module({ controllers: [ExamsController], providers: [FindExamsHandler, ExamResolver], exports: [FindExamsHandler] })
export class ExamsModule {}
