import type { lifeCycle } from '@takwin/platform/schema';
import { auditLives } from '@takwin/platform/testing';
import sql, { raw } from 'sql-template-tag';
import { entitlementLife } from '../entitlement/entitlement.life.js';
import { licenceLife } from '../licences/licence.life.js';
import { outcomeLife } from '../runs/outcome.life.js';
import { runLife } from '../runs/run.life.js';
import type { LicensingEnvironment } from './licensing-environment.js';

type Life = ReturnType<ReturnType<typeof lifeCycle<string, string>>>;

const LIVES: Record<string, Life> = {
  run: runLife as never,
  outcome: outcomeLife as never,
  licence: licenceLife as never,
  entitlement: entitlementLife as never,
};

/** Has the database note every state that is written, in `moved`. */
export async function noteMoves(environment: LicensingEnvironment): Promise<void> {
  await environment.sql(sql`create table moved(nr bigserial, tx xid8, noun text, id text, before text, after text)`);
  await environment.sql(sql`
    create function note_move() returns trigger language plpgsql as $$
    declare row jsonb := to_jsonb(new);
    begin
      insert into moved(tx, noun, id, before, after) values (pg_current_xact_id(), tg_table_name,
        concat_ws('/', row ->> 'id', row ->> 'run_id', row ->> 'person_id', row ->> 'sku_id'),
        case when tg_op = 'UPDATE' then old.state end, new.state);
      return null;
    end $$`);
  for (const noun of Object.keys(LIVES))
    await environment.sql(sql`
      create trigger noted after insert or update of state on ${raw(noun)} for each row execute function note_move()`);
}

/** The states that were noted, as `run done`. */
export async function reached(environment: LicensingEnvironment): Promise<string[]> {
  const rows = await environment.sql<{ to: string }>(sql`select distinct noun || ' ' || after as to from moved`);
  return rows.map(({ to }) => to);
}

/** All states that the tables know, in the same words and sorted. */
export const statesOfTables = (): string[] => {
  const states = Object.entries(LIVES).flatMap(([noun, { transitions }]) =>
    Object.values(transitions).flatMap(({ to }) => [to ?? []].flat().map((state) => `${noun} ${state}`)),
  );
  return [...new Set(states)].sort();
};

/** What the rows say is wrong, in words. */
export async function faults(environment: LicensingEnvironment): Promise<string[]> {
  const moves = await environment.sql<{ noun: string; before: string | null; after: string }>(sql`
    with once as (
      select noun, id, tx, (array_agg(before order by nr))[1] as before, (array_agg(after order by nr desc))[1] as after
      from moved group by noun, id, tx
    ) select distinct noun, before, after from once where before is distinct from after`);
  const wrong = await environment.sql<{ fault: string }>(sql`
    select 'pool ' || p.sku_id || ' counts ' || used || ' and not ' || c.held as fault from seat_pool p, lateral (
      select (select count(*) from licence l where l.sku_id = p.sku_id and l.state = 'assigned')
        + (select count(*) from outcome o where o.sku_id = p.sku_id and o.holds_seat
          and o.state in ('reserved', 'calling', 'unknown')) as held) c
    where used <> c.held
    union all
    select 'run ' || r.id || ' is ' || r.state || ' with somebody reserved' from run r
    where r.state in ('cancelled', 'done') and exists (
      select from outcome o where o.run_id = r.id and o.state = 'reserved')
    union all
    select 'run ' || r.id || ' is running with nobody left' from run r
    where r.state = 'running' and not exists (
      select from outcome o where o.run_id = r.id and o.state in ('reserved', 'calling', 'unknown'))
    union all
    select 'run ' || r.id || ' has counted wrong' from run r, lateral (
      select count(*) as total, count(*) filter (where state in ('assigned', 'released')) as done,
        count(*) filter (where state in ('failed', 'cancelled')) as failed from outcome where run_id = r.id) c
    where (r.total, r.done, r.failed) <> (c.total, c.done, c.failed)`);
  const stray = moves.filter(
    ({ noun, before, after }) => LIVES[noun]!.between(before ?? undefined, after).length === 0,
  );
  return [
    ...stray.map(({ noun, before, after }) => `${noun}: ${before} became ${after}`),
    ...wrong.map(({ fault }) => fault),
    ...(await mistold(environment)),
  ];
}

/** Steps of licences that the log tells in other words than the table's, out of step, or not. */
async function mistold(environment: LicensingEnvironment): Promise<string[]> {
  const { faults: wrong, latest } = await auditLives(environment.database.db, 'licence', licenceLife);
  const rows = await environment.sql<{ id: string; state: string; version: number }>(
    sql`select id, state, version from licence`,
  );
  const untold = rows.filter(({ id, state, version }) => {
    const last = latest.get(id);
    return last?.state['state'] !== state || last.version !== version;
  });
  return [...wrong, ...untold.map(({ id }) => `licence ${id} is not what was told of it last`)];
}
