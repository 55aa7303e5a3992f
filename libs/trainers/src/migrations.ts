import { copyMigration, eventLogMigration } from '@takwin/platform/events';
import type { Migration } from '@takwin/platform/postgres';
import { academyCopy, courseCopy, personCopy } from './copies.js';
import { trainersMigration } from './migrations/2026-11-24-trainers.js';

export const trainersMigrations: Migration[] = [
  eventLogMigration('trainers'),
  trainersMigration,
  ...[academyCopy, personCopy, courseCopy].map(copyMigration),
];
