import { erasureMigration, refuseOfErased } from '@takwin/platform/erasure';
import { copyMigration, eventLogMigration } from '@takwin/platform/events';
import {
  humansMigration,
  keptWorkMigration,
  mergedHumansMigration,
  type Migration,
  personNowMigration,
} from '@takwin/platform/postgres';
import { academyCopy, completionCopy, courseCopy, examCopy, examPassCopy, personCopy } from './copies.js';
import { planAgreementsMigration } from './migrations/2026-11-29-plan-agreements.js';
import { planEvidenceMigration } from './migrations/2026-11-29-plan-evidence.js';
import { mergedTrainersMigration } from './migrations/2026-12-05-merged-trainers.js';
import { confirmedQualificationsMigration } from './migrations/2026-12-03-confirmed-qualifications.js';
import { disprovedPlansMigration } from './migrations/2026-12-03-disproved-plans.js';
import { trainersLeaveMigration } from './migrations/2026-11-30-trainers-leave.js';
import { trainersMigration } from './migrations/2026-11-24-trainers.js';

export const trainersMigrations: Migration[] = [
  eventLogMigration('trainers'),
  trainersMigration,
  ...[academyCopy, personCopy, courseCopy, examPassCopy, completionCopy].map(copyMigration),
  planEvidenceMigration,
  planAgreementsMigration,
  trainersLeaveMigration,
  keptWorkMigration,
  copyMigration(examCopy),
  humansMigration,
  disprovedPlansMigration,
  confirmedQualificationsMigration,
  personNowMigration,
  mergedHumansMigration,
  mergedTrainersMigration,
  erasureMigration,
  refuseOfErased(
    ['qualification', 'new.trainer_id', 'evidence'],
    ['plan_item', 'new.trainer_id', 'due_on'],
    ['plan_item_withdrawn', 'new.trainer_id'],
  ),
];
