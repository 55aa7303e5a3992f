import { erasureMigration, refuseOfErased } from '@takwin/platform/erasure';
import { copyMigration, eventLogMigration } from '@takwin/platform/events';
import {
  answersMigration,
  groupKeysMigration,
  groupMembersMigration,
  groupsByKeyMigration,
  humansMigration,
  keptWorkMigration,
  mergedHumansMigration,
  type Migration,
  personNowMigration,
} from '@takwin/platform/postgres';
import { askedWordsMigration, mostWordsMigration, searchMigration, shortWordsMigration } from '@takwin/platform/search';
import { academyCopy, personCopy, trainerCopy } from './copies.js';
import { coursesMigration } from './migrations/2026-11-24-courses.js';
import { enrolmentTrainersMigration } from './migrations/2026-11-27-enrolment-trainers.js';
import { enrolmentEndsMigration } from './migrations/2026-11-28-enrolment-ends.js';
import { offeringLearntMigration } from './migrations/2026-11-30-offering-learnt.js';
import { offeringTrainersMigration } from './migrations/2026-11-29-offering-trainers.js';
import { offeringsByEndMigration } from './migrations/2026-11-28-offerings-by-end.js';
import { offeringsByStartMigration } from './migrations/2026-11-28-offerings-by-start.js';
import { certifyingEvaluationsMigration } from './migrations/2026-11-29-certifying-evaluations.js';
import { courseSearchMigration } from './migrations/2026-12-01-course-search.js';
import { confirmedHoursMigration } from './migrations/2026-12-01-confirmed-hours.js';
import { mergedLearningMigration } from './migrations/2026-12-05-merged-learning.js';
import { wordsOfTopicsMigration } from './migrations/2026-12-07-words-of-topics.js';
import { signedCoursesMigration } from './migrations/2026-12-08-signed-courses.js';
import { taughtHoursMigration } from './migrations/2026-12-02-taught-hours.js';
import { completionSendersMigration } from './migrations/2026-11-30-completion-senders.js';
import { countedHoursMigration } from './migrations/2026-11-29-counted-hours.js';
import { enrolmentCompletionsMigration } from './migrations/2026-11-29-enrolment-completions.js';
import { enrolmentListsMigration } from './migrations/2026-11-30-enrolment-lists.js';
import { evaluationSendersMigration } from './migrations/2026-11-30-evaluation-senders.js';
import { literacyEvaluationsMigration } from './migrations/2026-11-29-literacy-evaluations.js';
import { enrolmentStatesMigration } from './migrations/2026-11-30-enrolment-states.js';
import { moreErasedWordsMigration } from './migrations/2026-12-09-more-erased-words.js';

export const coursesMigrations: Migration[] = [
  eventLogMigration('courses'),
  coursesMigration,
  ...[academyCopy, personCopy, trainerCopy].map(copyMigration),
  enrolmentTrainersMigration,
  answersMigration,
  offeringsByStartMigration,
  enrolmentEndsMigration,
  offeringsByEndMigration,
  literacyEvaluationsMigration,
  evaluationSendersMigration,
  enrolmentCompletionsMigration,
  countedHoursMigration,
  offeringTrainersMigration,
  keptWorkMigration,
  certifyingEvaluationsMigration,
  enrolmentListsMigration,
  offeringLearntMigration,
  completionSendersMigration,
  confirmedHoursMigration,
  enrolmentStatesMigration,
  searchMigration,
  courseSearchMigration,
  taughtHoursMigration,
  humansMigration,
  personNowMigration,
  mergedHumansMigration,
  mergedLearningMigration,
  askedWordsMigration,
  mostWordsMigration,
  wordsOfTopicsMigration,
  groupMembersMigration(),
  groupKeysMigration,
  groupsByKeyMigration(),
  erasureMigration,
  refuseOfErased(
    ['enrolment', 'new.person_id'],
    ['literacy_evaluation', 'new.person_id', 'reason', 'revoked_reason'],
    ['statement', 'new.person_id'],
  ),
  shortWordsMigration,
  signedCoursesMigration,
  moreErasedWordsMigration,
];
