import sql, { raw, type Sql } from 'sql-template-tag';
import type { Tx } from '../postgres/database.js';
import { isUncoded } from './erased-rows.js';

/**
 * Rewrites what a service's own log said of subjects of a kind: each of their changes says what the latest says; the rest of an event, its
 * position and its uid stay. So whoever follows stands where they stood, and who rebuilds is told nothing else.
 */
export async function forgetInLog(tx: Tx, subject: string, ids: readonly string[]): Promise<void> {
  const isOf = await holdLog(tx, subject, ids);
  const latest = await tx.query<{ id: string; state: object }>(sql`
    select distinct on (c ->> 's') c ->> 's' as id, c -> 'd' as state
    from (select body from event where ${isOf} union all select body from event_new where ${isOf}) e,
      jsonb_array_elements(e.body -> 'changes') c
    where c ->> 's' = any(${ids}::text[]) order by c ->> 's', (c ->> 'v')::bigint desc`);
  for (const table of ['event', 'event_new'])
    await tx.query(sql`
      update ${raw(table)} set body = jsonb_set(body, '{changes}', (
        select jsonb_agg(case when l.id is null then c else jsonb_set(c, '{d}', l.state) end order by n)
        from jsonb_array_elements(body -> 'changes') with ordinality one(c, n)
        left join jsonb_to_recordset(${JSON.stringify(latest)}::jsonb) as l(id text, state jsonb) on l.id = c ->> 's'))
      where ${isOf}`);
}

/**
 * Blanks words that a service's own log said of subjects of a kind in these fields of their states: all but these codes. What changed, and
 * in which order, stays as it was told.
 */
export async function blankInLog(
  tx: Tx,
  subject: string,
  ids: readonly string[],
  { fields, codes }: { fields: readonly string[]; codes: readonly string[] },
): Promise<void> {
  if (ids.length === 0) return;
  const isOf = await holdLog(tx, subject, ids);
  const blank = sql`(
    select coalesce(jsonb_object_agg(f, ''), '{}') from unnest(${fields}::text[]) f where ${isUncoded(sql`c -> 'd' ->> f`, codes)})`;
  for (const table of ['event', 'event_new'])
    await tx.query(sql`
      update ${raw(table)} set body = jsonb_set(body, '{changes}', (
        select jsonb_agg(
          case when c ->> 's' = any(${ids}::text[]) then jsonb_set(c, '{d}', (c -> 'd') || ${blank}) else c end order by n)
        from jsonb_array_elements(body -> 'changes') with ordinality one(c, n)))
      where ${isOf}`);
}

/** Holds the log, for as long as it takes: nobody publishes meanwhile, else an event would go from one table to the other in between. */
async function holdLog(tx: Tx, subject: string, ids: readonly string[]): Promise<Sql> {
  await tx.query(sql`set local statement_timeout = 0`);
  await tx.query(sql`select from event_head for update`);
  return sql`subject = ${subject} and exists (
    select from jsonb_array_elements(body -> 'changes') c where c ->> 's' = any(${ids}::text[]))`;
}
