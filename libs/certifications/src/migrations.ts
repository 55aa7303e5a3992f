import { erasureMigration, refuseOfErased } from '@takwin/platform/erasure';
import { copyMigration, eventLogMigration } from '@takwin/platform/events';
import { cancelledImports, everyFault, importProgress, sealedImports } from '@takwin/platform/imports';
import {
  answersMigration,
  groupKeysMigration,
  groupMembersMigration,
  groupsByKeyMigration,
  humansMigration,
  mergedHumansMigration,
  personNowMigration,
  keptWorkMigration,
  lookAlikesMigration,
  type Migration,
} from '@takwin/platform/postgres';
import { academyCopy, literacyCopy, personCopy, readinessCopy, roomCopy, teachingCopy, trainerCopy } from './copies.js';
import { certificationsMigration } from './migrations/2026-11-24-certifications.js';
import { sittingsMigration } from './migrations/2026-11-26-sittings.js';
import { vouchersMigration } from './migrations/2026-11-26-vouchers.js';
import { retakePoliciesMigration } from './migrations/2026-11-26-retake-policies.js';
import { campaignsMigration } from './migrations/2026-11-26-campaigns.js';
import { examDayMigration } from './migrations/2026-11-26-exam-day.js';
import { resultsMigration } from './migrations/2026-11-26-results.js';
import { campaignOpeningsMigration } from './migrations/2026-11-26-campaign-openings.js';
import { teachingMigration } from './migrations/2026-11-27-teaching.js';
import { resultsHeldMigration } from './migrations/2026-11-29-results-held.js';
import { resultsSittingMigration } from './migrations/2026-11-29-results-sitting.js';
import { examDayOrderMigration } from './migrations/2026-11-29-exam-day-order.js';
import { examDayRevocationsMigration } from './migrations/2026-11-29-exam-day-revocations.js';
import { engagementsMigration } from './migrations/2026-11-29-engagements.js';
import { accommodationsMigration } from './migrations/2026-11-29-accommodations.js';
import { accessibleWorkstationsMigration } from './migrations/2026-11-29-accessible-workstations.js';
import { credentialsMigration } from './migrations/2026-11-26-credentials.js';
import { appealsMigration } from './migrations/2026-11-29-appeals.js';
import { cancelledByMigration } from './migrations/2026-11-30-cancelled-by.js';
import { consentDocumentsMigration } from './migrations/2026-11-29-consent-documents.js';
import { calendarVersionsMigration } from './migrations/2026-11-29-calendar-versions.js';
import { chargesMigration } from './migrations/2026-11-29-charges.js';
import { defaultHoursMigration } from './migrations/2026-11-29-default-hours.js';
import { forcedMovesMigration } from './migrations/2026-11-29-forced-moves.js';
import { listedImportsMigration } from './migrations/2026-11-30-listed-imports.js';
import { refusedFilesMigration } from './migrations/2026-11-30-refused-files.js';
import { plannedSinceMigration } from './migrations/2026-11-30-planned-since.js';
import { credentialListsMigration } from './migrations/2026-11-30-credential-lists.js';
import { registrationListsMigration } from './migrations/2026-11-30-registration-lists.js';
import { consentTellersMigration } from './migrations/2026-11-30-consent-tellers.js';
import { resultSendersMigration } from './migrations/2026-11-30-result-senders.js';
import { pastAttemptRevocationsMigration } from './migrations/2026-11-30-past-attempt-revocations.js';
import { correctedRevisionsMigration } from './migrations/2026-11-30-corrected-revisions.js';
import { lastingTeachingMigration } from './migrations/2026-11-30-lasting-teaching.js';
import { taughtHoursMigration } from './migrations/2026-11-30-taught-hours.js';
import { resultsProofMigration } from './migrations/2026-11-30-results-proof.js';
import { revokedCertificationsMigration } from './migrations/2026-11-30-revoked-certifications.js';
import { voidVouchersMigration } from './migrations/2026-11-29-void-vouchers.js';
import { mergedCredentialsMigration } from './migrations/2026-12-07-merged-credentials.js';
import { supersededCredentialsMigration } from './migrations/2026-12-05-superseded-credentials.js';
import { examsToldByHandMigration } from './migrations/2026-12-06-exams-told-by-hand.js';
import { bookedTermsMigration } from './migrations/2026-12-07-booked-terms.js';
import { readinessMinimumMigration } from './migrations/2026-12-08-readiness-minimum.js';
import { confirmedTermsMigration } from './migrations/2026-12-08-confirmed-terms.js';
import { toldTermsMigration } from './migrations/2026-12-07-told-terms.js';
import { toldChargesMigration } from './migrations/2026-12-08-told-charges.js';
import { toldEncodingsMigration } from './migrations/2026-12-01-told-encodings.js';
import { lapsedExamsMigration } from './migrations/2026-12-03-lapsed-exams.js';
import { literacyCompletionsMigration } from './migrations/2026-12-02-literacy-completions.js';
import { registrationStatesMigration } from './migrations/2026-11-30-registration-states.js';
import { catalogueImportsMigration } from './migrations/2026-12-02-catalogue-imports.js';
import { toldExamDaysMigration } from './migrations/2026-12-06-told-exam-days.js';
import { examDaysMigration } from './migrations/2026-12-02-exam-days.js';
import { leastExamShareMigration } from './migrations/2026-12-02-least-exam-share.js';
import { ownAppealsMigration } from './migrations/2026-12-02-own-appeals.js';
import { ownWishesMigration } from './migrations/2026-12-02-own-wishes.js';
import { reissuedCredentialsMigration } from './migrations/2026-12-02-reissued-credentials.js';
import { certificationFactsMigration } from './migrations/2026-12-03-certification-facts.js';
import { toldExamsMigration } from './migrations/2026-12-03-told-exams.js';
import { erasedWordsMigration } from './migrations/2026-12-06-erased-words.js';
import { zippedFilesMigration } from './migrations/2026-12-04-zipped-files.js';
import { boundCredentialsMigration } from './migrations/2026-12-04-bound-credentials.js';
import { mergedCandidatesMigration } from './migrations/2026-12-05-merged-candidates.js';
import { personsApartMigration } from './migrations/2026-12-07-persons-apart.js';
import { boundResultsMigration } from './migrations/2026-12-04-bound-results.js';
import { chargesTellMigration } from './migrations/2026-12-09-charges-tell.js';
import { moreErasedWordsMigration } from './migrations/2026-12-09-more-erased-words.js';

export const certificationsMigrations: Migration[] = [
  eventLogMigration('certifications'),
  certificationsMigration,
  ...[academyCopy, roomCopy, readinessCopy, personCopy, trainerCopy, teachingCopy, literacyCopy].map(copyMigration),
  sittingsMigration,
  vouchersMigration,
  retakePoliciesMigration,
  campaignsMigration,
  examDayMigration,
  resultsMigration,
  credentialsMigration,
  campaignOpeningsMigration,
  teachingMigration,
  resultsHeldMigration,
  resultsSittingMigration,
  forcedMovesMigration,
  answersMigration,
  examDayOrderMigration,
  examDayRevocationsMigration,
  engagementsMigration,
  accommodationsMigration,
  accessibleWorkstationsMigration,
  voidVouchersMigration,
  defaultHoursMigration,
  chargesMigration,
  appealsMigration,
  calendarVersionsMigration,
  plannedSinceMigration,
  resultsProofMigration,
  resultSendersMigration,
  pastAttemptRevocationsMigration,
  keptWorkMigration,
  consentDocumentsMigration,
  registrationListsMigration,
  credentialListsMigration,
  listedImportsMigration,
  refusedFilesMigration,
  consentTellersMigration,
  cancelledByMigration,
  revokedCertificationsMigration,
  lastingTeachingMigration,
  toldEncodingsMigration,
  correctedRevisionsMigration,
  taughtHoursMigration,
  lookAlikesMigration,
  registrationStatesMigration,
  examDaysMigration,
  catalogueImportsMigration,
  reissuedCredentialsMigration,
  ownWishesMigration,
  ownAppealsMigration,
  leastExamShareMigration,
  literacyCompletionsMigration,
  certificationFactsMigration,
  toldExamsMigration,
  lapsedExamsMigration,
  humansMigration,
  zippedFilesMigration,
  boundCredentialsMigration,
  boundResultsMigration,
  sealedImports('result_import'),
  personNowMigration,
  mergedHumansMigration,
  mergedCandidatesMigration,
  supersededCredentialsMigration,
  examsToldByHandMigration,
  importProgress('result_import'),
  toldExamDaysMigration,
  erasedWordsMigration,
  bookedTermsMigration,
  personsApartMigration,
  groupMembersMigration(),
  mergedCredentialsMigration,
  toldTermsMigration,
  confirmedTermsMigration,
  readinessMinimumMigration,
  everyFault('result_import'),
  cancelledImports('result_import'),
  groupKeysMigration,
  groupsByKeyMigration(),
  toldChargesMigration,
  erasureMigration,
  refuseOfErased(
    ['accommodation', 'new.person_id', 'revoked_at'],
    ['past_attempt', 'new.person_id'],
    ['past_attempt_revocation', 'new.person_id'],
    ['registration', 'new.person_id', 'consent_document'],
    ['voucher', 'new.person_id'],
    ...['appeal', 'exam_day_record', 'result', 'result_revision'].map(
      (table) => [table, '(select r.person_id from registration r where r.id = new.registration_id)'] as const,
    ),
    [
      'exam_day_revocation',
      '(select r.person_id from exam_day_record d join registration r on r.id = d.registration_id where d.id = new.record_id)',
    ],
    ['charge_entry', '(select c.person_id from charge c where c.id = new.charge_id)'],
  ),
  moreErasedWordsMigration,
  chargesTellMigration,
];
