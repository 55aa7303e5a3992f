import { literacy } from '@takwin/contracts/events/courses';
import { legalDayOf } from '@takwin/platform/clock';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { literacyLife as life } from './literacy.life.js';
import type { LiteracyState } from './literacy.js';

/**
 * Counts the literacy hours of these persons anew from what counts of their statements, of courses that are not made up for trials in
 * offerings that somebody teaches; who has none yet begins with them, and by those that certified one stays certified.
 */
export async function countLiteracy(tx: Tx, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  await tx.query(sql`
    insert into literacy(person_id, academy_id, region, hours, version)
    select s.person_id, p.academy_id, p.region, coalesce(sum(s.hours) filter (where not c.synthetic and o.trainer_id is not null), 0), 1
    from statement s join person_copy p on p.subject = s.person_id::text join course c on c.id = s.course_id
    left join enrolment e on e.id = s.enrolment_id left join offering o on o.id = e.offering_id
    where s.literacy and s.person_id = any(${personIds}::uuid[])
    group by s.person_id, p.academy_id, p.region
    on conflict (person_id) do update
    set hours = case literacy.state when 'certified' then greatest(literacy.hours, excluded.hours) else excluded.hours end,
      academy_id = excluded.academy_id,
      region = excluded.region, version = literacy.version + 1`);
  await announce(tx, 'count', personIds);
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

type Row = {
  person_id: string;
  academy_id: string;
  region: string;
  hours: number;
  state: LiteracyState;
  certified_on: string | null;
  evaluation_id: string | null;
  version: number;
};

async function announce(tx: Tx, by: keyof typeof life.transitions, personIds: readonly string[]): Promise<void> {
  const rows = await tx.query<Row>(sql`
    select person_id, academy_id, region, hours, state, certified_on::text, evaluation_id, version
    from literacy where person_id = any(${personIds}::uuid[])`);
  await append(
    tx,
    literacy,
    life.transitions[by].event,
    rows.map(({ person_id, academy_id, region, hours, state, certified_on, evaluation_id, version }) => ({
      id: person_id,
      version,
      state: {
        ...{ personId: person_id, academyId: academy_id, region, hours, state },
        ...{ certifiedOn: certified_on, evaluationId: evaluation_id },
      },
    })),
  );
}
