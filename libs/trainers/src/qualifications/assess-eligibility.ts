import { Injectable } from '@nestjs/common';
import { membershipOf } from '@takwin/contracts/convention';
import { CourseId, TrainerId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database } from '@takwin/platform/postgres';
import { query } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { reasonsNotToProctor, reasonsNotToTeach, type EligibilityView } from './eligibility.js';
import { FindTrainersHandler } from '../trainers/find-trainers.js';

export const AssessEligibility = query(
  'AssessEligibility',
  {
    'programme-admin': 'programme',
    'regional-director': 'region',
    'academy-manager': 'academy',
    trainer: 'self',
    integrator: 'programme',
    auditor: 'programme',
  },
  { trainerId: TrainerId, courseId: CourseId.optional() },
  {
    summary: 'Assess what a trainer may do',
    description:
      'Answers whether a trainer may teach and proctor today, and why not. Without a course, teaching is judged' +
      ' by the standing alone.',
  },
);
export type AssessEligibility = z.output<typeof AssessEligibility>;

type Facts = {
  accredited: boolean | null;
  accreditedOn: string | null;
  membershipUntil: string | null;
  topics: string[] | null;
};

@Injectable()
export class AssessEligibilityHandler {
  constructor(
    private readonly db: Database,
    private readonly trainers: FindTrainersHandler,
  ) {}

  /** What the trainer may do today; without a course, teaching is judged by the standing alone. */
  async run(actor: Actor, { trainerId, courseId }: AssessEligibility): Promise<EligibilityView> {
    const trainer = await this.trainers.one(actor, { id: trainerId });
    return this.db.readAs(actor, async (tx) => {
      const { topics, ...academy } = (await tx.one<Facts>(sql`
        select a.accredited, a.accredited_on::text as "accreditedOn", a.membership_until::text as "membershipUntil",
          (select topics from course_copy where subject = ${courseId ?? null}::text) as topics
        from (select 1) one left join academy_copy a on a.subject = ${trainer.academyId}::text`))!;
      if (courseId && !topics) throw new NotFound('course');
      const day = legalDayOf(tx.at);
      const { from, until } = membershipOf(academy);
      const facts = {
        active: trainer.state === 'active',
        academyAccredited: academy.accredited === true && from <= day && day <= until,
        qualifications: trainer.qualifications,
      };
      const teachingReasons = reasonsNotToTeach(facts, topics ?? [], day);
      const proctoringReasons = reasonsNotToProctor(facts, day);
      return {
        mayTeach: teachingReasons.length === 0,
        teachingReasons,
        mayProctor: proctoringReasons.length === 0,
        proctoringReasons,
      };
    });
  }
}
