import { legalDayOf } from '@takwin/platform/clock';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { extraMinutesOf } from '../accommodations/find-extra-minutes.js';
import { giveUp, refuseWaiting } from '../booking/give-up-registrations.js';
import { offerSeats } from '../booking/offer-seats.js';
import { withdrawSeats } from '../booking/withdraw-registrations.js';
import { isOfferedWithin } from './exam-days.js';
import type { ExamView } from './exam.js';
import { OFFERED_THEN } from './read-exam-days.js';

const OUTSIDE = 'EXAM_OUTSIDE_ITS_DAYS';

/**
 * What follows for those who have or want a seat to come, once an exam is as it is: seats outside its days are given up at no cost, wishes
 * that no day is left for refused, seats that are too short for it asked for anew, and free ones offered to who waits. Returns the
 * sittings that have one to offer.
 */
export async function settleSeats(tx: Tx, exam: ExamView): Promise<string[]> {
  const { code } = exam;
  const ofThis = sql`r.exam_code = ${code} and r.state = 'booked' and lower(r.during) > ${tx.at}`;
  const outside = sql`${ofThis} and exists (
    select from sitting s join exam e on e.code = r.exam_code where s.id = r.sitting_id and not (${OFFERED_THEN}))`;
  const offering = await giveUp(tx, outside, OUTSIDE);
  const waiting = await tx.query<{ id: string; earliest: Date; latest: Date }>(sql`
    select id, earliest, latest from registration where exam_code = ${code} and state in ('requested', 'waitlisted')`);
  const today = tx.at.getTime();
  const lost = waiting.filter(({ earliest, latest }) => {
    const first = legalDayOf(new Date(Math.max(earliest.getTime(), today)));
    return !isOfferedWithin(exam, first, legalDayOf(latest));
  });
  await refuseWaiting(tx, sql`r.id = any(${lost.map(({ id }) => id)}::uuid[])`, OUTSIDE);
  const short = await tx.query<{ id: string; sittingId: string }>(sql`
    select r.id, r.sitting_id as "sittingId" from registration r join sitting s on s.id = r.sitting_id
    join exam e on e.code = r.exam_code
    where ${ofThis} and s.minutes < e.minutes + e.administration_minutes + ${extraMinutesOf(sql`r.person_id`)}`);
  await withdrawSeats(tx, short, 'EXAM_DOES_NOT_FIT');
  const free = await tx.query<{ id: string }>(sql`
    select s.id from sitting s where s.state = 'open' and s.starts_at > ${tx.at} and s.taken < s.seats and s.offered = 0
      and exists (select from registration r where r.exam_code = ${code} and r.state = 'waitlisted' and r.region = s.region)
    order by s.id for no key update of s`);
  return [
    ...offering,
    ...(await offerSeats(
      tx,
      free.map(({ id }) => id),
    )),
  ];
}
