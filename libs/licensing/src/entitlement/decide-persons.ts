import { legalDayOf } from '@takwin/platform/clock';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { IS_NAMELESS, PEOPLE, TRAITS } from './person.rows.js';
import { selectRules } from './rule.rows.js';
import { IS_UNCONFIRMED } from '../unconfirmed.js';
import { reasonAgainst, ruleFor, type Person } from './rule.js';

/** What rules look at, of the persons whom `which` names (a condition on `p`): each combination once. */
export const traitsOf = (tx: Tx, which: Sql): Promise<Person[]> =>
  tx.query<Person>(sql`
    select distinct ${TRAITS} from ${PEOPLE} where ${which}`);

/**
 * What the rules decide today of the persons whom `which` names (a condition on `p`): a selection of person_id, matricule,
 * academy_id, region, of the rule that decides (rule_id, sku_id, plans, until; null where none does), of whether their academy was
 * `closed`, where what it gives is only kept, and of the reason against `asked`, a product. The rules are asked once for each combination of traits, for any number of persons.
 */
export async function decidedOf(tx: Tx, which: Sql, asked?: string): Promise<Sql> {
  const on = legalDayOf(tx.at);
  const rules = await selectRules(tx);
  const decisions = (await traitsOf(tx, which)).map((person) => {
    const {
      id: ruleId,
      skuId,
      disabledPlans: plans,
      validUntil: until,
    } = ruleFor(rules, { ...person, closed: false }, on) ?? {};
    const reason = asked === undefined ? undefined : reasonAgainst(rules, person, asked, on);
    return { ...person, ruleId, skuId, plans, until, reason };
  });
  return sql`
    select p.subject::uuid as person_id, p.matricule, p.academy_id, p.region,
      d."ruleId" as rule_id, d."skuId" as sku_id, d.plans, d.until, d.closed, d.reason
    from ${PEOPLE} join jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb) as d(kind text, active boolean,
      nameless boolean, profile text, filieres text[], closed boolean, unconfirmed boolean, "ruleId" uuid, "skuId" uuid, plans uuid[], until date, reason text)
      on d.kind = p.kind and d.active = p.active and d.nameless = ${IS_NAMELESS}
      and d.profile = coalesce(a.profile, 'ordinary') and d.filieres = coalesce(p.filieres, '{}') and d.closed = coalesce(a.closed, false)
      and d.unconfirmed = ${IS_UNCONFIRMED}
    where ${which}`;
}
