import { ProgrammeAsked } from '@takwin/contracts/convention';
import { AcademyId, PersonId } from '@takwin/contracts/ids';
import { Connection, entity, graphqlObject } from '@takwin/platform/graphql';
import { z } from 'zod';
import { AccommodationView } from './accommodations/accommodation.js';
import { AppealView } from './appeals/appeal.js';
import { CampaignOpeningView, CampaignSeatsView, CampaignView } from './campaigns/campaign.js';
import { ChargeBalances as ChargeBalancesView, ChargeView } from './charges/charge.js';
import { CertificationView } from './credentials/certification.js';
import { CredentialView } from './credentials/credential.js';
import { ExamDayOutcomes as ExamDayOutcomesView, RollCallView } from './exam-day/exam-day.js';
import { ExamDayRecordView } from './exam-day/exam-day-record.js';
import { CataloguedCertificationView } from './exams/catalogued-certification.js';
import { ExamView } from './exams/exam.js';
import { RegistrationView } from './booking/registration.js';
import {
  Mismatch,
  ResultHistory as ResultHistoryView,
  ResultOutcomes as ResultOutcomesView,
  ResultView,
} from './results/result.js';
import { ExamRulesView } from './sittings/exam-rules.js';
import { SittingView } from './sittings/sitting.js';
import { VoucherStocks as VoucherStocksView } from './vouchers/find-vouchers.js';
import { ExamEligibilityView } from './retakes/assess-eligibility.js';
import { VerificationView } from './verification/verdict.js';
import { VoucherLotView, VoucherView } from './vouchers/voucher.js';
import { PastAttemptView } from './retakes/past-attempt.js';
import { PastAttemptOutcomes as PastAttemptOutcomesView } from './retakes/record-past-attempts.js';
import { RetakeFamiliesView } from './retakes/set-retake-policy.js';
import {
  MovedSittings as MovedSittingsView,
  RetimedSittings as RetimedSittingsView,
} from './legal-time/retime-sittings.js';
import { CalendarView } from './legal-time/set-calendar.js';
import { RequestOutcomes as RequestOutcomesView } from './booking/request-exam.js';

export const Accommodation = graphqlObject(AccommodationView);
export const Accommodations = Connection(Accommodation);
export const Exam = graphqlObject(ExamView, '@key(fields: "code")');
export const Exams = Connection(Exam);
export const CataloguedCertification = graphqlObject(CataloguedCertificationView);
export const CataloguedCertifications = Connection(CataloguedCertification);
export const Sitting = graphqlObject(SittingView, '@key(fields: "id")');
export const Sittings = Connection(Sitting);
export const Registration = graphqlObject(RegistrationView, '@key(fields: "id")');
export const Registrations = Connection(Registration);
export const Campaign = graphqlObject(CampaignView, '@key(fields: "id")');
export const Campaigns = Connection(Campaign);
export const CampaignSeats = Connection(graphqlObject(CampaignSeatsView));
export const CampaignOpenings = Connection(graphqlObject(CampaignOpeningView));
export const Credential = graphqlObject(CredentialView, '@key(fields: "id")');
export const Credentials = Connection(Credential);
export const HeldCertification = graphqlObject(CertificationView);
export const RequestOutcomes = graphqlObject(RequestOutcomesView);
export const ResultOutcomes = graphqlObject(ResultOutcomesView);
export const ExamEligibility = graphqlObject(ExamEligibilityView);
export const CredentialVerification = graphqlObject(VerificationView);
export const VoucherLot = graphqlObject(VoucherLotView);
export const VoucherLots = Connection(VoucherLot);
export const Voucher = graphqlObject(VoucherView);
export const Vouchers = Connection(Voucher);
export const VoucherStocks = graphqlObject(VoucherStocksView);
export const Appeal = graphqlObject(AppealView);
export const Appeals = Connection(Appeal);
export const Charge = graphqlObject(ChargeView);
export const Charges = Connection(Charge);
export const ChargeBalances = graphqlObject(ChargeBalancesView);
export const RetakeFamilies = graphqlObject(RetakeFamiliesView);
export const PastAttempt = graphqlObject(PastAttemptView);
export const PastAttempts = Connection(PastAttempt);
export const PastAttemptOutcomes = graphqlObject(PastAttemptOutcomesView);
export const LegalCalendar = graphqlObject(CalendarView);
export const MovedSittings = graphqlObject(MovedSittingsView);
export const RetimedSittings = graphqlObject(RetimedSittingsView);
export const ExamDayOutcomes = graphqlObject(ExamDayOutcomesView);
export const ExamDayRecord = graphqlObject(ExamDayRecordView);
export const ExamDayRecords = Connection(ExamDayRecord);
export const RollCall = graphqlObject(RollCallView);
export const ResultHistory = graphqlObject(ResultHistoryView);
export const Result = graphqlObject(ResultView);
export const Results = Connection(Result);
export const ResultMismatches = Connection(graphqlObject(Mismatch));
export const ExamRules = graphqlObject(ExamRulesView);
export const Person = entity('Person', PersonId);
export const Academy = entity('Academy', AcademyId);
export const Programme = entity('Programme', z.string(), ProgrammeAsked);
