import { Injectable } from '@nestjs/common';
import { ExamCode, PersonId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database } from '@takwin/platform/postgres';
import { query, textsOf } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { demandPerson } from '../demand-person.js';
import { EligibilityReason, retakeEligibility } from './retake-policy.js';
import { candidateFacts } from '../booking/read-candidate-facts.js';
import { retakePolicies } from './read-attempts.js';
import { isOfferedOn, offeredSpan, type ExamDays } from '../exams/exam-days.js';
import { EXAM_DAYS } from '../exams/read-exam-days.js';
import { CANDIDATE_READERS } from '../rules.js';

export const AssessExamEligibility = query(
  'AssessExamEligibility',
  CANDIDATE_READERS,
  {
    personId: PersonId,
    examCode: ExamCode,
  },
  {
    summary: 'Assess whether a person may sit an exam',
    description:
      'Answers whether a person may start an exam now, from when on otherwise, and every reason why not: the' +
      ' retake policy counts attempts made here and elsewhere.',
  },
);
export type AssessExamEligibility = z.output<typeof AssessExamEligibility>;

export const ExamEligibilityView = z
  .object({
    eligible: z.boolean(),
    nextEligibleAt: z.iso
      .datetime()
      .nullable()
      .describe('From when on, where waiting is enough; null where a reason does not end by itself'),
    reasons: z.array(EligibilityReason),
    reasonTexts: textsOf('reasons'),
  })
  .meta({ id: 'ExamEligibility' });
export type ExamEligibilityView = z.output<typeof ExamEligibilityView>;

@Injectable()
export class AssessEligibilityHandler {
  constructor(private readonly db: Database) {}

  /** Whether a person may start an exam now, from when on otherwise, and every reason why not. */
  run(actor: Actor, { personId, examCode }: AssessExamEligibility): Promise<ExamEligibilityView> {
    return this.db.readAs(actor, async (tx) => {
      const exam = await tx.one<{ policy: string; days: ExamDays }>(
        sql`select retake_policy as policy, ${EXAM_DAYS} as days from exam e where code = ${examCode}`,
      );
      if (!exam) throw new NotFound('exam');
      await demandPerson(tx, personId);
      const facts = (await candidateFacts(tx, examCode, [personId])).get(personId)!;
      const retake = retakeEligibility((await retakePolicies(tx)).get(exam.policy)!, facts.attempts, tx.at);
      const offered = offeredSpan(exam.days);
      const isOffered = isOfferedOn(exam.days, legalDayOf(tx.at));
      const reasons = [
        ...retake.reasons,
        ...(facts.registered ? ['ALREADY_REGISTERED' as const] : []),
        ...(isOffered ? [] : ['EXAM_OUTSIDE_ITS_DAYS' as const]),
        ...(facts.active ? [] : ['PERSON_NOT_ACTIVE' as const]),
      ];
      // A registration is given up or sat, and a person returns: neither at an instant that anybody knows.
      const next = Math.max(retake.nextEligibleAt?.getTime() ?? Infinity, offered.from);
      const endsByItself = facts.active && !facts.registered && next <= offered.to && next < Infinity;
      const nextEligibleAt = endsByItself ? new Date(next).toISOString() : null;
      return { eligible: reasons.length === 0, nextEligibleAt, reasons };
    });
  }
}
