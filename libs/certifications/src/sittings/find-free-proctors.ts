import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import type { Tx } from '@takwin/platform/postgres';
import sql, { raw, type Sql } from 'sql-template-tag';
import { taughtCandidate } from './find-teachers.js';

/** Whether the trainer copy of this alias may proctor on a day (a date in SQL): the training may end before that. */
export const mayProctorOn = (alias: 'p' | 't', day: Sql): Sql => sql`(${raw(alias)}.may_proctor
  and ${day} <= coalesce(${raw(alias)}.may_proctor_until, 'infinity'))`;

/** Whether that trainer may proctor on a day, or might who has left by then: what is dated by the day of leaving stands. */
export const mightProctorOn = (alias: 'p' | 't', day: Sql): Sql => sql`(${mayProctorOn(alias, day)}
  or coalesce(${day} <= ${raw(alias)}.may_proctor_until, false))`;

/** Whether the trainer `t` is one whom the actor may name for a sitting of that region: beyond it the programme alone sends somebody. */
export const mayBeNamed = ({ scope }: Actor, region: Sql): Sql =>
  scope === 'programme' ? sql`true` : sql`t.region = ${region}`;

/**
 * Holds what is known of these trainers until the transaction ends: one who leaves at that moment has left before, or is replaced in
 * what it writes. Before sittings are held, as whoever follows trainers holds both.
 */
export const holdProctors = (tx: Tx, ids: readonly string[]) =>
  tx.query(sql`select from trainer_copy where subject = any(${ids}::text[]) order by subject for share`);

type Wanted = { academyId: string; region: string; from: Date; to: Date; sittingId?: string };

/**
 * Who may proctor on that day and neither watches nor sits an exam then: those of the academy, then those of its region. Where
 * `sittingId` is given and the rules part teachers from proctors, nobody who taught one of its candidates.
 */
export const freeProctors = (
  tx: Tx,
  { academyId, region, from, to, sittingId }: Wanted,
  limit: number,
): Promise<{ proctorId: string; academyId: string }[]> =>
  tx.query(sql`
    select p.subject as "proctorId", p.academy_id as "academyId" from trainer_copy p
    where ${mayProctorOn('p', sql`${legalDayOf(from)}::date`)} and p.region = ${region} and not exists (
      select from engagement w
      where w.person_id = p.subject::uuid and w.during && tstzrange(${from}, ${to}))
    and ((select teacher_may_proctor from exam_rules) or not exists (
      select from registration r where r.sitting_id = ${sittingId ?? null}::uuid and r.state = 'booked'
        and ${taughtCandidate(sql`p.subject::uuid`)}))
    order by p.academy_id::text <> ${academyId}, p.subject limit ${limit}`);
