import { licence } from '@takwin/contracts/events/licensing';
import type { TypeOf } from '@takwin/contracts/published';
import { append } from '@takwin/platform/events';
import type { Tx } from '@takwin/platform/postgres';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { LicenceView } from './licence.js';

/** Selects licences straight into their view. */
export const selectLicences = (tx: Tx, where: Sql, rest: Sql = empty): Promise<LicenceView[]> =>
  tx.query<LicenceView>(sql`
    select l.id, l.person_id as "personId", l.sku_id as "skuId", s.part_number as sku, l.academy_id as "academyId",
      l.state, l.assigned_on as "assignedOn"
    from licence l join sku s on s.id = l.sku_id where ${where} ${rest}`);

type Changed = {
  id: string;
  version: number;
  personId: string;
  skuId: string;
  academyId: string;
  region: string;
  state: 'assigned' | 'released';
  assignedOn: string | null;
};

const RETURNED = sql`returning l.id, l.version, l.person_id as "personId", l.sku_id as "skuId",
  l.academy_id as "academyId", l.region, l.state, l.assigned_on as "assignedOn"`;

const WHO = sql`from outcome o where o.run_id`;

/** Writes down that these persons of a run have the licence, and publishes it of those for whom it is news. */
export async function writeAssigned(tx: Tx, runId: string, personIds: readonly string[]): Promise<void> {
  const changed = await tx.query<Changed>(sql`
    insert into licence as l(person_id, sku_id, academy_id, region, state, assigned_on)
    select o.person_id, o.sku_id, o.academy_id, o.region, 'assigned', ${tx.at.toISOString().slice(0, 10)}
    ${WHO} = ${runId} and o.person_id = any(${personIds}::uuid[]) order by o.person_id
    on conflict on constraint licence_once do update
    set state = 'assigned', assigned_on = excluded.assigned_on, version = l.version + 1,
      academy_id = excluded.academy_id, region = excluded.region
    where l.state <> 'assigned' ${RETURNED}`);
  await announce(tx, 'LicenceAssigned', changed);
}

/** Writes down that these persons of a run no longer have the licence. */
export async function writeReleased(tx: Tx, runId: string, personIds: readonly string[]): Promise<void> {
  const changed = await tx.query<Changed>(sql`
    update licence l set state = 'released', assigned_on = null, version = l.version + 1
    from outcome o
    where o.run_id = ${runId} and o.person_id = any(${personIds}::uuid[]) and l.person_id = o.person_id
      and l.sku_id = o.sku_id and l.state = 'assigned' ${RETURNED}`);
  await announce(tx, 'LicenceReleased', changed);
}

const announce = (tx: Tx, type: TypeOf<typeof licence>, changed: readonly Changed[]): Promise<void> =>
  append(
    tx,
    licence,
    type,
    changed.map(({ id, version, ...state }) => ({ id, version, state })),
  );
