import sql, { type Sql } from 'sql-template-tag';
import type { Database, Tx } from '../postgres/database.js';
import { actorOf } from './actor.js';

type Way = 'readAs' | 'readByKey' | 'asActor' | 'pastBounds';

/** The statements that are sent to PostgreSQL to read while `work` goes on. */
export const readsOf = (db: Database, work: () => Promise<unknown>): Promise<Sql[]> =>
  sentBy(db, ['readAs', 'readByKey'], work);

/** The statements of the transactions that go on meanwhile. */
export const writesOf = (db: Database, work: () => Promise<unknown>): Promise<Sql[]> =>
  sentBy(db, ['asActor', 'pastBounds'], work);

async function sentBy(db: Database, ways: readonly Way[], work: () => Promise<unknown>): Promise<Sql[]> {
  const sent: Sql[] = [];
  const before = ways.map((way) => [way, db[way]] as const);
  for (const [way, run] of before)
    db[way] = (actor, use) =>
      run.call(db, actor, (tx: Tx) => {
        const noting = ({ query }: Pick<Tx, 'query'>) => {
          const noted = (one: Sql) => (sent.push(one), query.call(tx, one));
          return { query: noted, one: async (one: Sql) => (await noted(one))[0] };
        };
        return use(Object.assign(tx, noting(tx), { unbound: noting(tx.unbound) }));
      }) as never;
  try {
    await work();
  } finally {
    for (const [way, run] of before) db[way] = run;
  }
  return sent;
}

type Node = { 'Node Type': string; 'Relation Name'?: string; Plans?: Node[] };
type Root = Node & { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };

/** What running a statement takes: blocks of 8 kB that it reads, and the tables that it reads from their first row to their last. */
export async function planOf(db: Database, statement: Sql): Promise<{ blocks: number; scanned: string[] }> {
  const [told] = await db.readAs(actorOf('system'), (tx) =>
    tx.query<{ 'QUERY PLAN': [{ Plan: Root }] }>(sql`explain (analyze, buffers, format json) ${statement}`),
  );
  const { Plan: root } = told!['QUERY PLAN'][0];
  const scans = (node: Node): string[] => [
    ...(node['Node Type'].endsWith('Seq Scan') ? [node['Relation Name']!] : []),
    ...(node.Plans ?? []).flatMap(scans),
  ];
  return { blocks: root['Shared Hit Blocks'] + root['Shared Read Blocks'], scanned: scans(root) };
}
