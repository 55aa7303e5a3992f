import { z } from 'zod';
import type { LicenceChange } from '../effects/effect.js';
import { badRequest, type GraphError, malformed } from '../graph-error.js';
import { DEPENDS_ON, MUTUALLY_EXCLUSIVE, type ServicePlan } from './education-skus.js';
import type { Subscription, Subscriptions } from './subscription.js';
import type { Licence, User } from './user.js';

const Guid = z.guid().toLowerCase();
const AssignLicense = z.object({
  addLicenses: z.array(z.object({ skuId: Guid, disabledPlans: z.array(Guid).nullish() })),
  removeLicenses: z.array(Guid),
});
type AssignLicense = z.output<typeof AssignLicense>;

/**
 * What an assignLicense body changes on a user: all of it, or nothing.
 * Refuses (GraphError 400) a missing collection, an unknown SKU or plan, a removal of what is not held, a user without
 * usage location, a SKU without a free seat, and plans that exclude each other (user: assignLicense).
 */
export function licenceChange(
  user: User,
  body: unknown,
  subscriptions: Subscriptions,
  usageLocation = user.usageLocation,
): LicenceChange {
  const { addLicenses, removeLicenses } = parsed(body);
  const removed = [...new Set(removeLicenses)];
  for (const skuId of removed) {
    if (!subscriptions.find(skuId)) throw unknownLicence(skuId);
    if (user.licences.some(({ sku }) => sku.id === skuId)) continue;
    if (user.uses(subscriptions.find(skuId)!.sku))
      throw badRequest(
        'User license is inherited from a group membership and it cannot be removed directly from the user.',
      );
    throw badRequest('User does not have a corresponding license.');
  }
  const wanted = addLicenses.map((license) => wantedLicence(license, subscriptions));
  refuseTwice([...removed, ...wanted.map(({ subscription }) => subscription.sku.id)]);
  if (wanted.length > 0 && !usageLocation)
    throw badRequest('License assignment cannot be done for user with invalid usage location.');
  for (const { subscription } of wanted) {
    const { sku, consumed, seats } = subscription;
    if (!user.uses(sku) && consumed >= seats)
      throw badRequest(`Subscription with SKU ${sku.id} does not have any available licenses.`);
  }
  const again = wanted.filter(({ subscription, disabledPlans }) =>
    samePlans(user.holds(subscription.sku), disabledPlans),
  );
  const added = wanted.filter((licence) => !again.includes(licence));
  const enabled = enabledAfter(user, removed, added);
  refuseExclusive(enabled);
  refuseWithout(enabled);
  return {
    added: added.map(({ subscription, disabledPlans }) => ({ skuId: subscription.sku.id, disabledPlans })),
    removed,
    again: again.map(({ subscription }) => subscription.sku.id),
  };
}

function parsed(body: unknown): AssignLicense {
  const given = typeof body === 'object' && body !== null ? body : {};
  const missing = ['addLicenses', 'removeLicenses'].filter((name) => !(name in given));
  if (missing.length > 0)
    throw badRequest(
      "One or more parameters of the operation 'assignLicense' are missing from the request payload. " +
        `The missing parameters are: ${missing.join(', ')}.`,
    );
  const result = AssignLicense.safeParse(body);
  if (!result.success)
    throw malformed(`Invalid value at '${result.error.issues[0]!.path.join('/')}': a GUID was expected.`);
  return result.data;
}

type Wanted = { subscription: Subscription; disabledPlans: string[] };

function wantedLicence(license: AssignLicense['addLicenses'][number], subscriptions: Subscriptions): Wanted {
  const subscription = subscriptions.find(license.skuId);
  if (!subscription) throw unknownLicence(license.skuId);
  const disabledPlans = [...new Set(license.disabledPlans ?? [])].sort();
  const foreign = disabledPlans.find((id) => !subscription.sku.plans.some((plan) => plan.id === id));
  if (foreign) throw badRequest(`Service plan ${foreign} is not part of license ${license.skuId}.`);
  return { subscription, disabledPlans };
}

function refuseTwice(skuIds: readonly string[]): void {
  const twice = skuIds.find((id, at) => skuIds.indexOf(id) !== at);
  if (twice) throw badRequest(`License ${twice} is named more than once.`);
}

const samePlans = (held: Licence | undefined, disabledPlans: readonly string[]): boolean =>
  held !== undefined && held.disabledPlans.join() === disabledPlans.join();

function enabledAfter(user: User, removed: readonly string[], added: readonly Wanted[]): ServicePlan[] {
  const replaced = new Set([...removed, ...added.map(({ subscription }) => subscription.sku.id)]);
  const kept = user.effective().filter(({ sku }) => !replaced.has(sku.id));
  return [
    ...kept,
    ...added.map(({ subscription, disabledPlans }) => ({ sku: subscription.sku, disabledPlans })),
  ].flatMap(({ sku, disabledPlans }) => sku.plans.filter(({ id }) => !disabledPlans.includes(id)));
}

function refuseExclusive(enabled: readonly ServicePlan[]): void {
  const named = new Map(enabled.map(({ id, name }) => [id, name]));
  const clash = MUTUALLY_EXCLUSIVE.find(([one, other]) => named.has(one) && named.has(other));
  if (clash) throw exclusive(clash.map((id) => named.get(id)!));
}

function refuseWithout(enabled: readonly ServicePlan[]): void {
  const named = new Map(enabled.map(({ id, name }) => [id, name]));
  const lame = DEPENDS_ON.find(({ plan, anyOf }) => named.has(plan) && !anyOf.some((id) => named.has(id)));
  if (lame)
    throw badRequest(
      `License assignment failed because service plan ${named.get(lame.plan)} depends on the service plan(s) ${lame.anyOf.join(', ')}.`,
    );
}

const unknownLicence = (skuId: string): GraphError =>
  badRequest(`License ${skuId} does not correspond to a valid company License.`);

const exclusive = (names: readonly string[]): GraphError =>
  badRequest(`License assignment failed because service plan(s) ${names.join(', ')} are mutually exclusive.`);
