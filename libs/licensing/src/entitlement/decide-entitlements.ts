import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { ruleFor, type Person } from './rule.js';
import { selectRules } from './read-rules.js';
import { allowLarge } from '../large-statements.js';

type Decided = Person & { ruleId: string; skuId: string; plans: string[]; until: string | null };

const PEOPLE = sql`person_copy p left join academy_copy a on a.subject = p.academy_id::text`;
const TRAITS = sql`p.kind, p.active, p.matricule is null as nameless, coalesce(a.profile, 'ordinary') as profile,
  coalesce(p.filieres, '{}') as filieres`;

/**
 * Says anew who is entitled to what, of those persons whom `which` names (a condition on `p`): the rules are asked once for each
 * combination of traits, and the answer is written for all in two statements. Who lost the reason keeps the licence for the
 * rule's grace; who has it again has never lost it.
 */
export async function reviewEntitlements(tx: Tx, which: Sql): Promise<void> {
  await allowLarge(tx);
  const on = tx.at.toISOString().slice(0, 10);
  const rules = await selectRules(tx);
  const traits = await tx.query<Person>(sql`select distinct ${TRAITS} from ${PEOPLE} where ${which}`);
  const decided = traits.flatMap((person): Decided[] => {
    const rule = ruleFor(rules, person, on);
    if (!rule) return [];
    return [{ ...person, ruleId: rule.id, skuId: rule.skuId, plans: rule.disabledPlans, until: rule.validUntil }];
  });
  const wanted = sql`
    select p.subject::uuid as person_id, p.academy_id, p.region, d."ruleId" as rule_id, d."skuId" as sku_id, d.plans, d.until
    from ${PEOPLE} join jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as d(kind text, active boolean,
      nameless boolean, profile text, filieres text[], "ruleId" uuid, "skuId" uuid, plans uuid[], until date)
      on d.kind = p.kind and d.active = p.active and d.nameless = (p.matricule is null)
      and d.profile = coalesce(a.profile, 'ordinary') and d.filieres = coalesce(p.filieres, '{}')
    where ${which}`;
  await tx.query(sql`
    insert into entitlement as e(person_id, sku_id, rule_id, disabled_plans, state, since, until, academy_id, region, changed_at)
    select person_id, sku_id, rule_id, plans, 'entitled', ${on}, until, academy_id, region, ${tx.at} from (${wanted}) w
    on conflict (person_id, sku_id) do update set
      rule_id = excluded.rule_id, disabled_plans = excluded.disabled_plans, state = 'entitled', until = excluded.until,
      since = case when e.state = 'ended' then excluded.since else e.since end,
      academy_id = excluded.academy_id, region = excluded.region, problem = null,
      changed_at = case when e.state = 'ended' or e.disabled_plans <> excluded.disabled_plans then excluded.changed_at
        else e.changed_at end,
      tried_at = case when e.state = 'ended' or e.disabled_plans <> excluded.disabled_plans then null else e.tried_at end
    where (e.rule_id, e.disabled_plans, e.state, e.until, e.academy_id, e.region)
      is distinct from (excluded.rule_id, excluded.disabled_plans, 'entitled', excluded.until, excluded.academy_id, excluded.region)`);
  // By the index of entitlements, however little is known of how many there are.
  await tx.query(sql`
    with wanted as materialized (${wanted})
    update entitlement e set state = 'grace', changed_at = ${tx.at}, tried_at = null,
      until = ${on}::date + coalesce((select grace_days from entitlement_rule r where r.id = e.rule_id), 0)
    from person_copy p
    where e.person_id = p.subject::uuid and ${which} and e.state = 'entitled'
      and not exists (select from wanted w where w.person_id = e.person_id and w.sku_id = e.sku_id)`);
}

export type Group = { skuId: string; plans: string[]; persons: string[] };

/**
 * Persons who are entitled and lack the licence, by product and plans, and claims them for a try: those whose change has
 * rested since `restedAt`. Who has it already, or is to get it by hand, needs none.
 */
export async function takeLacking(tx: Tx, restedAt: Date, most: number): Promise<Group[]> {
  const untried = sql`e.state = 'entitled' and e.tried_at is null and e.changed_at <= ${restedAt}`;
  const isHeld = sql`exists (
    select from licence l where l.person_id = e.person_id and l.sku_id = e.sku_id and l.state = 'assigned')`;
  await tx.query(sql`
    update entitlement e set tried_at = ${tx.at} where ${untried} and (${isHeld} or not exists (
      select from entitlement_rule r join seat_pool s on s.sku_id = r.sku_id where r.id = e.rule_id and r.automatic))`);
  return tx.query<Group>(sql`
    with due as (
      select e.person_id, e.sku_id from entitlement e where ${untried} and not exists (
        select from outcome o where o.person_id = e.person_id and o.sku_id = e.sku_id
          and o.state in ('reserved', 'calling', 'unknown'))
      order by e.changed_at limit ${most} for update of e skip locked
    ), tried as (
      update entitlement e set tried_at = ${tx.at} from due where e.person_id = due.person_id and e.sku_id = due.sku_id
      returning e.person_id, e.sku_id, e.disabled_plans
    )
    select sku_id as "skuId", disabled_plans as plans, array_agg(person_id) as persons from tried group by 1, 2`);
}

/** Persons whose grace is over, by product; they are entitled no more, and who has the licence is to lose it. */
export function takeEnded(tx: Tx, most: number): Promise<Group[]> {
  const on = tx.at.toISOString().slice(0, 10);
  return tx.query<Group>(sql`
    with due as (
      select e.person_id, e.sku_id from entitlement e
      where e.state = 'grace' and e.until < ${on} and not exists (
        select from outcome o where o.person_id = e.person_id and o.sku_id = e.sku_id
          and o.state in ('reserved', 'calling', 'unknown'))
      order by e.until limit ${most} for update of e skip locked
    ), ended as (
      update entitlement e set state = 'ended', changed_at = ${tx.at} from due
      where e.person_id = due.person_id and e.sku_id = due.sku_id returning e.person_id, e.sku_id
    )
    select e.sku_id as "skuId", '{}'::uuid[] as plans, array_agg(e.person_id) as persons
    from ended e join licence l on l.person_id = e.person_id and l.sku_id = e.sku_id and l.state = 'assigned'
    group by e.sku_id`);
}

/** Whether something is due that `takeLacking` or `takeEnded` would take, or a new day has begun. */
export async function isAnythingDue(tx: Tx, restedAt: Date): Promise<boolean> {
  const on = tx.at.toISOString().slice(0, 10);
  const row = await tx.one<{ due: boolean }>(sql`
    select exists (select from entitlement_day where reviewed_on < ${on})
      or exists (select from entitlement where state = 'grace' and until < ${on})
      or exists (select from entitlement where state = 'entitled' and tried_at is null and changed_at <= ${restedAt}) as due`);
  return row!.due;
}

/** Once a day: who still lacks the licence is tried again; where a rule began or ended since, everyone is looked at again. */
export async function reviewDay(tx: Tx): Promise<void> {
  const on = tx.at.toISOString().slice(0, 10);
  const turned = await tx.one<{ before: string | null }>(sql`
    update entitlement_day d set reviewed_on = ${on}
    from (select nullif(reviewed_on, '-infinity') as before from entitlement_day for update) b
    where d.reviewed_on < ${on} returning b.before`);
  if (!turned) return;
  await tx.query(sql`
    update entitlement e set tried_at = null where e.state = 'entitled' and e.tried_at is not null and not exists (
      select from licence l where l.person_id = e.person_id and l.sku_id = e.sku_id and l.state = 'assigned')`);
  const from = turned.before ?? '0001-01-01';
  const crossed = await tx.one(sql`
    select from entitlement_rule where (valid_from > ${from} and valid_from <= ${on})
      or (valid_until >= ${from} and valid_until < ${on}) limit 1`);
  if (crossed) await reviewEntitlements(tx, sql`true`);
}
