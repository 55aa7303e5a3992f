import { type Merges, movesOf, refusing, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { countLiteracy } from '../literacy/literacy.writer.js';
import { judgeLearnt, regrantSeats, type Seats } from '../offerings/offering.writer.js';
import { announceEnrolments } from './announce-enrolments.js';
import { enrolmentLife as life } from './enrolment.life.js';
import { AlreadyEnrolled, type EnrolmentEnd, type EnrolmentView } from './enrolment.js';

type Candidate = { person_id: string; academy_id: string; region: string; state: 'enrolled' | 'waitlisted' };
export type Placed = { id: string; person_id: string; state: 'enrolled' | 'waitlisted' };
export type Withdrawn = { withdrawn: EnrolmentView[]; freed: Seats[] };

/** Puts persons in an offering or on its waiting list, in the order given. Refuses ALREADY_ENROLLED. */
export async function enrol(tx: Tx, offeringId: string, who: readonly Candidate[]): Promise<Placed[]> {
  const placed = await refusing(
    tx.query<Placed>(sql`
      insert into enrolment(person_id, offering_id, academy_id, region, state, created_by)
      select person_id, ${offeringId}, academy_id, region, state, ${tx.actor.subject}
      from jsonb_to_recordset(${JSON.stringify(who)}::jsonb)
        as row(person_id uuid, academy_id uuid, region text, state text)
      returning id, person_id, state`),
    { enrolment_active: () => new AlreadyEnrolled() },
  );
  const idsOf = (state: string): string[] => placed.filter((one) => one.state === state).map(({ id }) => id);
  await announceEnrolments(tx, life.transitions.enrol.event, idsOf('enrolled'));
  await announceEnrolments(tx, life.transitions.queue.event, idsOf('waitlisted'));
  return placed;
}

/**
 * Ends the places among those that `where` says of enrolments `e`: which ended, and the seats that they leave. The transaction
 * holds their offerings.
 */
export async function withdraw(tx: Tx, where: Sql, reason: EnrolmentEnd): Promise<Withdrawn> {
  const gone = await tx.query<{ id: string; offeringId: string; seats: number }>(sql`
    update enrolment e set state = 'withdrawn', reason = ${reason}, version = e.version + 1
    from (select id, (state = 'enrolled')::int as seats from enrolment) before
    where e.id = before.id and e.state = any(${life.from('withdraw')}) and ${where}
    returning e.id, e.offering_id as "offeringId", before.seats`);
  const ids = gone.map(({ id }) => id);
  const withdrawn = await announceEnrolments(tx, life.transitions.withdraw.event, ids);
  const byOffering = Map.groupBy(gone, ({ offeringId }) => offeringId);
  await judgeLearnt(tx, [...byOffering.keys()]);
  const left = [...byOffering].map(([offeringId, places]) => ({
    offeringId,
    seats: places.reduce((sum, { seats }) => sum + seats, 0),
  }));
  return { withdrawn, freed: left.filter(({ seats }) => seats > 0) };
}

/** Gives places to whose they are now, but those of who has one in the same offering by then. */
export async function mergeEnrolments(tx: Tx, merges: Merges): Promise<void> {
  const { set, where, to } = movesOf('e', merges);
  const merged = await tx.query<{ id: string }>(sql`
    update enrolment e set ${set}, version = e.version + 1
    where ${where} and e.state = any(${life.from('merge')}) and (e.state = 'withdrawn' or not exists (
      select from enrolment own where own.person_id = ${to} and own.offering_id = e.offering_id and own.state <> 'withdrawn'))
    returning e.id`);
  await announceEnrolments(
    tx,
    life.transitions.merge.event,
    merged.map(({ id }) => id),
  );
}

/** Has places of these persons have no hours from which all statements have gone to another one. */
export async function emptyPlaces(tx: Tx, personIds: readonly string[]): Promise<void> {
  const empty = await tx.query<{ id: string; offeringId: string }>(sql`
    update enrolment e set hours = 0, version = e.version + 1
    where e.person_id = any(${personIds}::uuid[]) and e.hours > 0
      and not exists (select from statement s where s.enrolment_id = e.id)
    returning e.id, e.offering_id as "offeringId"`);
  const ids = empty.map(({ id }) => id);
  await announceEnrolments(tx, life.transitions.merge.event, ids);
  await judgeLearnt(
    tx,
    empty.map(({ offeringId }) => offeringId),
  );
}

/** Gives freed seats to those who have waited longest, as far as they go. The transaction holds the offerings. */
export async function passSeatsOn(tx: Tx, freed: readonly Seats[]): Promise<void> {
  if (freed.length === 0) return;
  const granted = (await regrantSeats(tx, freed)).filter(({ seats }) => seats > 0);
  if (granted.length === 0) return;
  const seated = await tx.query<{ id: string }>(sql`
    update enrolment e set state = 'enrolled', version = e.version + 1
    from jsonb_to_recordset(${JSON.stringify(granted)}::jsonb) granted("offeringId" uuid, seats int)
    cross join lateral (
      select id from enrolment where offering_id = granted."offeringId" and state = any(${life.from('seat')})
      order by queued limit granted.seats
    ) next
    where e.id = next.id returning e.id`);
  await announceEnrolments(
    tx,
    life.transitions.seat.event,
    seated.map(({ id }) => id),
  );
}

/** Tells, with each place in an offering that the transaction holds, who teaches it from now on; literacy counts where somebody does. */
export async function announceTeacher(tx: Tx, offeringId: string): Promise<void> {
  const taught = await tx.query<{ id: string }>(sql`
    update enrolment set version = version + 1
    where offering_id = ${offeringId} and state = any(${life.from('teach')}) returning id`);
  await announceEnrolments(
    tx,
    life.transitions.teach.event,
    taught.map(({ id }) => id),
  );
  await retellCompletions(
    tx,
    sql`e.offering_id = ${offeringId} and e.person_id = (
    select trainer_id from offering where id = ${offeringId})`,
  );
  const literate = await tx.query<{ id: string }>(sql`
    select distinct s.person_id as id from enrolment e join statement s on s.enrolment_id = e.id
    where e.offering_id = ${offeringId} and s.literacy`);
  await countLiteracy(
    tx,
    literate.map(({ id }) => id),
  );
}

/** Tells anew of the completed places among those that `which` says of enrolments `e`: what bears them out has changed. */
export async function retellCompletions(tx: Tx, which: Sql): Promise<void> {
  const completed = await tx.query<{ id: string }>(sql`
    update enrolment e set version = e.version + 1 where e.state = 'completed' and ${which} returning e.id`);
  await announceEnrolments(
    tx,
    life.transitions.count.event,
    completed.map(({ id }) => id),
  );
}

/**
 * Counts the hours of these enrolments anew from what counts of their statements, whose persons the transaction holds; those that are
 * completed are so on a day (ISO date), as who asks tells, and their offerings with them. Those that have ended otherwise than with their
 * offering are left as they are.
 */
export async function countHours(
  tx: Tx,
  counted: readonly { id: string; completedOn: string | null }[],
): Promise<void> {
  if (counted.length === 0) return;
  const offerings = await tx.query<{ id: string }>(sql`
    select id from offering where id in (
      select offering_id from enrolment where id = any(${counted.map(({ id }) => id)}::uuid[]))
    order by id for no key update`);
  const changed = await tx.query<{ id: string; completed: boolean }>(sql`
    update enrolment e
    set hours = merged.hours, version = e.version + 1,
      state = case when merged.completes then 'completed' else e.state end,
      completed_on = case when merged.completes then merged.completed_on else e.completed_on end,
      completed_by_machine = case when merged.completes then ${tx.actor.role === 'integrator'}::boolean
        else e.completed_by_machine end,
      completed_by = case when merged.completes then ${tx.actor.subject} else e.completed_by end,
      reason = case when merged.completes then null else e.reason end
    from (
      select enrolment_id, hours, completed_on, before,
        completed_on is not null and before = any(${life.from('complete')}) as completes
      from (
        select s.enrolment_id, was.state as before, sum(s.hours) as hours, min(c.completed_on) as completed_on
        from (
          select id, min("completedOn") as completed_on
          from jsonb_to_recordset(${JSON.stringify(counted)}::jsonb) as c(id uuid, "completedOn" date) group by id
        ) c join enrolment was using (id) join statement s on s.enrolment_id = c.id group by s.enrolment_id, was.state
      ) ranges
    ) merged
    where e.id = merged.enrolment_id and e.state = any(${life.from('count')})
      and (e.state <> 'withdrawn' or e.reason = 'OFFERING_FINISHED')
    returning e.id, e.state = 'completed' and merged.before <> 'completed' as completed`);
  const told = Map.groupBy(changed, ({ completed }): 'complete' | 'count' => (completed ? 'complete' : 'count'));
  for (const by of ['count', 'complete'] as const)
    await announceEnrolments(tx, life.transitions[by].event, told.get(by)?.map(({ id }) => id) ?? []);
  await judgeLearnt(
    tx,
    offerings.map(({ id }) => id),
  );
}
