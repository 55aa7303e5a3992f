import { legalDayOf } from '@takwin/platform/clock';
import { type Merges, movesOf, type Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { entitlementLife } from './entitlement.life.js';

const today = (tx: Tx): string => legalDayOf(tx.at);
const isIn = (transition: keyof typeof entitlementLife.transitions): Sql =>
  sql`e.state = any(${entitlementLife.from(transition)}::text[])`;

/** Grants what `wanted` selects (person_id, sku_id, rule_id, plans, until, academy_id, region); what is granted already lasts. */
export async function grantEntitlements(tx: Tx, wanted: Sql): Promise<void> {
  const isAnew = sql`(${isIn('grantAgain')} or e.disabled_plans <> excluded.disabled_plans)`;
  await tx.query(sql`
    insert into entitlement as e(person_id, sku_id, rule_id, disabled_plans, state, since, until, academy_id, region, changed_at)
    select person_id, sku_id, rule_id, plans, 'entitled', ${today(tx)}, until, academy_id, region, ${tx.at} from (${wanted}) w
    on conflict (person_id, sku_id) do update set
      rule_id = excluded.rule_id, disabled_plans = excluded.disabled_plans, state = 'entitled', until = excluded.until,
      since = case when ${isIn('grantAgain')} then excluded.since else e.since end,
      academy_id = excluded.academy_id, region = excluded.region, problem = null,
      changed_at = case when ${isAnew} then excluded.changed_at else e.changed_at end,
      tried_at = case when ${isAnew} then null else e.tried_at end
    where (e.rule_id, e.disabled_plans, e.state, e.until, e.academy_id, e.region)
      is distinct from (excluded.rule_id, excluded.disabled_plans, 'entitled', excluded.until, excluded.academy_id, excluded.region)`);
}

/** Lets the grace begin of those whom `which` names (a condition on `p`) and who hold what `wanted` does not select. */
export async function loseEntitlements(tx: Tx, which: Sql, wanted: Sql): Promise<void> {
  // By the index of entitlements, however little is known of how many there are.
  await tx.query(sql`
    with wanted as materialized (${wanted})
    update entitlement e set state = 'grace', changed_at = ${tx.at}, tried_at = null,
      until = ${today(tx)}::date + coalesce((select grace_days from entitlement_rule r where r.id = e.rule_id), 0)
    from person_copy p
    where e.person_id = p.subject::uuid and ${which} and ${isIn('lose')}
      and not exists (select from wanted w where w.person_id = e.person_id and w.sku_id = e.sku_id)`);
}

export type Group = { skuId: string; plans: string[]; persons: string[] };

const isHeld = sql`exists (
  select from licence l where l.person_id = e.person_id and l.sku_id = e.sku_id and l.state = 'assigned')`;
const isInNoRun = sql`not exists (
  select from outcome o where o.person_id = e.person_id and o.sku_id = e.sku_id and o.state in ('reserved', 'calling', 'unknown'))`;

/**
 * Persons who are entitled and lack the licence, by product and plans, and claims them for a try: those whose change has
 * rested since `restedAt`. Who has it already, or is to get it by hand, needs none.
 */
export async function takeLacking(tx: Tx, restedAt: Date, most: number): Promise<Group[]> {
  const untried = sql`e.state = 'entitled' and e.tried_at is null and e.changed_at <= ${restedAt}`;
  await tx.query(sql`
    update entitlement e set tried_at = ${tx.at} where ${untried} and (${isHeld} or not exists (
      select from entitlement_rule r join seat_pool s on s.sku_id = r.sku_id where r.id = e.rule_id and r.automatic))`);
  return tx.query<Group>(sql`
    with due as (
      select e.person_id, e.sku_id from entitlement e where ${untried} and ${isInNoRun}
      order by e.changed_at limit ${most} for update of e skip locked
    ), tried as (
      update entitlement e set tried_at = ${tx.at} from due where e.person_id = due.person_id and e.sku_id = due.sku_id
      returning e.person_id, e.sku_id, e.disabled_plans
    )
    select sku_id as "skuId", disabled_plans as plans, array_agg(person_id) as persons from tried group by 1, 2`);
}

/** Persons whose grace is over, by product; they are entitled no more, and who has the licence is to lose it. */
export const takeEnded = (tx: Tx, most: number): Promise<Group[]> =>
  tx.query<Group>(sql`
    with due as (
      select e.person_id, e.sku_id from entitlement e where ${isIn('end')} and e.until < ${today(tx)} and ${isInNoRun}
      order by e.until limit ${most} for update of e skip locked
    ), ended as (
      update entitlement e set state = 'ended', changed_at = ${tx.at} from due
      where e.person_id = due.person_id and e.sku_id = due.sku_id returning e.person_id, e.sku_id
    )
    select e.sku_id as "skuId", '{}'::uuid[] as plans, array_agg(e.person_id) as persons
    from ended e where ${isHeld} group by e.sku_id`);

/** Ends, without any grace, what persons hold who are erased, also what no rule gave them: `takeEnded` takes it. */
export const endNow = (tx: Tx, personIds: readonly string[]): Promise<unknown> =>
  tx.query(sql`
    insert into entitlement as e(person_id, sku_id, rule_id, disabled_plans, state, since, until, academy_id, region, changed_at)
    select l.person_id, l.sku_id, null, '{}', 'grace', ${today(tx)}, ${today(tx)}::date - 1, l.academy_id, l.region, ${tx.at}
    from licence l where l.person_id = any(${personIds}::uuid[]) and l.state = 'assigned'
    on conflict (person_id, sku_id) do update set state = 'grace', until = excluded.until, changed_at = excluded.changed_at, problem = null
    where ${isInNoRun}`);

/** Writes down why the licences of these persons did not follow. */
export async function writeProblem(tx: Tx, problem: string, skuId: string, persons: readonly string[]): Promise<void> {
  await tx.query(sql`
    update entitlement set problem = ${problem} where sku_id = ${skuId} and person_id = any(${persons}::uuid[])`);
}

/** Whoever is entitled and still lacks the licence is to be tried again. */
export async function tryLackingAgain(tx: Tx): Promise<void> {
  await tx.query(sql`
    update entitlement e set tried_at = null where e.state = 'entitled' and e.tried_at is not null and not ${isHeld}`);
}

/** Begins a day, once: the day before it that was begun (null where none was), undefined where this one was already. */
export async function beginDay(tx: Tx): Promise<{ before: string | null } | undefined> {
  return tx.one<{ before: string | null }>(sql`
    update entitlement_day d set reviewed_on = ${today(tx)}
    from (select nullif(reviewed_on, '-infinity') as before from entitlement_day for update) b
    where d.reviewed_on < ${today(tx)} returning b.before`);
}

/** Gives entitlements to whose they are now, but those to what the person has one to already. */
export async function mergeEntitlements(tx: Tx, merges: Merges): Promise<void> {
  const { set, where, to } = movesOf('e', merges);
  await tx.query(sql`
    update entitlement e set ${set} where (e.person_id, e.sku_id) in (
      select distinct on (${to}, e.sku_id) e.person_id, e.sku_id from entitlement e
      where ${where} and not exists (select from entitlement own where own.person_id = ${to} and own.sku_id = e.sku_id)
      order by ${to}, e.sku_id, e.since)`);
}
