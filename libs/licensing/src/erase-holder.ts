import type { Hindrance } from '@takwin/contracts/events/erasure';
import { emptyRows, type ErasedRows, Erases, toldByCopy, type Whom } from '@takwin/platform/erasure';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { endNow } from './entitlement/entitlement.writer.js';

const whose = ({ ids }: Whom): Sql => sql`x.person_id = any(${ids}::uuid[])`;
const accountOf = ({ ids }: Whom): Sql => sql`
  (x.upn in (select o.account from outcome o where o.person_id = any(${ids}::uuid[]))
    or x.object_id in (select o.object_id from outcome o where o.person_id = any(${ids}::uuid[])))`;

/** What goes and is emptied of a licence that was given back, in this order: the account is known by what runs came to. */
export const licensingErased: readonly ErasedRows[] = [
  { table: 'directory_account', whose: accountOf, go: true },
  // Its name stays, as nobody's: who has the number next is not given what is in the account.
  { table: 'account', whose, nulls: ['person_id', 'stated_of'] },
  { table: 'initial_secret', whose, go: true },
  { table: 'drift', whose, go: true },
  { table: 'outcome', whose, nulls: ['account', 'object_id', 'graph_error', 'request_id'] },
];

/** Erases a person in what was licensed, once every licence has been given back over Graph, as of somebody who has left. */
export class EraseHolder extends Erases {
  readonly told = toldByCopy();

  override async clear(tx: Tx, whom: Whom): Promise<Hindrance | null> {
    await endNow(tx, whom.ids);
    const left = await tx.one(sql`
      select from licence x where ${whose(whom)} and x.state = 'assigned'
      union all select from outcome x where ${whose(whom)} and x.state in ('reserved', 'calling', 'unknown') limit 1`);
    return left ? 'licence-held' : null;
  }

  erase(tx: Tx, whom: Whom): Promise<void> {
    return emptyRows(tx, whom, licensingErased);
  }
}
