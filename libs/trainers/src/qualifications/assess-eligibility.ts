import { Injectable } from '@nestjs/common';
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
);
export type AssessEligibility = z.output<typeof AssessEligibility>;

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
      const { accredited, topics } = (await tx.one<{ accredited: boolean | null; topics: string[] | null }>(sql`
        select (select accredited from academy_copy where subject = ${trainer.academyId}::text) as accredited,
          (select topics from course_copy where subject = ${courseId ?? null}::text) as topics`))!;
      if (courseId && !topics) throw new NotFound('course');
      const facts = {
        active: trainer.state === 'active',
        academyAccredited: accredited ?? false,
        qualifications: trainer.qualifications,
      };
      const day = legalDayOf(tx.at);
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
