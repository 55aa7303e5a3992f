import type { GroupProcessed } from '../effects/effect.js';
import { DEPENDS_ON, MUTUALLY_EXCLUSIVE } from './education-skus.js';
import type { Group } from './group-table.js';
import type { Due, Tenant } from './tenant.js';
import type { User } from './user.js';

/**
 * What becomes of a change of a group's members or licences once Microsoft gets to it: each member has the licence, or an
 * error that only its licenseAssignmentStates tell (Microsoft Entra, group-based licensing: resolve problems).
 */
export function processed(tenant: Tenant, { group, users }: Due): GroupProcessed {
  const result: GroupProcessed = { group: tenant.groups.idOf(group.n), granted: [], failed: [], revoked: [] };
  const taken = new Map<string, number>();
  for (const n of users) {
    const user = tenant.users.numbered(n);
    if (user && !user.deleted) processUser(tenant, group, user, taken, result);
  }
  return result;
}

function processUser(
  tenant: Tenant,
  group: Group,
  user: User,
  taken: Map<string, number>,
  { granted, failed, revoked }: GroupProcessed,
): void {
  const id = tenant.users.idOf(user);
  const mine = user.viaGroup.filter((licence) => licence.group === group.n);
  const wanted = group.members.has(user.n) ? group.licences : [];
  for (const { sku } of mine) if (!wanted.some((one) => one.sku === sku)) revoked.push({ user: id, skuId: sku.id });
  for (const { sku, disabledPlans } of wanted) {
    if (mine.some((one) => one.sku === sku && one.error === null)) continue;
    const again = user.uses(sku);
    const error = again ? null : errorOf(tenant, user, { sku, disabledPlans }, taken.get(sku.id) ?? 0);
    if (error) failed.push({ user: id, skuId: sku.id, error });
    else {
      granted.push({ user: id, skuId: sku.id, disabledPlans: [...disabledPlans], again });
      if (!again) taken.set(sku.id, (taken.get(sku.id) ?? 0) + 1);
    }
  }
}

function errorOf(
  tenant: Tenant,
  user: User,
  { sku, disabledPlans }: Group['licences'][number],
  taken: number,
): string | null {
  const { consumed, seats } = tenant.subscriptions.of(sku);
  if (consumed + taken >= seats) return 'CountViolation';
  const plans = new Set(
    [...user.effective(), { sku, disabledPlans }].flatMap((one) =>
      one.sku.plans.filter((plan) => !one.disabledPlans.includes(plan.id)).map((plan) => plan.id),
    ),
  );
  if (MUTUALLY_EXCLUSIVE.some(([one, other]) => plans.has(one) && plans.has(other)))
    return 'MutuallyExclusiveViolation';
  if (DEPENDS_ON.some(({ plan, anyOf }) => plans.has(plan) && !anyOf.some((id) => plans.has(id))))
    return 'DependencyViolation';
  return null;
}
