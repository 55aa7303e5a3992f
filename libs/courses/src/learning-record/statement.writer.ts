import { type Merges, movesOf, personsOf, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { countHours } from '../enrolments/enrolment.writer.js';
import { countLiteracy } from '../literacy/literacy.writer.js';
import { type Counted, countedOf, type LearningRules, type LearningVerb, type Learnt } from './learning-rules.js';

export type NewStatement = {
  id: string;
  person_id: string;
  course_id: string;
  verb: LearningVerb;
  from: string;
  to: string;
  /** On which the learning ended, in Morocco. */
  day: string;
  digest: string;
};
type Recorded = { id: string; enrolment_id: string | null };

/** Whether what a row `r` of statements tells counts for the place `e` in an offering `o`: of who has left, what came before is told. */
const COUNTS = sql`
  e.person_id = r.person_id and o.course_id = r.course_id and r.day >= o.starts_on
  and (e.state in ('enrolled', 'completed') or e.reason = 'OFFERING_FINISHED' and r.day <= o.ends_on
    or e.reason = 'PERSON_HAS_LEFT')`;

/** Records those of the statements that are not known by their ids, each for the place that it is of. */
export function recordStatements(tx: Tx, rows: readonly NewStatement[]): Promise<Recorded[]> {
  return tx.query<Recorded>(sql`
    insert into statement(id, person_id, academy_id, region, enrolment_id, course_id, verb, during, literacy, digest, recorded_by)
    select r.id, r.person_id, p.academy_id, p.region, e.id, r.course_id, r.verb,
      tstzrange(r.from, r.to), c.topics @> array['digital-literacy'], r.digest, ${tx.actor.subject}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, person_id uuid, course_id uuid, verb text,
      "from" timestamptz, "to" timestamptz, day date, digest text)
    join person_copy p on p.subject = r.person_id::text
    join course c on c.id = r.course_id
    left join lateral (
      select e.id from enrolment e join offering o on o.id = e.offering_id where ${COUNTS}
      order by e.state = 'withdrawn', e.queued desc limit 1
    ) e on true
    on conflict (id) do nothing
    returning id, enrolment_id`);
}

/**
 * Counts the hours of these persons anew where some have not been counted by the rules, also those of before there were such: of their
 * statements, their places and their literacy. `completed` are the days on which places were completed, by their ids.
 */
export async function countLearning(
  tx: Tx,
  personIds: readonly string[],
  rules: LearningRules,
  completed: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  await tx.query(sql`
    select from person_copy where subject = any(${personIds}::text[]) order by subject for no key update`);
  const changed = await recount(tx, personIds, rules);
  const confirmed = await confirmCompleted(tx, [...completed.keys()]);
  const places = new Set([...changed.flatMap(({ enrolment_id }) => enrolment_id ?? []), ...completed.keys()]);
  await countHours(
    tx,
    [...places].map((id) => ({ id, completedOn: completed.get(id) ?? null })),
  );
  const literate = [...changed, ...confirmed].filter(({ literacy }) => literacy).map(({ person_id }) => person_id);
  await countLiteracy(tx, [...new Set(literate)]);
}

/**
 * Gives statements to whose they are now, each with the place that person has in its offering, and counts the hours of all these persons
 * anew: no minute counts twice that both records told of.
 */
export async function mergeStatements(
  tx: Tx,
  merges: Merges,
  personIds: readonly string[],
  rules: LearningRules,
): Promise<void> {
  const { set, where, to } = movesOf('s', merges);
  await tx.query(sql`
    update statement s set ${set}, enrolment_id = p.place, enrolment_id_before = nullif(p.first, p.place)
    from (
      select s.id, e.id as first, coalesce((
        select own.id from enrolment own where own.person_id = ${to} and own.offering_id = e.offering_id
          and own.state in ('enrolled', 'completed')), e.id) as place
      from statement s left join enrolment e on e.id = coalesce(s.enrolment_id_before, s.enrolment_id) where ${where}
    ) p where p.id = s.id`);
  await tx.query(sql`update statement set hours = null where person_id = any(${personIds}::uuid[])`);
  await countLearning(tx, personIds, rules);
  await countLiteracy(tx, personIds);
}

/** Whoever tells that a place is completed bears out what others recorded of it. */
const confirmCompleted = (tx: Tx, places: readonly string[]): Promise<Pick<Changed, 'person_id' | 'literacy'>[]> =>
  tx.query(sql`
    update statement set confirmed_by = ${tx.actor.subject}, confirmed_at = ${tx.at}
    where enrolment_id = any(${places}::uuid[]) and confirmed_by is null and not same_human(${tx.actor.subject}, array[recorded_by])
    returning person_id, literacy`);

/** Holds those of whom something is recorded in an offering that nobody has confirmed: their ids. */
export async function holdLearners(tx: Tx, offeringId: string): Promise<string[]> {
  const held = await tx.query<{ subject: string }>(sql`
    select subject from person_copy where subject in (
      select s.person_id::text from enrolment e join statement s on s.enrolment_id = e.id
      where e.offering_id = ${offeringId} and s.confirmed_by is null)
    order by subject for no key update`);
  return held.map(({ subject }) => subject);
}

/** How many statements there are and were confirmed, and the hours of those that wait for another than the actor. */
type Confirmed = { known: number; statements: number; own: number };

/** Confirms what is recorded in an offering of these persons, whom the transaction holds, but by whom or of whom the actor is. */
export async function confirmStatements(tx: Tx, offeringId: string, personIds: readonly string[]): Promise<Confirmed> {
  const { subject } = tx.actor;
  const oneself = [...(await personsOf(tx))];
  const told = await tx.one<Confirmed>(sql`
    with waiting as (
      select s.id, s.hours, not same_human(${subject}, array[s.recorded_by]) and s.person_id <> all(${oneself}::uuid[]) as others
      from statement s join enrolment e on e.id = s.enrolment_id
      where e.offering_id = ${offeringId} and s.person_id = any(${personIds}::uuid[]) and s.confirmed_by is null
    ), confirmed as (
      update statement s set confirmed_by = ${subject}, confirmed_at = ${tx.at}
      from waiting w where w.id = s.id and w.others and s.confirmed_by is null returning s.id
    )
    select (select count(*)::int from statement s join enrolment e on e.id = s.enrolment_id
        where e.offering_id = ${offeringId} and s.hours > 0) as known,
      (select count(*)::int from confirmed) as statements,
      (select coalesce(sum(hours), 0)::float8 from waiting where not others) as own`);
  await countLiteracy(tx, personIds);
  return told!;
}

type Changed = { person_id: string; enrolment_id: string | null; literacy: boolean };

async function recount(tx: Tx, personIds: readonly string[], rules: LearningRules): Promise<Changed[]> {
  const known = await tx.query<Learnt & { personId: string }>(sql`
    select id, person_id as "personId", enrolment_id is not null as placed,
      (extract(epoch from lower(during)) * 1000)::float8 as "from", (extract(epoch from upper(during)) * 1000)::float8 as "to"
    from statement where person_id in (
      select person_id from statement where person_id = any(${personIds}::uuid[]) and hours is null)`);
  const byPerson = Map.groupBy(known, ({ personId }) => personId);
  const counted: Counted[] = [...byPerson.values()].flatMap((learnt) => countedOf(learnt, rules));
  return tx.query<Changed>(sql`
    update statement s set hours = c.hours, why_not = c."whyNot"
    from jsonb_to_recordset(${JSON.stringify(counted)}::jsonb) as c(id uuid, hours float8, "whyNot" text)
    where s.id = c.id and (s.hours, s.why_not) is distinct from (c.hours, c."whyNot")
    returning s.person_id, s.enrolment_id, s.literacy`);
}

/** Drops so many statements at most that count for nothing and tell of what ended before `until`; how many it was. */
export async function dropUncounted(tx: Tx, until: Date, limit: number): Promise<number> {
  const gone = await tx.query(sql`
    delete from statement where id in (
      select id from statement where hours = 0 and why_not is not null and upper(during) < ${until}
      limit ${limit} for update skip locked) returning true`);
  return gone.length;
}
