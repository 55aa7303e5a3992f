import { readEnv } from '@takwin/platform/config/env';
import type { Domain, Workplace } from '@takwin/platform/runner/domain-service';
import { logOf } from '@takwin/platform/telemetry/log';
import { CredentialEnv, CredentialKeys } from './credential/keys.js';
import { CampaignResolver } from './entrypoints/campaign.resolver.js';
import { CampaignsController } from './entrypoints/campaigns.controller.js';
import {
  CredentialResolver,
  PersonCertificationsResolver,
  ProgrammeCertificationsResolver,
} from './entrypoints/credential.resolver.js';
import { CredentialsController } from './entrypoints/credentials.controller.js';
import { AcademySittingsResolver, ExamResolver, SittingResolver } from './entrypoints/exam.resolver.js';
import { ExamDayController } from './entrypoints/exam-day.controller.js';
import { ExamDayResolver } from './entrypoints/exam-day.resolver.js';
import { ExamRulesController } from './entrypoints/exam-rules.controller.js';
import { ExamRulesResolver } from './entrypoints/exam-rules.resolver.js';
import { ExamsController, RegistrationsController } from './entrypoints/exams.controller.js';
import { PublicController } from './entrypoints/public.controller.js';
import { RegistrationResolver, ResultResolver } from './entrypoints/registration.resolver.js';
import { Academy, Person, Programme } from './entrypoints/types.js';
import { LegalTimeController } from './entrypoints/legal-time.controller.js';
import { LegalTimeResolver } from './entrypoints/legal-time.resolver.js';
import { ResultImportsController, ResultsController } from './entrypoints/results.controller.js';
import { RetakeResolver } from './entrypoints/retake.resolver.js';
import { RetakesController } from './entrypoints/retakes.controller.js';
import { VoucherResolver } from './entrypoints/voucher.resolver.js';
import { VouchersController } from './entrypoints/vouchers.controller.js';
import { workExams } from './entrypoints/workers.js';
import { Typesetter } from './print/typesetter.js';
import { literacyCredentials, trainerCredentials } from './storage/achievement-reactions.js';
import { academyCopy, personCopy, roomCopy, teachingCopy, trainerCopy } from './storage/copies.js';
import { followProctors } from './storage/follow-proctors.js';
import { followTeachers } from './storage/follow-teachers.js';
import { followRooms } from './storage/follow-rooms.js';
import { certificationsMigrations } from './storage/migrations.js';
import { ResultImportAcceptance } from './use-cases/accept-result-import.js';
import { EligibilityAssessment } from './use-cases/assess-eligibility.js';
import { VoucherAssignment } from './use-cases/assign-voucher.js';
import { SeatBooking } from './use-cases/book-seat.js';
import { VoucherStocking } from './use-cases/buy-vouchers.js';
import { RollCalling } from './use-cases/call-roll.js';
import { RegistrationCancelling } from './use-cases/cancel-registration.js';
import { SittingChanging } from './use-cases/change-sitting.js';
import { CampaignControl } from './use-cases/control-campaign.js';
import { ResultCorrecting } from './use-cases/correct-result.js';
import { CertificationCount } from './use-cases/count-certifications.js';
import { CampaignSearch } from './use-cases/find-campaigns.js';
import { CredentialSearch } from './use-cases/find-credentials.js';
import { ResultImportSearch } from './use-cases/find-result-import.js';
import { MismatchReport } from './use-cases/find-mismatches.js';
import { ExamSearch } from './use-cases/find-exams.js';
import { RegistrationSearch } from './use-cases/find-registrations.js';
import { SittingSearch } from './use-cases/find-sittings.js';
import { VoucherSearch } from './use-cases/find-vouchers.js';
import { SittingOpening } from './use-cases/open-sitting.js';
import { ExamDayRecording } from './use-cases/record-exam-day.js';
import { ResumingElsewhere } from './use-cases/resume-elsewhere.js';
import { PastAttempts } from './use-cases/record-past-attempts.js';
import { CampaignPlanning } from './use-cases/plan-campaign.js';
import { ResultRecording } from './use-cases/record-results.js';
import { Registering } from './use-cases/register.js';
import { ExamRequesting } from './use-cases/request-exam.js';
import { CredentialPrinting } from './use-cases/print-credential.js';
import { CredentialAdministration } from './use-cases/revoke-credential.js';
import { ExamRulesSetting } from './use-cases/set-exam-rules.js';
import { SittingRetiming } from './use-cases/retime-sittings.js';
import { CalendarSetting } from './use-cases/set-calendar.js';
import { RetakePolicySetting } from './use-cases/set-retake-policy.js';
import { warnOfDatabaseRules } from './use-cases/check-legal-time.js';
import { StatusLists } from './use-cases/show-status-list.js';
import { PublicVerification } from './use-cases/show-verification.js';
import { CredentialVerification } from './use-cases/verify-credential.js';

export { checkLegalTime } from './use-cases/check-legal-time.js';
export { certificationsMigrations };
export { rotatedKeys } from './use-cases/rotate-keys.js';
export { verifyOffline } from './use-cases/verify-offline.js';
export { loadCertificationsReference } from './use-cases/load-reference.js';

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
