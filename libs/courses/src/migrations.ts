import { copyMigration } from '@takwin/platform/events/copy';
import { eventLogMigration } from '@takwin/platform/events/log';
import { answersMigration } from '@takwin/platform/postgres/answer-once';
import type { Migration } from '@takwin/platform/postgres/migrate';
import { academyCopy, personCopy, trainerCopy } from './copies.js';
import { coursesMigration } from './migrations/2026-11-24-courses.js';
import { enrolmentTrainersMigration } from './migrations/2026-11-27-enrolment-trainers.js';
import { offeringsByStartMigration } from './migrations/2026-11-28-offerings-by-start.js';

export const coursesMigrations: Migration[] = [
  eventLogMigration('courses'),
  coursesMigration,
  ...[academyCopy, personCopy, trainerCopy].map(copyMigration),
  enrolmentTrainersMigration,
  answersMigration,
  offeringsByStartMigration,
];
