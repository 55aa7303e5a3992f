import type { Domain } from '@takwin/platform/runner/domain-service';
import {
  AcademyOfferingsResolver,
  PersonEnrolmentsResolver,
  ProgrammeCoursesResolver,
} from './catalogue/contributions.resolver.js';
import { CourseResolver, OfferingResolver } from './catalogue/course.resolver.js';
import { CoursesController, OfferingsController } from './catalogue/courses.controller.js';
import { EnrolmentResolver, LearningRecordResolver } from './enrolments/enrolment.resolver.js';
import { Academy, Person, Programme } from './graphql-types.js';
import { EnrolmentsController, LearningController } from './learning-record/learning.controller.js';
import { academyCopy, personCopy, trainerCopy } from './copies.js';
import { coursesMigrations } from './migrations.js';
import { OfferingCancellation } from './offerings/cancel-offering.js';
import { CourseCount } from './catalogue/count-courses.js';
import { PersonEnrolment } from './enrolments/enrol-persons.js';
import { LiteracyEvaluation } from './literacy/evaluate-literacy.js';
import { CourseSearch } from './catalogue/find-courses.js';
import { EnrolmentSearch } from './enrolments/find-enrolments.js';
import { OfferingSearch } from './offerings/find-offerings.js';
import { OfferingOpening } from './offerings/open-offering.js';
import { LearningRecordReading } from './learning-record/read-learning-record.js';
import { StatementRecording } from './learning-record/record-statements.js';
import { Withdrawal } from './enrolments/withdraw-enrolment.js';

export { coursesMigrations };
export { loadCoursesReference } from './load-reference.js';

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
