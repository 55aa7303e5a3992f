import { certification } from '@takwin/contracts/events/certifications';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import { stableId } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { certificationLife } from './certification.life.js';

/** A certification that a person holds, or held, and where it counts; `achievedOn` is YYYY-MM-DD. */
export type Held = {
  personId: string;
  certification: string;
  title: string;
  academyId: string;
  region: string;
  achievedOn: string;
};

const { achieve, withdraw } = certificationLife.transitions;

/** Writes down certifications that persons have achieved, or hold again; what is held already stays so. Returns those that are new. */
export async function achieveAll(tx: Tx, earned: readonly Held[]): Promise<Held[]> {
  if (earned.length === 0) return [];
  const rows = earned.map((one) => ({ ...one, id: stableId('held', `${one.personId} ${one.certification}`) }));
  const added = await tx.query<{ id: string; version: number }>(sql`
    insert into held(id, person_id, certification_id, academy_id, region, achieved_on)
    select id, "personId", certification, "academyId", region, "achievedOn"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as h(id uuid, "personId" uuid, certification text, "academyId" uuid, region text, "achievedOn" date)
    on conflict (person_id, certification_id) do update set academy_id = excluded.academy_id, region = excluded.region,
      achieved_on = excluded.achieved_on, withdrawn_at = null, version = held.version + 1
    where held.withdrawn_at is not null returning id, version`);
  const versions = new Map(added.map(({ id, version }) => [id, version]));
  const achieved = rows.flatMap(({ id, ...held }) => (versions.has(id) ? [{ id, held }] : []));
  await append(
    tx,
    certification,
    achieve.event!,
    achieved.map(({ id, held }) => ({ id, version: versions.get(id)!, state: { ...held, state: 'held' } })),
  );
  return achieved.map(({ held }) => held);
}

/** Withdraws what a person holds and no longer has passed the exams for; returns which certifications. */
export async function withdrawUnearned(tx: Tx, personId: string): Promise<string[]> {
  const withdrawn = await tx.query<Held & { id: string; version: number }>(sql`
    update held h set withdrawn_at = ${tx.at}, version = version + 1 from certification c
    where h.person_id = ${personId} and h.withdrawn_at is null and c.id = h.certification_id and exists (
      select from (select distinct alternative from requirement q where q.certification_id = h.certification_id) needed
      where not exists (
        select from requirement q join registration r on r.exam_code = q.exam_code
        where q.certification_id = h.certification_id and q.alternative = needed.alternative
          and r.person_id = h.person_id and r.state = 'passed'))
    returning h.id, h.version, h.person_id as "personId", h.certification_id as certification, c.title,
      h.academy_id as "academyId", h.region, h.achieved_on::text as "achievedOn"`);
  await append(
    tx,
    certification,
    withdraw.event!,
    withdrawn.map(({ id, version, ...held }) => ({ id, version, state: { ...held, state: 'withdrawn' } })),
  );
  return withdrawn.map((held) => held.certification);
}
