import type pg from 'pg';

/** States in which a candidate has a seat. */
const SEATED = `('booked', 'sat', 'passed', 'failed', 'no-show')`;

/** How often each thing that must not be was found, asked of the tables themselves and of no constraint. */
const RULES: Record<string, string> = {
  'sittings with more candidates than seats': `
    select count(*) from sitting s where (select count(*) from registration r where r.sitting_id = s.id and r.state in ${SEATED}) > s.seats`,
  'sittings whose count is not that of their candidates': `
    select count(*) from sitting s where s.taken <> s.offered
      + (select count(*) from registration r where r.sitting_id = s.id and r.state in ${SEATED})`,
  'workstations with two candidates': `
    select count(*) from (select from registration where state in ${SEATED} group by sitting_id, workstation having count(*) > 1) twice`,
  'candidates without a workstation': `
    select count(*) from registration where state in ${SEATED} and workstation is null`,
  'candidates in two places at once': `
    select count(*) from registration a join registration b on a.person_id = b.person_id and a.id < b.id
      and a.during && b.during where a.state in ('booked', 'sat') and b.state in ('booked', 'sat')`,
  'persons who watch a sitting while they sit': `
    select count(*) from registration r join sitting_proctor p on p.proctor_id = r.person_id and p.during && r.during
      where r.state in ('booked', 'sat')`,
  'candidates registered twice for an exam': `
    select count(*) from (select from registration where state in ('requested', 'waitlisted', 'booked', 'sat')
      group by person_id, exam_code having count(*) > 1) twice`,
  'candidates in a sitting that was called off': `
    select count(*) from registration r join sitting s on s.id = r.sitting_id where s.state = 'cancelled' and r.state = 'booked'`,
  'candidates booked for another time than their sitting’s': `
    select count(*) from registration r join sitting s on s.id = r.sitting_id where r.state = 'booked' and r.during <> s.during`,
  'rooms with two sittings at once': `
    select count(*) from sitting a join sitting b on a.room_id = b.room_id and a.id < b.id and a.during && b.during
      where a.state = 'open' and b.state = 'open'`,
  'proctors in two sittings at once': `
    select count(*) from sitting_proctor a join sitting_proctor b on a.proctor_id = b.proctor_id
      and a.sitting_id < b.sitting_id and a.during && b.during`,
  'sittings with too few proctors': `
    select count(*) from sitting s where s.state = 'open' and s.seats
      > (select seats_per_proctor from exam_rules) * (select count(*) from sitting_proctor p where p.sitting_id = s.id)`,
  'sittings outside the hours of their room': `
    select count(*) from sitting s where s.state = 'open' and lower(s.during) > now() and not (multirange(s.during)
      <@ coalesce((select range_agg(o.during) from room_open o where o.room_id = s.room_id), '{}'))`,
  'sittings in a closure of their room': `
    select count(*) from sitting s join room_hours h using (room_id) cross join jsonb_array_elements(h.closures) c
    where s.state = 'open' and s.during && tstzrange((c->>'from' || 'Z')::timestamptz, (c->>'until' || 'Z')::timestamptz)`,
  'persons who are no longer active, with an exam to come': `
    select count(*) from registration r join person_copy p on p.subject = r.person_id::text where not p.active
      and (r.state in ('requested', 'waitlisted') or r.state = 'booked' and lower(r.during) > now())`,
  'candidates in a room that is closed': `
    select count(*) from registration r join sitting s on s.id = r.sitting_id
      join room_copy c on c.subject = s.room_id::text where r.state = 'booked' and s.starts_at > now() and not c.open`,
  'candidates moved to a day that comes sooner than the notice': `
    select count(*) from event e cross join jsonb_array_elements(e.body->'changes') change
    where e.subject = 'registration' and e.type = 'SeatBooked' and change->'d'->>'reason' is not null
      and (change->'d'->>'startsAt')::timestamptz < e.at + make_interval(days => (select move_notice_days from exam_rules))`,
  'candidates who paid for a move that was not theirs': `
    select count(*) from registration r where r.move_reason is not null and (r.cancellation in ('fee', 'forfeited')
      or exists (select from charge c where c.registration_id = r.id))`,
  'fees without a charge, and charges without a fee': `
    select count(*) from registration r full join charge c on c.registration_id = r.id
    where (c.id is not null) <> coalesce(r.cancellation = 'fee' or r.cancellation = 'forfeited' and not exists (
      select from voucher v where v.registration_id = r.id and v.state = 'forfeited'), false)`,
  'registrations whose last event says something else': `
    select count(*) from registration r join lateral (
      select change->'d'->>'state' as state, (change->>'v')::int as version from event
      cross join jsonb_array_elements(body->'changes') change
      where subject = 'registration' and change->>'s' = r.id::text order by position desc limit 1) said on true
    where said.state <> r.state or said.version <> r.version`,
};

/** Counts what breaks each rule of booking, once everything has settled. */
export async function bookingViolations(sql: pg.Client): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  await sql.query('begin isolation level repeatable read read only');
  await sql.query('set local search_path to certifications, public');
  for (const [rule, query] of Object.entries(RULES)) {
    const { rows } = await sql.query<{ count: string }>(query);
    found[rule] = Number(rows[0]!.count);
  }
  await sql.query('commit');
  return found;
}
