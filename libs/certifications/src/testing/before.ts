import type { Database, Tx } from '@takwin/platform/postgres';
import type { Sql } from 'sql-template-tag';

/** The same database, on which `meanwhile` happens each time just before a statement of this kind. */
export function before(db: Database, statement: RegExp, meanwhile: () => Promise<void>): Database {
  const asActor: Database['asActor'] = (actor, work) =>
    db.asActor(actor, (tx) => {
      const query = async <R>(sent: Sql): Promise<R[]> => {
        if (statement.test(sent.text)) await meanwhile();
        return tx.query<R>(sent);
      };
      return work(new Proxy(tx, { get: (_, name) => (name === 'query' ? query : bound(tx, name as keyof Tx)) }));
    });
  return { asActor, readAs: db.readAs.bind(db), clock: db.clock } as unknown as Database;
}

function bound(tx: Tx, name: keyof Tx): unknown {
  const value: unknown = tx[name];
  return typeof value === 'function' ? value.bind(tx) : value;
}
