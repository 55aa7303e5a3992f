import type { Database, Tx } from '@takwin/platform/postgres';
import type { Sql } from 'sql-template-tag';

/** The same database, on which `meanwhile` happens each time just before a statement of this kind. */
export function before(db: Database, kind: RegExp, meanwhile: () => Promise<void>): Database {
  const asActor: Database['asActor'] = (actor, work) => db.asActor(actor, (tx) => work(watched(tx)));
  const watched = (tx: Tx): Tx => {
    const query = async <R>(statement: Sql): Promise<R[]> => {
      if (kind.test(statement.text)) await meanwhile();
      return tx.query<R>(statement);
    };
    return {
      actor: tx.actor,
      at: tx.at,
      manager: tx.manager,
      query,
      one: async <R>(statement: Sql) => (await query<R>(statement))[0],
      announced: () => tx.announced(),
    };
  };
  return { asActor, readAs: db.readAs.bind(db), clock: db.clock } as unknown as Database;
}
