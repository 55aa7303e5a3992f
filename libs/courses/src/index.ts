import type { Domain } from '@takwin/platform/runner/domain-service';
import {
  AcademyOfferingsResolver,
  PersonEnrolmentsResolver,
  ProgrammeCoursesResolver,
} from './entrypoints/contributions.resolver.js';
import { CourseResolver, OfferingResolver } from './entrypoints/course.resolver.js';
import { CoursesController, OfferingsController } from './entrypoints/courses.controller.js';
import { EnrolmentResolver, LearningRecordResolver } from './entrypoints/enrolment.resolver.js';
import { Academy, Person, Programme } from './entrypoints/types.js';
import { EnrolmentsController, LearningController } from './entrypoints/learning.controller.js';
import { academyCopy, personCopy, trainerCopy } from './storage/copies.js';
import { coursesMigrations } from './storage/migrations.js';
import { OfferingCancellation } from './use-cases/cancel-offering.js';
import { CourseCount } from './use-cases/count-courses.js';
import { PersonEnrolment } from './use-cases/enrol-persons.js';
import { LiteracyEvaluation } from './use-cases/evaluate-literacy.js';
import { CourseSearch } from './use-cases/find-courses.js';
import { EnrolmentSearch } from './use-cases/find-enrolments.js';
import { OfferingSearch } from './use-cases/find-offerings.js';
import { OfferingOpening } from './use-cases/open-offering.js';
import { LearningRecordReading } from './use-cases/read-learning-record.js';
import { StatementRecording } from './use-cases/record-statements.js';
import { Withdrawal } from './use-cases/withdraw.js';

export { coursesMigrations };
export { loadCoursesReference } from './use-cases/load-reference.js';

/** The catalogue, its offerings, who is in them, and what they learnt. */
export const courses: Domain = {
  doors: {
    controllers: [CoursesController, OfferingsController, EnrolmentsController, LearningController],
    resolvers: [
      CourseResolver,
      OfferingResolver,
      EnrolmentResolver,
      LearningRecordResolver,
      PersonEnrolmentsResolver,
      AcademyOfferingsResolver,
      ProgrammeCoursesResolver,
    ],
    entities: [Person, Academy, Programme],
    providers: [
      CourseSearch,
      CourseCount,
      OfferingSearch,
      OfferingOpening,
      OfferingCancellation,
      PersonEnrolment,
      EnrolmentSearch,
      Withdrawal,
      StatementRecording,
      LearningRecordReading,
      LiteracyEvaluation,
    ],
  },
  migrations: coursesMigrations,
  follows: { academies: [academyCopy, personCopy], trainers: [trainerCopy] },
};
