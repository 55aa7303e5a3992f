import type { Database, Tx } from '@takwin/platform/postgres';
import type { Sql } from 'sql-template-tag';

/** The same database, on which `meanwhile` happens each time just before a statement of this kind. */
export function before(db: Database, kind: RegExp, meanwhile: () => Promise<void>): Database {
  const asActor: Database['asActor'] = (actor, work) => db.asActor(actor, (tx) => work(watched(tx)));
  const late = ({ query }: Pick<Tx, 'query'>, tx: Tx): Pick<Tx, 'query' | 'one'> => {
    const sent = async <R>(statement: Sql): Promise<R[]> => {
      if (kind.test(statement.text)) await meanwhile();
      return query.call(tx, statement) as Promise<R[]>;
    };
    return { query: sent, one: async <R>(statement: Sql) => (await sent<R>(statement))[0] };
  };
  const watched = (tx: Tx): Tx => ({
    actor: tx.actor,
    at: tx.at,
    manager: tx.manager,
    ...late(tx, tx),
    unbound: late(tx.unbound, tx),
    announced: () => tx.announced(),
  });
  return {
    asActor,
    readAs: db.readAs.bind(db),
    readByKey: db.readByKey.bind(db),
    clock: db.clock,
  } as unknown as Database;
}
