import { readEnv } from '@takwin/platform/config/env';
import type { Domain, Workplace } from '@takwin/platform/runner/domain-service';
import { logOf } from '@takwin/platform/telemetry/log';
import { CredentialEnv, CredentialKeys } from './credentials/keys.js';
import { CampaignResolver } from './campaigns/campaign.resolver.js';
import { CampaignsController } from './campaigns/campaigns.controller.js';
import {
  CredentialResolver,
  PersonCertificationsResolver,
  ProgrammeCertificationsResolver,
} from './credentials/credential.resolver.js';
import { CredentialsController } from './credentials/credentials.controller.js';
import { AcademySittingsResolver, ExamResolver, SittingResolver } from './exams/exam.resolver.js';
import { ExamDayController } from './exam-day/exam-day.controller.js';
import { ExamDayResolver } from './exam-day/exam-day.resolver.js';
import { ExamRulesController } from './sittings/exam-rules.controller.js';
import { ExamRulesResolver } from './sittings/exam-rules.resolver.js';
import { ExamsController, RegistrationsController } from './exams/exams.controller.js';
import { PublicController } from './verification/public.controller.js';
import { RegistrationResolver, ResultResolver } from './booking/registration.resolver.js';
import { Academy, Person, Programme } from './graphql-types.js';
import { LegalTimeController } from './legal-time/legal-time.controller.js';
import { LegalTimeResolver } from './legal-time/legal-time.resolver.js';
import { ResultImportsController, ResultsController } from './results/results.controller.js';
import { RetakeResolver } from './retakes/retake.resolver.js';
import { RetakesController } from './retakes/retakes.controller.js';
import { VoucherResolver } from './vouchers/voucher.resolver.js';
import { VouchersController } from './vouchers/vouchers.controller.js';
import { workExams } from './workers.js';
import { Typesetter } from './credentials/print/typesetter.js';
import { literacyCredentials, trainerCredentials } from './credentials/follow-achievements.js';
import { academyCopy, personCopy, roomCopy, teachingCopy, trainerCopy } from './copies.js';
import { followProctors } from './sittings/follow-proctors.js';
import { followTeachers } from './sittings/follow-teachers.js';
import { followRooms } from './sittings/follow-rooms.js';
import { certificationsMigrations } from './migrations.js';
import { ResultImportAcceptance } from './results/accept-result-import.js';
import { EligibilityAssessment } from './retakes/assess-eligibility.js';
import { VoucherAssignment } from './vouchers/assign-voucher.js';
import { SeatBooking } from './booking/book-seat.js';
import { VoucherStocking } from './vouchers/buy-vouchers.js';
import { RollCalling } from './exam-day/call-roll.js';
import { RegistrationCancelling } from './booking/cancel-registration.js';
import { SittingChanging } from './sittings/change-sitting.js';
import { CampaignControl } from './campaigns/control-campaign.js';
import { ResultCorrecting } from './results/correct-result.js';
import { CertificationCount } from './credentials/count-certifications.js';
import { CampaignSearch } from './campaigns/find-campaigns.js';
import { CredentialSearch } from './credentials/find-credentials.js';
import { ResultImportSearch } from './results/find-result-import.js';
import { MismatchReport } from './results/find-mismatches.js';
import { ExamSearch } from './exams/find-exams.js';
import { RegistrationSearch } from './booking/find-registrations.js';
import { SittingSearch } from './sittings/find-sittings.js';
import { VoucherSearch } from './vouchers/find-vouchers.js';
import { SittingOpening } from './sittings/open-sitting.js';
import { ExamDayRecording } from './exam-day/record-exam-day.js';
import { ResumingElsewhere } from './exam-day/resume-elsewhere.js';
import { PastAttempts } from './retakes/record-past-attempts.js';
import { CampaignPlanning } from './campaigns/plan-campaign.js';
import { ResultRecording } from './results/record-results.js';
import { Registering } from './booking/register-candidate.js';
import { ExamRequesting } from './booking/request-exam.js';
import { CredentialPrinting } from './credentials/print-credential.js';
import { CredentialAdministration } from './credentials/revoke-credential.js';
import { ExamRulesSetting } from './sittings/set-exam-rules.js';
import { SittingRetiming } from './legal-time/retime-sittings.js';
import { CalendarSetting } from './legal-time/set-calendar.js';
import { RetakePolicySetting } from './retakes/set-retake-policy.js';
import { warnOfDatabaseRules } from './legal-time/check-legal-time.js';
import { StatusLists } from './credentials/show-status-list.js';
import { PublicVerification } from './verification/show-verification.js';
import { CredentialVerification } from './verification/verify-credential.js';

export { checkLegalTime } from './legal-time/check-legal-time.js';
export { certificationsMigrations };
export { rotatedKeys } from './credentials/rotate-keys.js';
export { verifyOffline } from './verification/verify-offline.js';
export { loadCertificationsReference } from './load-reference.js';

/** Exams, sittings, who sits them, what came of it, and the credentials that prove it. */
export const certifications: Domain = {
  doors: {
    controllers: [
      ExamsController,
      ExamRulesController,
      RegistrationsController,
      VouchersController,
      RetakesController,
      CampaignsController,
      LegalTimeController,
      ExamDayController,
      ResultsController,
      ResultImportsController,
      CredentialsController,
      PublicController,
    ],
    resolvers: [
      ExamResolver,
      SittingResolver,
      ExamRulesResolver,
      VoucherResolver,
      RetakeResolver,
      LegalTimeResolver,
      ExamDayResolver,
      AcademySittingsResolver,
      RegistrationResolver,
      CampaignResolver,
      ResultResolver,
      CredentialResolver,
      PersonCertificationsResolver,
      ProgrammeCertificationsResolver,
    ],
    entities: [Person, Academy, Programme],
    providers: [
      ExamSearch,
      SittingSearch,
      SittingOpening,
      SittingChanging,
      ExamRulesSetting,
      VoucherStocking,
      VoucherAssignment,
      VoucherSearch,
      RetakePolicySetting,
      PastAttempts,
      CalendarSetting,
      SittingRetiming,
      ExamDayRecording,
      RollCalling,
      ResumingElsewhere,
      RegistrationSearch,
      SeatBooking,
      ExamRequesting,
      Registering,
      RegistrationCancelling,
      CampaignPlanning,
      CampaignSearch,
      CampaignControl,
      ResultRecording,
      ResultCorrecting,
      MismatchReport,
      ResultImportAcceptance,
      ResultImportSearch,
      EligibilityAssessment,
      CredentialSearch,
      CredentialAdministration,
      CredentialVerification,
      PublicVerification,
      StatusLists,
      CredentialPrinting,
      { provide: Typesetter, useFactory: () => new Typesetter() },
      CertificationCount,
    ],
    streams: ['text/csv', 'application/csv', 'application/octet-stream'],
  },
  migrations: certificationsMigrations,
  follows: {
    academies: [academyCopy, roomCopy, personCopy, followRooms],
    trainers: [trainerCopy, followProctors, trainerCredentials],
    courses: [teachingCopy, followTeachers, literacyCredentials],
  },
  given: async (env, db) => {
    await warnOfDatabaseRules(db, logOf('certifications', env.LOG_LEVEL));
    return [[CredentialKeys, await CredentialKeys.from(readEnv(CredentialEnv, env))]];
  },
};

/** What works off the registrations and signs the credentials, in as many processes as one likes. */
export const examScheduler: Domain = {
  migrations: certificationsMigrations,
  work: async ({ source, ...at }: Workplace) =>
    workExams(at, await CredentialKeys.from(readEnv(CredentialEnv, source))),
};
