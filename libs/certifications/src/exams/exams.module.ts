import { Module } from '@nestjs/common';
import { ExamResolver } from './exam.resolver.js';
import { ExamsController } from './exams.controller.js';
import { ExamSearch } from './find-exams.js';

/** The exams that there are. */
@Module({ controllers: [ExamsController], providers: [ExamSearch, ExamResolver], exports: [ExamSearch] })
export class ExamsModule {}
