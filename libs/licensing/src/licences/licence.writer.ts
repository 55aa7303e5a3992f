import { licence } from '@takwin/contracts/events/licensing';
import { legalDayOf } from '@takwin/platform/clock';
import { append } from '@takwin/platform/events';
import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { licenceLife } from './licence.life.js';

type Changed = {
  id: string;
  version: number;
  personId: string;
  skuId: string;
  academyId: string;
  region: string;
  state: 'assigned' | 'failed' | 'released';
  assignedOn: string | null;
};
type Transition = keyof typeof licenceLife.transitions;

const RETURNED = sql`returning l.id, l.version, l.person_id as "personId", l.sku_id as "skuId",
  l.academy_id as "academyId", l.region, l.state, l.assigned_on as "assignedOn"`;

/** Writes down that these persons of a run have the licence, and tells of those for whom it is news. */
export const assignLicences = (tx: Tx, runId: string, personIds: readonly string[]): Promise<void> =>
  write(tx, runId, personIds, { state: 'assigned', first: 'assign', again: 'assignAgain' });

/** Writes down that Microsoft refused these persons of a run the licence, and tells of those for whom it is news. */
export const failLicences = (tx: Tx, runId: string, personIds: readonly string[]): Promise<void> =>
  write(tx, runId, personIds, { state: 'failed', first: 'fail', again: 'failAgain' });

async function write(
  tx: Tx,
  runId: string,
  personIds: readonly string[],
  { state, first, again }: { state: 'assigned' | 'failed'; first: Transition; again: Transition },
): Promise<void> {
  if (personIds.length === 0) return;
  const changed = await tx.query<Changed>(sql`
    insert into licence as l(person_id, sku_id, academy_id, region, state, assigned_on)
    select person_now(o.person_id), o.sku_id, o.academy_id, o.region, ${state}, ${state === 'assigned' ? today(tx) : null}
    from outcome o where o.run_id = ${runId} and o.person_id = any(${personIds}::uuid[]) order by o.person_id
    on conflict on constraint licence_once do update
    set state = excluded.state, assigned_on = excluded.assigned_on, version = l.version + 1,
      academy_id = excluded.academy_id, region = excluded.region
    where l.state = any(${licenceLife.from(again)}::text[]) ${RETURNED}`);
  await announce(tx, first, changed);
}

/** Writes down that these persons of a run no longer have the licence; returns how many had it. */
export async function releaseLicences(tx: Tx, runId: string, personIds: readonly string[]): Promise<number> {
  const changed = await tx.query<Changed>(sql`
    update licence l set state = 'released', assigned_on = null, version = l.version + 1
    from outcome o
    where o.run_id = ${runId} and o.person_id = any(${personIds}::uuid[]) and l.person_id = person_now(o.person_id)
      and l.sku_id = o.sku_id and l.state = any(${licenceLife.from('release')}::text[]) ${RETURNED}`);
  await announce(tx, 'release', changed);
  return changed.length;
}

/** Gives licences to whose they are now, but those of products of which the person has one already. */
export async function mergeLicences(tx: Tx, merges: Merges): Promise<void> {
  const { set, where, to } = movesOf('l', merges);
  const changed = await tx.query<Changed>(sql`
    update licence l set ${set}, version = l.version + 1 where l.id in (
      select distinct on (${to}, l.sku_id) l.id from licence l
      where ${where} and not exists (select from licence own where own.person_id = ${to} and own.sku_id = l.sku_id)
      order by ${to}, l.sku_id, l.state, l.id) ${RETURNED}`);
  await announce(tx, 'merge', changed);
}

const today = (tx: Tx): string => legalDayOf(tx.at);

async function announce(tx: Tx, transition: Transition, changed: readonly Changed[]): Promise<void> {
  const { event } = licenceLife.transitions[transition];
  const changes = changed.map(({ id, version, ...state }) => ({ id, version, state }));
  if (event) await append(tx, licence, event, changes);
}
