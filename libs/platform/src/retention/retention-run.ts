import sql from 'sql-template-tag';
import type { Tx } from '../postgres/database.js';
import type { Migration } from '../postgres/migrate.js';

/** What was removed on a legal day of a kind: everything before `until_at`, once it has ended. */
export const retentionMigration: Migration = {
  name: '2026-12-05-retention-runs',
  up: `
    create table retention_run(
      kind text, on_day date, until_at timestamptz not null, removed int not null default 0, ended_at timestamptz,
      primary key (kind, on_day)
    );`,
};

/** A kind with an end: `remove` takes away so much at most of what is older than `until`, and says how much it was. */
export type RetentionStep = {
  kind: string;
  remove(tx: Tx, until: Date, limit: number): Promise<number>;
};

/** A run that has ended: what was older than `until` is gone. */
type RetentionRun = { kind: string; on: string; until: string; removed: number };
/** Says to others that a run has ended, in the transaction that ends it. */
export type TellRun = (tx: Tx, run: RetentionRun) => Promise<void>;

/** Removed in one transaction, at most. */
const AT_ONCE = 1_000;

/**
 * Takes one batch away, and notes it with the day's run: of several who come at once each waits for the one before. How much it was;
 * undefined where the run of the day has ended.
 */
export async function removeBatch(
  tx: Tx,
  { kind, remove }: RetentionStep,
  { day, until, tell }: { day: string; until: Date; tell: TellRun },
): Promise<number | undefined> {
  await tx.query(sql`
    insert into retention_run(kind, on_day, until_at) values (${kind}, ${day}, ${until}) on conflict do nothing`);
  type Run = { until: Date; removed: number; ended: boolean };
  const run = (await tx.one<Run>(sql`
    select until_at as until, removed, ended_at is not null as ended from retention_run
    where kind = ${kind} and on_day = ${day} for update`))!;
  if (run.ended) return undefined;
  const some = await remove(tx, run.until, AT_ONCE);
  const removed = run.removed + some;
  const endedAt = some < AT_ONCE ? tx.at : null;
  await tx.query(sql`
    update retention_run set removed = ${removed}, ended_at = ${endedAt} where kind = ${kind} and on_day = ${day}`);
  if (endedAt) await tell(tx, { kind, on: day, until: run.until.toISOString(), removed });
  return some;
}
