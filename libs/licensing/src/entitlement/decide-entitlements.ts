import { legalDayOf } from '@takwin/platform/clock';
import type { Tx } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { beginDay, grantEntitlements, loseEntitlements, tryLackingAgain } from './entitlement.writer.js';
import { decidedOf } from './decide-persons.js';
import { allowLarge } from '../large-statements.js';

/**
 * Says anew who is entitled to what, of those persons whom `which` names (a condition on `p`), in two statements for all. Who lost
 * the reason keeps the licence for the rule's grace; who has it again has never lost it. At a closed academy only what is there stays.
 */
export async function reviewEntitlements(tx: Tx, which: Sql): Promise<void> {
  await allowLarge(tx);
  const decided = await decidedOf(tx, which);
  const wanted = sql`select * from (${decided}) d where d.sku_id is not null and (not d.closed or exists (
    select from licence l where l.person_id = d.person_id and l.sku_id = d.sku_id and l.state = 'assigned'))`;
  await grantEntitlements(tx, wanted);
  await loseEntitlements(tx, which, wanted);
}

/** Whether something is due that `takeLacking` or `takeEnded` would take, or a new day has begun. */
export async function isAnythingDue(tx: Tx, restedAt: Date): Promise<boolean> {
  const on = legalDayOf(tx.at);
  const row = await tx.one<{ due: boolean }>(sql`
    select exists (select from entitlement_day where reviewed_on < ${on})
      or exists (select from entitlement where state = 'grace' and until < ${on})
      or exists (select from entitlement where state = 'entitled' and tried_at is null and changed_at <= ${restedAt}) as due`);
  return row!.due;
}

/** Once a day: who still lacks the licence is tried again; where a rule began or ended since, everyone is looked at again. */
export async function reviewDay(tx: Tx): Promise<void> {
  const on = legalDayOf(tx.at);
  const turned = await beginDay(tx);
  if (!turned) return;
  await tryLackingAgain(tx);
  const from = turned.before ?? '0001-01-01';
  const crossed = await tx.one(sql`
    select from entitlement_rule where (valid_from > ${from} and valid_from <= ${on})
      or (valid_until >= ${from} and valid_until < ${on}) limit 1`);
  if (crossed) await reviewEntitlements(tx, sql`true`);
}
