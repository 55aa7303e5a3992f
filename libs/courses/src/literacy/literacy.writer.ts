import { literacy } from '@takwin/contracts/events/courses';
import { legalDayOf } from '@takwin/platform/clock';
import { append } from '@takwin/platform/events';
import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { IS_TAUGHT } from '../taught.js';
import { literacyLife as life } from './literacy.life.js';
import { type LiteracyState, PASS_MARK } from './literacy.js';

/**
 * Counts the literacy hours of these persons anew from what counts of their statements, of courses that are not made up for trials in
 * offerings that somebody else taught then, and those of them that another one than their recorder confirmed; who has none yet begins
 * with them, and by those that certified one stays certified.
 */
export async function countLiteracy(tx: Tx, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  const counted = await tx.query<{ id: string }>(sql`
    insert into literacy as l(person_id, academy_id, region, hours, confirmed_hours, version)
    select s.person_id, p.academy_id, p.region, coalesce(sum(s.hours) filter (where not c.synthetic and ${IS_TAUGHT}), 0),
      coalesce(sum(s.hours) filter (where not c.synthetic and ${IS_TAUGHT} and s.confirmed_by is not null), 0), 1
    from statement s join person_copy p on p.subject = s.person_id::text join course c on c.id = s.course_id
    left join enrolment e on e.id = s.enrolment_id left join offering o on o.id = e.offering_id
    where s.literacy and s.person_id = any(${personIds}::uuid[])
    group by s.person_id, p.academy_id, p.region
    on conflict (person_id) do update
    set hours = case l.state when 'certified' then greatest(l.hours, excluded.hours) else excluded.hours end,
      confirmed_hours = case l.state when 'certified' then greatest(l.confirmed_hours, excluded.confirmed_hours)
        else excluded.confirmed_hours end,
      academy_id = excluded.academy_id, region = excluded.region, version = l.version + 1
    where (l.hours, l.confirmed_hours, l.academy_id, l.region)
      is distinct from (excluded.hours, excluded.confirmed_hours, excluded.academy_id, excluded.region)
    returning person_id as id`);
  await announce(
    tx,
    'count',
    counted.map(({ id }) => id),
  );
}

/** Ends a track that the transaction holds by an evaluation, with a score of 0-1000, that leads to this state. */
export async function evaluateTrack(
  tx: Tx,
  { id, personId, score }: { id: string; personId: string; score: number },
  state: LiteracyState,
): Promise<void> {
  const by = state === 'certified' ? 'certify' : 'evaluate';
  const certifiedOn = state === 'certified' ? legalDayOf(tx.at) : null;
  await tx.query(sql`
    update literacy
    set state = ${life.transitions[by].to}, score = ${score}, certified_on = ${certifiedOn},
      evaluation_id = ${state === 'certified' ? id : null}, version = version + 1
    where person_id = ${personId} and state = any(${life.from(by)})`);
  await announce(tx, by, [personId]);
}

/** Takes a completion back of a track that the transaction holds: its hours are as they stand, and another evaluation may follow. */
export async function revokeTrack(tx: Tx, personId: string): Promise<void> {
  await tx.query(sql`
    update literacy
    set state = ${life.transitions.revoke.to}, certified_on = null, evaluation_id = null, version = version + 1
    where person_id = ${personId} and state = any(${life.from('revoke')})`);
  await announce(tx, 'revoke', [personId]);
  await countLiteracy(tx, [personId]);
}

/** Begins the tracks of those who have evaluations by a record that was merged. */
export async function beginTracks(tx: Tx, merges: Merges): Promise<void> {
  const { where, to } = movesOf('n', merges);
  await tx.query(sql`
    insert into literacy(person_id, academy_id, region, hours, confirmed_hours, version)
    select distinct on (p.subject) p.subject::uuid, p.academy_id, p.region, 0, 0, 1
    from literacy_evaluation n join person_copy p on p.subject = (${to})::text where ${where} on conflict do nothing`);
}

/**
 * Has the tracks of these persons stand as the evaluations do that are theirs by now: certified by the first that certified, on its day.
 * All are told of at once, so that whoever follows sees both of two that became one.
 */
export async function settleTracks(tx: Tx, personIds: readonly string[]): Promise<void> {
  const known = await tx.query<{
    id: string;
    certified: string | null;
    at: Date | null;
    score: number | null;
    any: boolean;
  }>(sql`
    select t.person_id as id, c.id as certified, c.decided_at as at, coalesce(c.score, last.score) as score, last.score is not null as any
    from literacy t
    left join lateral (select * from literacy_evaluation n where n.person_id = t.person_id and n.state = 'accepted' and n.score >= ${PASS_MARK}
      order by n.decided_at, n.id limit 1) c on true
    left join lateral (select * from literacy_evaluation n where n.person_id = t.person_id and n.state in ('accepted', 'revoked')
      order by n.decided_at desc, n.id limit 1) last on true
    where t.person_id = any(${personIds}::uuid[]) and not (t.state = 'certified' and t.evaluation_id is null)`);
  const tracks = known.map(({ id, certified, at, score, any }) => ({
    ...{ id, score, evaluation: certified, state: certified ? 'certified' : any ? 'evaluated' : 'in-progress' },
    certifiedOn: certified && at ? legalDayOf(at) : null,
  }));
  const changed = await tx.query<{ id: string }>(sql`
    update literacy l set state = k.state, score = k.score, certified_on = k."certifiedOn", evaluation_id = k.evaluation,
      hours = case when learnt.some then l.hours else 0 end, confirmed_hours = case when learnt.some then l.confirmed_hours else 0 end,
      version = l.version + 1
    from jsonb_to_recordset(${JSON.stringify(tracks)}::jsonb) as k(id uuid, state text, score int, "certifiedOn" date, evaluation uuid)
    cross join lateral (select exists (select from statement s where s.person_id = k.id and s.literacy) as some) learnt
    where l.person_id = k.id and (l.state, l.evaluation_id) is distinct from (k.state, k.evaluation)
      or l.person_id = k.id and l.hours > 0 and not learnt.some
    returning l.person_id as id`);
  await announce(
    tx,
    'merge',
    changed.map(({ id }) => id),
  );
  await countLiteracy(tx, personIds);
}

type Row = {
  person_id: string;
  academy_id: string;
  region: string;
  hours: number;
  state: LiteracyState;
  certified_on: string | null;
  evaluation_id: string | null;
  revoked_reason: string | null;
  version: number;
};

async function announce(tx: Tx, by: keyof typeof life.transitions, personIds: readonly string[]): Promise<void> {
  const rows = await tx.query<Row>(sql`
    select person_id, academy_id, region, hours, state, certified_on::text, evaluation_id, version,
      case when state <> 'certified' then (select n.revoked_reason from literacy_evaluation n
        where n.person_id = literacy.person_id and n.state = 'revoked' order by n.revoked_at desc limit 1) end as revoked_reason
    from literacy where person_id = any(${personIds}::uuid[])`);
  await append(
    tx,
    literacy,
    life.transitions[by].event,
    rows.map(
      ({ person_id, academy_id, region, hours, state, certified_on, evaluation_id, revoked_reason, version }) => ({
        id: person_id,
        version,
        state: {
          ...{ personId: person_id, academyId: academy_id, region, hours, state },
          ...{ certifiedOn: certified_on, evaluationId: evaluation_id, revokedReason: revoked_reason },
        },
      }),
    ),
  );
}
