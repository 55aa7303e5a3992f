import { CLEARING } from '@takwin/contracts/events/erasure';
import { SERVICES } from '@takwin/contracts/topology';
import { refusing, type Tx } from '@takwin/platform/postgres';
import { emptyRows, type ErasedRows, type Whom } from '@takwin/platform/erasure';
import sql, { raw, type Sql } from 'sql-template-tag';
import { announceErased } from '../persons/announce-persons.js';
import { beginErasure } from '../persons/person.writer.js';
import { erasureLife as life } from './erasure.life.js';
import { ErasureIsAsked, ErasureIsDecided, type ErasureView } from './erasure.js';
import { selectErasures } from './erasure.rows.js';

const of =
  (...columns: readonly string[]) =>
  ({ ids }: Whom): Sql =>
    columns.map((column) => sql`x.${raw(column)} = any(${ids}::uuid[])`).reduce((some, one) => sql`${some} or ${one}`);

/** What the register has of a person: it goes, all of it, in this order. */
export const registerErased: readonly ErasedRows[] = [
  { table: 'claim', whose: of('person_id', 'provisional_id'), go: true },
  { table: 'correction_request', whose: of('person_id'), go: true },
  { table: 'person_correction', whose: of('person_id'), go: true },
  { table: 'person_merge', whose: of('person_id', 'merged_id'), go: true },
  { table: 'person_statement', whose: of('person_id'), go: true },
  { table: 'person_alias', whose: of('id', 'person_id'), go: true },
  { table: 'placement', whose: of('person_id'), go: true },
  { table: 'person', whose: of('id'), go: true },
];

/** What is left of the request of somebody who is erased, once it is done: that it was, by whom it was decided and where that is filed. */
export const requestErased: readonly ErasedRows[] = [
  { table: 'erasure', whose: of('person_id'), nulls: ['reason', 'answer', 'asked_by', 'sought'] },
];

type Asked = { reason: string; keepsCredentials: boolean };

/** Writes down that a person, who is held, asks to be erased. Refuses ERASURE_IS_ASKED. */
export async function askErasure(tx: Tx, personId: string, { reason, keepsCredentials }: Asked): Promise<ErasureView> {
  const made = await refusing(
    tx.one<{ id: string }>(sql`
      insert into erasure(person_id, region, academy_id, reason, keeps_credentials, asked_by, asked_at, state)
      select p.id, p.region, p.academy_id, ${reason}, ${keepsCredentials}, ${tx.actor.subject}, ${tx.at}, ${life.transitions.ask.to}
      from person p where p.id = ${personId} returning id`),
    { erasure_open: () => new ErasureIsAsked() },
  );
  return (await selectErasures(tx, sql`e.id = ${made!.id}`))[0]!;
}

/** Decides that nothing is erased. Refuses ERASURE_IS_DECIDED. */
export async function refuseErasure(tx: Tx, id: string, answer: string): Promise<ErasureView> {
  const refused = await tx.one(sql`
    update erasure set state = ${life.transitions.refuse.to}, answer = ${answer}, decided_by = ${tx.actor.subject},
      decided_at = ${tx.at}, version = version + 1
    where id = ${id} and state = any(${life.from('refuse')}) returning id`);
  if (!refused) throw new ErasureIsDecided();
  return (await selectErasures(tx, sql`e.id = ${id}`))[0]!;
}

type Accepted = {
  personId: string;
  keepsCredentials: boolean;
  document: string;
  answer: string | null;
  sought: Buffer;
};

/**
 * Takes a person, who is held, out of the register for good, and tells others that the erasure has begun: with all that they need to give
 * back what they gave, for the last time. Refuses ERASURE_IS_DECIDED.
 */
export async function acceptErasure(tx: Tx, id: string, accepted: Accepted): Promise<ErasureView> {
  const { personId, keepsCredentials, document, answer, sought } = accepted;
  const begun = await tx.one<{ former: string[] }>(sql`
    update erasure e set person_id = p.id, region = p.region, academy_id = p.academy_id, kind = p.kind, sought = ${sought}::bytea,
      former = array(select o.id from person_alias o where o.person_id = p.id),
      state = ${life.transitions.accept.to}, document = ${document}, answer = ${answer}, decided_by = ${tx.actor.subject},
      decided_at = ${tx.at}, version = e.version + 1
    from person p where p.id = ${personId} and e.id = ${id} and e.state = any(${life.from('accept')}) returning e.former`);
  if (!begun) throw new ErasureIsDecided();
  await beginErasure(tx, personId, keepsCredentials);
  await emptyRows(tx, { id: personId, ids: [personId, ...begun.former], keepsCredentials }, registerErased);
  return (await selectErasures(tx, sql`e.id = ${id}`))[0]!;
}

export type Report = { id: string; version: number; stage: 'waiting' | 'cleared' | 'erased'; because: string | null };

/**
 * Notes what a service said of erasures, and goes on with those that nothing hinders any more: the person is erased once all have given back
 * what they had to, and it is finished once all have erased. Told again it is the same.
 */
export async function noteReports(tx: Tx, service: string, reports: readonly Report[]): Promise<void> {
  const ids = reports.map(({ id }) => id);
  // Of two services that are the last at once, the later finds what the earlier said.
  await tx.query(sql`select from erasure where person_id = any(${ids}::uuid[]) order by id for update`);
  await tx.query(sql`
    insert into erasure_report as known(person_id, service, version, stage, because, told_at)
    select distinct on (r.id) r.id, ${service}, r.version, r.stage, r.because, ${tx.at}
    from jsonb_to_recordset(${JSON.stringify(reports)}::jsonb) as r(id uuid, version int, stage text, because text)
    order by r.id, r.version desc
    on conflict (person_id, service) do update set version = excluded.version, stage = excluded.stage, because = excluded.because,
      told_at = excluded.told_at
    where excluded.version > known.version`);
  await eraseCleared(tx, ids);
  await finishErased(tx, ids);
}

async function eraseCleared(tx: Tx, ids: readonly string[]): Promise<void> {
  const erased = await tx.query<Parameters<typeof announceErased>[1][number]>(sql`
    update erasure e set state = ${life.transitions.erase.to}, version = e.version + 1
    where e.person_id = any(${ids}::uuid[]) and e.state = any(${life.from('erase')}) and ${CLEARING.length}::int = (
      select count(*) from erasure_report r
      where r.person_id = e.person_id and r.service = any(${CLEARING}::text[]) and r.stage in ('cleared', 'erased'))
    returning e.person_id as id, e.former, e.kind, e.academy_id as "academyId", e.region, e.keeps_credentials as "keepsCredentials"`);
  await announceErased(tx, erased);
}

async function finishErased(tx: Tx, ids: readonly string[]): Promise<void> {
  const finished = await tx.query<{ id: string; ids: string[] }>(sql`
    update erasure e set state = ${life.transitions.finish.to}, finished_at = ${tx.at}, version = e.version + 1
    where e.person_id = any(${ids}::uuid[]) and e.state = any(${life.from('finish')}) and ${SERVICES.length}::int = (
      select count(*) from erasure_report r where r.person_id = e.person_id and r.stage = 'erased')
    returning e.person_id as id, e.former || e.person_id as ids`);
  for (const one of finished) await emptyRows(tx, { ...one, keepsCredentials: false }, requestErased);
}
