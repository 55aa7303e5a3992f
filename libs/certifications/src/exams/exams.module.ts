import { Module } from '@nestjs/common';
import { CataloguedCertificationResolver } from './catalogued-certification.resolver.js';
import { CataloguedCertificationsController } from './catalogued-certifications.controller.js';
import { CorrectExamHandler } from './correct-exam.js';
import { ExamResolver } from './exam.resolver.js';
import { ExamsController } from './exams.controller.js';
import { FindCataloguedCertificationsHandler } from './find-catalogued-certifications.js';
import { FindExamsHandler } from './find-exams.js';

/** The exams that there are, and the certifications that they count for. */
@Module({
  controllers: [ExamsController, CataloguedCertificationsController],
  providers: [
    FindExamsHandler,
    FindCataloguedCertificationsHandler,
    CorrectExamHandler,
    ExamResolver,
    CataloguedCertificationResolver,
  ],
  exports: [FindExamsHandler],
})
export class ExamsModule {}
