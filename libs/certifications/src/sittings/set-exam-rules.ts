import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { type Actor, EVERYONE } from '@takwin/platform/auth';
import { weeklyHoursFaults } from '@takwin/platform/clock';
import { invalid } from '@takwin/platform/errors';
import { Database, demandVersion } from '@takwin/platform/postgres';
import { command, conditional, query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { DefaultHours, type ExamRules, ExamRulesView } from './exam-rules.js';
import { examRules } from './read-exam-rules.js';

export const FindExamRules = query(
  'FindExamRules',
  EVERYONE,
  {},
  {
    summary: 'Read the rules of exams',
    description: 'Answers what the vendors leave to the network: proctors, cancellation, fees, appeals and tolerances.',
  },
);

/** A rule that may be set, in the words in which it is shown. */
const rule = <S extends z.ZodType>(name: keyof typeof ExamRulesView.shape, value: S) =>
  value.optional().describe(ExamRulesView.shape[name].description!);

export const SetExamRules = command(
  'SetExamRules',
  { 'programme-admin': 'programme' },
  {
    ...conditional,
    seatsPerProctor: rule('seatsPerProctor', z.int().min(1).max(100)),
    teacherMayProctor: rule('teacherMayProctor', z.boolean()),
    freeCancellationDays: rule('freeCancellationDays', z.int().min(0).max(60)),
    forfeitHours: rule('forfeitHours', z.int().min(0).max(240)),
    cancellationFee: rule('cancellationFee', z.int().min(1).max(10_000)),
    rebookingDays: rule('rebookingDays', z.int().min(1).max(365)),
    moveNoticeDays: rule('moveNoticeDays', z.int().min(0).max(60)),
    defaultOpeningHours: rule('defaultOpeningHours', z.array(DefaultHours).min(1).max(50)),
    appealDays: rule('appealDays', z.int().min(0).max(365)),
    vouchersRequired: rule('vouchersRequired', z.boolean()),
    resultToleranceMinutes: rule('resultToleranceMinutes', z.int().min(0).max(240)),
    leastExamMinutes: rule('leastExamMinutes', z.int().min(1).max(240)),
    leastExamPercent: rule('leastExamPercent', z.int().min(0).max(100)),
    readinessMinimum: rule('readinessMinimum', z.int().min(0).max(100)),
    admissionMinutes: rule('admissionMinutes', z.int().min(0).max(240)),
    earlyStartMinutes: rule('earlyStartMinutes', z.int().min(0).max(60)),
  },
  {
    summary: 'Change the rules of exams',
    description:
      'Sets what the vendors leave to the network; what is absent stays. Sittings and bookings made before stay' +
      ' as they are.',
  },
);
export type SetExamRules = z.output<typeof SetExamRules>;

@Injectable()
export class SetExamRulesHandler {
  constructor(private readonly db: Database) {}

  find(actor: Actor): Promise<ExamRules> {
    return this.db.readAs(actor, examRules);
  }

  /** Refuses default hours that end before they begin, or overlap. */
  set(actor: Actor, { expectedVersion, ...rules }: SetExamRules): Promise<ExamRules> {
    const wrong = weeklyHoursFaults(rules.defaultOpeningHours ?? []);
    if (wrong.length > 0) throw invalid(wrong.map((one) => ({ ...one, path: ['defaultOpeningHours', ...one.path] })));
    return this.db.asActor(actor, async (tx) => {
      await tx.query(sql`select from exam_rules for update`);
      const known = await examRules(tx);
      demandVersion(expectedVersion, known.version);
      const to = { ...known, ...rules };
      if (isDeepStrictEqual(to, known)) return known;
      await tx.query(sql`
        update exam_rules set seats_per_proctor = ${to.seatsPerProctor}, teacher_may_proctor = ${to.teacherMayProctor},
          free_cancellation_days = ${to.freeCancellationDays}, forfeit_hours = ${to.forfeitHours},
          rebooking_days = ${to.rebookingDays}, move_notice_days = ${to.moveNoticeDays},
          cancellation_fee = ${to.cancellationFee}, appeal_days = ${to.appealDays},
          default_opening_hours = ${JSON.stringify(to.defaultOpeningHours)}::jsonb,
          vouchers_required = ${to.vouchersRequired}, result_tolerance_minutes = ${to.resultToleranceMinutes},
          least_exam_minutes = ${to.leastExamMinutes}, least_exam_percent = ${to.leastExamPercent},
          admission_minutes = ${to.admissionMinutes}, early_start_minutes = ${to.earlyStartMinutes},
          readiness_minimum = ${to.readinessMinimum}, version = version + 1`);
      return examRules(tx);
    });
  }
}
