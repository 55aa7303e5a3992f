import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { beginDay, grantEntitlements, loseEntitlements, tryLackingAgain } from './entitlement.writer.js';
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
  await grantEntitlements(tx, wanted);
  await loseEntitlements(tx, which, wanted);
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
  const turned = await beginDay(tx);
  if (!turned) return;
  await tryLackingAgain(tx);
  const from = turned.before ?? '0001-01-01';
  const crossed = await tx.one(sql`
    select from entitlement_rule where (valid_from > ${from} and valid_from <= ${on})
      or (valid_until >= ${from} and valid_until < ${on}) limit 1`);
  if (crossed) await reviewEntitlements(tx, sql`true`);
}
