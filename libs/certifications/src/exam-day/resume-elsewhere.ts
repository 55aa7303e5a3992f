import { Injectable } from '@nestjs/common';
import type { Membership } from '@takwin/contracts/convention';
import { RegistrationId, SittingId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { NotFound } from '@takwin/platform/errors';
import { Database, demandNotOneself, refusing, type Tx, within } from '@takwin/platform/postgres';
import { command } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import type { z } from 'zod';
import { NotInterrupted, resumableUntil, ResultHasArrived, ResumeTooLate } from './exam-day.js';
import { resultArrived } from './exam-day.rows.js';
import { ExamOutsideItsDays, isOfferedOn, type ExamDays } from '../exams/exam-days.js';
import { EXAM_DAYS } from '../exams/read-exam-days.js';
import { SEAT_CONSTRAINTS } from '../booking/seat-constraints.js';
import {
  CandidateMustSitInside,
  PersonNotActive,
  SittingIsClosed,
  SittingIsFull,
  TeacherWouldProctor,
  type RegistrationState,
  type RegistrationView,
} from '../booking/registration.js';
import { UNCHANGED } from '../booking/read-candidate-facts.js';
import { registrationLife } from '../booking/registration.life.js';
import { lockInOrder } from '../lock-in-order.js';
import { demandMembership, MEMBERSHIP } from '../membership.js';
import { resumeIn } from '../booking/registration.writer.js';
import { claimSeat, releaseSeats } from '../sittings/sitting.writer.js';
import { taughtCandidate } from '../sittings/find-teachers.js';

export const ResumeElsewhere = command(
  'ResumeElsewhere',
  MANAGERS,
  { id: RegistrationId, sittingId: SittingId },
  {
    summary: 'Resume an interrupted exam in another sitting',
    description:
      'Gives somebody who was interrupted a seat in a later sitting, to go on there within seven days, at an' +
      ' academy that is in the programme today and then: else ACADEMY_NOT_ACCREDITED or MEMBERSHIP_NOT_IN_FORCE.' +
      ' Somebody who has left is refused as PERSON_NOT_ACTIVE.',
  },
);
export type ResumeElsewhere = z.output<typeof ResumeElsewhere>;

type Interrupted = {
  person_id: string;
  academy_id: string;
  sitting_id: string;
  state: RegistrationState;
  interrupted_at: Date | null;
  result_at: Date | null;
  active: boolean;
};
type SittingToResumeIn = Membership & {
  state: 'open' | 'cancelled';
  starts_at: Date;
  inside: boolean;
  same: boolean;
  taught: boolean;
  exam_code: string;
  days: ExamDays;
};

@Injectable()
export class ResumeElsewhereHandler {
  constructor(private readonly db: Database) {}

  /**
   * Refuses oneself, NOT_INTERRUPTED, RESULT_HAS_ARRIVED where one waits for a decision, PERSON_NOT_ACTIVE, RESUME_TOO_LATE, a seat that cannot be had, an exam that is not offered then, and an academy that is not in the programme. What was begun
   * goes on: no attempt is added.
   */
  run(actor: Actor, { id, sittingId }: ResumeElsewhere): Promise<RegistrationView> {
    return this.db.asActor(actor, async (tx) => {
      const known = await this.lock(tx, id, sittingId);
      if (!registrationLife.allows(known.state, 'resumeElsewhere') || !known.interrupted_at) throw new NotInterrupted();
      if (known.result_at) throw new ResultHasArrived();
      if (!known.active) throw new PersonNotActive();
      const place = await this.place(tx, sittingId, id);
      if (place.state === 'cancelled') throw new SittingIsClosed('cancelled');
      if (place.starts_at <= tx.at) throw new SittingIsClosed('begun');
      demandMembership(place, legalDayOf(tx.at), legalDayOf(place.starts_at));
      const on = legalDayOf(place.starts_at);
      if (!isOfferedOn(place.days, on)) throw new ExamOutsideItsDays({ examCode: place.exam_code, on, ...place.days });
      const until = resumableUntil(known.interrupted_at);
      if (place.starts_at > until) throw new ResumeTooLate(until);
      if (place.inside && !place.same) throw new CandidateMustSitInside();
      if (place.taught) throw new TeacherWouldProctor();
      if (!(await claimSeat(tx, sittingId))) throw new SittingIsFull();
      await releaseSeats(tx, new Map([[known.sitting_id, 1]]));
      const moved = await refusing(resumeIn(tx, id, sittingId), SEAT_CONSTRAINTS);
      return moved!;
    });
  }

  private async lock(tx: Tx, id: string, sittingId: string): Promise<Interrupted> {
    const mine = within(tx.actor, { region: sql`region`, academy: sql`academy_id` });
    const seen = await tx.one<Interrupted>(sql`
      select person_id, sitting_id from registration where id = ${id} and ${mine}`);
    if (!seen) throw new NotFound('registration');
    await demandNotOneself(tx, seen.person_id);
    await lockInOrder(tx, 'person', [seen.person_id]);
    const person = await tx.one<{ active: boolean }>(
      sql`select p.active from person_copy p where p.subject = ${seen.person_id} ${UNCHANGED}`,
    );
    await tx.query(sql`
      select from sitting where id in (${seen.sitting_id}, ${sittingId}) order by id for no key update`);
    const known = await tx.unbound.one<Omit<Interrupted, 'active'>>(sql`
      select r.person_id, r.academy_id, r.sitting_id, r.state, r.interrupted_at, ${resultArrived} as result_at
      from registration r where r.id = ${id} for update`);
    return { ...known!, active: person?.active ?? false };
  }

  private async place(tx: Tx, sittingId: string, id: string): Promise<SittingToResumeIn> {
    const place = await tx.one<SittingToResumeIn>(sql`
      select s.state, s.starts_at, ${MEMBERSHIP}, a.in_prison or coalesce(home.in_prison, false) as inside, s.academy_id = r.academy_id as same,
        not (select teacher_may_proctor from exam_rules) and exists (select from sitting_proctor p
          where p.sitting_id = s.id and ${taughtCandidate(sql`p.proctor_id`)}) as taught,
        r.exam_code, ${EXAM_DAYS} as days
      from sitting s join academy_copy a on a.subject = s.academy_id::text
      join registration r on r.id = ${id} join exam e on e.code = r.exam_code
      left join academy_copy home on home.subject = r.academy_id::text where s.id = ${sittingId}`);
    if (!place) throw new NotFound('sitting');
    return place;
  }
}
