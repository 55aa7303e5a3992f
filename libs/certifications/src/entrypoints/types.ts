import { Connection, entity, graphqlObject } from '@takwin/platform/graphql/types';
import { CampaignOpeningView, CampaignSeatsView, CampaignView } from '../campaign/campaign.js';
import { CredentialView } from '../credential/credential.js';
import { ExamDayOutcomes as ExamDayOutcomesView, RollCallView } from '../exam-day/exam-day.js';
import { ExamView } from '../exam/exam.js';
import { RegistrationView } from '../registration/registration.js';
import {
  Mismatch,
  ResultHistory as ResultHistoryView,
  ResultOutcomes as ResultOutcomesView,
} from '../result/result.js';
import { ExamRulesView } from '../sitting/exam-rules.js';
import { SittingView } from '../sitting/sitting.js';
import { VoucherStocks as VoucherStocksView } from '../use-cases/find-vouchers.js';
import { ExamEligibilityView } from '../use-cases/assess-eligibility.js';
import { VerificationView } from '../verification/verdict.js';
import { VoucherLotView, VoucherView } from '../voucher/voucher.js';
import { PastAttemptOutcomes as PastAttemptOutcomesView } from '../use-cases/record-past-attempts.js';
import { RetakeFamiliesView } from '../use-cases/set-retake-policy.js';
import {
  MovedSittings as MovedSittingsView,
  RetimedSittings as RetimedSittingsView,
} from '../use-cases/retime-sittings.js';
import { CalendarView } from '../use-cases/set-calendar.js';
import { RequestOutcomes as RequestOutcomesView } from '../use-cases/request-exam.js';

export const Exam = graphqlObject(ExamView, '@key(fields: "code")');
export const Exams = Connection(Exam);
export const Sitting = graphqlObject(SittingView, '@key(fields: "id")');
export const Sittings = Connection(Sitting);
export const Registration = graphqlObject(RegistrationView, '@key(fields: "id")');
export const Registrations = Connection(Registration);
export const Campaign = graphqlObject(CampaignView, '@key(fields: "id")');
export const Campaigns = Connection(Campaign);
export const CampaignSeats = Connection(graphqlObject(CampaignSeatsView));
export const CampaignOpenings = Connection(graphqlObject(CampaignOpeningView));
export const Credential = graphqlObject(CredentialView, '@key(fields: "id")');
export const RequestOutcomes = graphqlObject(RequestOutcomesView);
export const ResultOutcomes = graphqlObject(ResultOutcomesView);
export const ExamEligibility = graphqlObject(ExamEligibilityView);
export const CredentialVerification = graphqlObject(VerificationView);
export const VoucherLot = graphqlObject(VoucherLotView);
export const VoucherLots = Connection(VoucherLot);
export const Voucher = graphqlObject(VoucherView);
export const Vouchers = Connection(Voucher);
export const VoucherStocks = graphqlObject(VoucherStocksView);
export const RetakeFamilies = graphqlObject(RetakeFamiliesView);
export const PastAttemptOutcomes = graphqlObject(PastAttemptOutcomesView);
export const LegalCalendar = graphqlObject(CalendarView);
export const MovedSittings = graphqlObject(MovedSittingsView);
export const RetimedSittings = graphqlObject(RetimedSittingsView);
export const ExamDayOutcomes = graphqlObject(ExamDayOutcomesView);
export const RollCall = graphqlObject(RollCallView);
export const ResultHistory = graphqlObject(ResultHistoryView);
export const ResultMismatches = Connection(graphqlObject(Mismatch));
export const ExamRules = graphqlObject(ExamRulesView);
export const Person = entity('Person');
export const Academy = entity('Academy');
export const Programme = entity('Programme');
