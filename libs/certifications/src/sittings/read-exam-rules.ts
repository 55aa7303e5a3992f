import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import type { ExamRules } from './exam-rules.js';

/** The rules that hold now: what was booked or opened before keeps those of then. */
export const examRules = async (tx: Tx): Promise<ExamRules> =>
  (await tx.one<ExamRules>(sql`
    select seats_per_proctor as "seatsPerProctor", teacher_may_proctor as "teacherMayProctor",
      free_cancellation_days as "freeCancellationDays", forfeit_hours as "forfeitHours",
      rebooking_days as "rebookingDays", move_notice_days as "moveNoticeDays", cancellation_fee as "cancellationFee",
      default_opening_hours as "defaultOpeningHours", appeal_days as "appealDays",
      vouchers_required as "vouchersRequired", admission_minutes as "admissionMinutes",
      early_start_minutes as "earlyStartMinutes", result_tolerance_minutes as "resultToleranceMinutes",
      least_exam_minutes as "leastExamMinutes", least_exam_percent as "leastExamPercent", readiness_minimum as "readinessMinimum", version
    from exam_rules`))!;
