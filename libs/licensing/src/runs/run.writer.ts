import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import type { Planned } from './outcome.writer.js';
import type { Preflight } from './preflight.js';
import type { RunMethod, RunState } from './run.js';
import { runLife } from './run.life.js';

type Opened = {
  skuId: string;
  action: 'assign' | 'revoke';
  method: RunMethod;
  disabledPlans: readonly string[];
  region?: string | undefined;
  academyId?: string | undefined;
};

/** Opens a run, which is to be planned and begun in the same transaction; returns its id. */
export async function openRun(tx: Tx, run: Opened): Promise<string> {
  const opened = await tx.one<{ id: string }>(sql`
    insert into run(sku_id, action, region, academy_id, accepted_at, method, disabled_plans, created_by)
    values (${run.skuId}, ${run.action}, ${run.region ?? null}, ${run.academyId ?? null}, ${tx.at}, ${run.method},
      ${run.disabledPlans}::uuid[], ${tx.actor.subject}) returning id`);
  return opened!.id;
}

/** Begins a run that was planned: with its check, with the work, or with its end. `bulk`: those that somebody waits for go first. */
export async function beginRun(
  tx: Tx,
  id: string,
  { total, done, failed }: Planned,
  { state, bulk }: { state: 'checking' | 'running' | 'done'; bulk: boolean },
): Promise<void> {
  await tx.query(sql`
    update run set total = ${total}, done = ${done}, failed = ${failed}, state = ${state}, priority = ${bulk ? 1 : 0},
      started_at = ${state === 'checking' ? null : tx.at}, ended_at = ${state === 'done' ? tx.at : null}
    where id = ${id}`);
}

const isIn = (transition: keyof typeof runLife.transitions): Sql =>
  sql`run.state = any(${runLife.from(transition)}::text[])`;

/** Writes down what a check found: the run waits to be approved, unless it was cancelled meanwhile. */
export async function writePreflight(tx: Tx, id: string, preflight: Preflight): Promise<void> {
  await tx.query(sql`
    update run set state = 'awaiting-approval', reason = null, preflight = ${JSON.stringify(preflight)}::jsonb, version = version + 1
    where id = ${id} and ${isIn('check')}`);
}

/** Writes down what keeps a run from being checked. */
export async function writeCheckProblem(tx: Tx, id: string, reason: string): Promise<void> {
  await tx.query(sql`update run set reason = ${reason} where id = ${id} and ${isIn('check')}`);
}

/** What becomes of a run that is let go on: it is done where `isOver` says that nobody is left. */
const goesOn = (tx: Tx, isOver: Sql): Sql => sql`
  state = case when ${isOver} then 'done' else 'running' end, reason = null,
  ended_at = case when ${isOver} then ${tx.at}::timestamptz end, version = version + 1`;

/** Lets a checked run begin, and writes down who did. */
export async function approveRun(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`
    update run set ${goesOn(tx, sql`done + failed >= total`)},
      approved_by = ${tx.actor.subject}, approved_at = ${tx.at}, started_at = ${tx.at}
    where id = ${id} and ${isIn('approve')}`);
}

/** Pauses a run: as it was asked to, or for a reason that is no person's, so that nobody fails for it. */
export async function pauseRun(tx: Tx, id: string, reason: string | null): Promise<void> {
  await tx.query(sql`
    update run set state = 'paused', reason = ${reason}, version = version + 1 where id = ${id} and ${isIn('pause')}`);
}

/** Lets a paused run go on. */
export async function resumeRun(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`
    update run set ${goesOn(tx, sql`done + failed >= total`)} where id = ${id} and ${isIn('resume')}`);
}

/** A run's outcomes, counted again. */
const counted = (id: string): Sql => sql`(
  select count(*) as total, count(*) filter (where state in ('assigned', 'released')) as done,
    count(*) filter (where state in ('failed', 'cancelled')) as failed
  from outcome where run_id = ${id}) c`;
const COUNTS = sql`total = c.total, done = c.done, failed = c.failed`;

/** Cancels a run whose outcomes were: it counts them. */
export async function cancelRun(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`
    update run set state = 'cancelled', reason = null, ended_at = ${tx.at}, version = version + 1, ${COUNTS}
    from ${counted(id)} where id = ${id} and ${isIn('cancel')}`);
}

/** Has a run go on of whose outcomes some were reserved again: it counts them. */
export async function retryRun(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`
    update run set ${goesOn(tx, sql`false`)}, ${COUNTS}
    from ${counted(id)} where id = ${id} and ${isIn('retry')}`);
}

/** Adds to what a run has counted; one that has all its outcomes is done. Returns its state, which stays until the commit. */
export async function countUp(tx: Tx, id: string, done: number, failed: number): Promise<RunState> {
  const isOver = sql`(${isIn('finish')} and done + failed + ${done + failed} >= total)`;
  const run = await tx.one<{ state: RunState }>(sql`
    update run set done = done + ${done}, failed = failed + ${failed},
      state = case when ${isOver} then 'done' else state end,
      ended_at = case when ${isOver} then ${tx.at} else ended_at end, version = version + ${isOver}::int
    where id = ${id} returning state`);
  return run!.state;
}

/**
 * Ends runs that have nobody left and have not noticed: one that has counted wrong, as one that a worker of the release before
 * worked on does, is counted again.
 */
export async function finishRuns(tx: Tx): Promise<void> {
  await tx.query(sql`
    with over as (
      select run.id from run where ${isIn('finish')}
        and not exists (select from outcome o where o.run_id = run.id and o.state = 'reserved')
        and not exists (select from outcome o where o.run_id = run.id and o.state in ('calling', 'unknown'))
      for update of run skip locked
    ), counted as (
      select o.run_id, count(*) as total, count(*) filter (where o.state in ('assigned', 'released')) as done
      from outcome o join over on over.id = o.run_id group by o.run_id
    )
    update run set state = 'done', ended_at = ${tx.at}, version = version + 1, total = c.total, done = c.done,
      failed = c.total - c.done
    from counted c where run.id = c.run_id`);
}
