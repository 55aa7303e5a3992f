import { enrolment } from '@takwin/contracts/events/courses';
import { type Changed, reaction } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { teaches } from '../copies.js';
import { cancellationTerms } from '../booking/cancellation.js';
import { legalCalendar } from '../legal-time/read-calendar.js';
import { examRules } from './read-exam-rules.js';
import { withdrawSeats } from '../booking/withdraw-registrations.js';

/**
 * Asks anew for seats to come of candidates whom a proctor of their sitting teaches from now on, where the rules part the two. A
 * booking stands once giving it up would cost something, or its candidate was let in: whoever enrols later has come too late.
 * A version that was heeded before is not heeded again: a rebuild starts from old ones.
 */
export const followTeachers = reaction(enrolment, async (tx, changes) => {
  await keepTaught(tx, changes);
  const rules = await examRules(tx);
  if (rules.teacherMayProctor) return;
  const latest = [...new Map(changes.map(({ id, version, state }) => [id, { id, version, state }])).values()];
  const rows = latest
    .filter(({ state }) => teaches(state))
    .map(({ id, version, state }) => ({ id, version, person: state.personId, trainer: state.trainerId }));
  if (rows.length === 0) return;
  const watched = await tx.query<{ id: string; sittingId: string; startsAt: Date }>(sql`
    with taught as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, version bigint, person uuid, trainer uuid)
    ), heeded as (
      insert into teaching_seen as known(enrolment_id, version) select id, version from taught order by id
      on conflict (enrolment_id) do update set version = excluded.version where excluded.version > known.version
      returning enrolment_id as id
    )
    select distinct r.id, r.sitting_id as "sittingId", lower(r.during) as "startsAt" from heeded join taught t using (id)
    join registration r on r.person_id = t.person and r.state = 'booked' and r.admitted_at is null and lower(r.during) > ${tx.at}
    join sitting_proctor p on p.sitting_id = r.sitting_id and p.proctor_id = t.trainer`);
  if (watched.length === 0) return;
  const calendar = await legalCalendar(tx);
  const free = watched.filter(({ startsAt }) => cancellationTerms(tx.at, startsAt, rules, calendar) === 'free');
  await withdrawSeats(tx, free, 'TEACHER_WOULD_PROCTOR');
});

type Learnt = { id: string; version: number; hours: number };

/**
 * Keeps whom a trainer has taught for hours: a place that is given up, or another teacher, takes that back no more. Hours are those of
 * who teaches when they come: who gives an offering up before any was held has taught nobody, whatever another taught there.
 */
async function keepTaught(tx: Tx, changes: readonly Changed<typeof enrolment.state>[]): Promise<void> {
  const ids = changes.map(({ id }) => id);
  const seen = await tx.query<Learnt>(sql`
    select enrolment_id as id, version::int, hours::float8 from taught_hours where enrolment_id = any(${ids}::uuid[])`);
  const known = new Map(seen.map((one) => [one.id, one]));
  const pairs: { person: string; trainer: string }[] = [];
  for (const { id, version, state } of changes) {
    const before = known.get(id) ?? { version: 0, hours: 0 };
    if (version <= before.version) continue;
    if (state.hours > before.hours && state.trainerId) pairs.push({ person: state.personId, trainer: state.trainerId });
    known.set(id, { id, version, hours: state.hours });
  }
  const had = new Set(seen.map(({ id }) => id));
  const learnt = [...known.values()].filter(({ id, hours }) => hours > 0 || had.has(id));
  if (learnt.length === 0) return;
  await tx.query(sql`
    insert into taught_hours as known(enrolment_id, version, hours)
    select id, version, hours from jsonb_to_recordset(${JSON.stringify(learnt)}::jsonb) as l(id uuid, version bigint, hours numeric)
    order by id on conflict (enrolment_id) do update set version = excluded.version, hours = excluded.hours
    where excluded.version > known.version`);
  await tx.query(sql`
    insert into taught(person_id, trainer_id)
    select distinct person, trainer from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as t(person uuid, trainer uuid)
    order by person, trainer on conflict do nothing`);
}
