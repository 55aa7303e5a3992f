import { notFound } from '../graph-error.js';
import { licenceChange } from '../tenant/assign-licence.js';
import type { Subscription } from '../tenant/subscription.js';
import type { Tenant } from '../tenant/tenant.js';
import { AFTER_ASSIGNMENT, userView } from '../tenant/user-view.js';
import {
  ASSIGNS_LICENCES,
  type Call,
  type Operation,
  READS_ORGANIZATION,
  READS_USERS,
  type Reply,
} from './operation.js';
import { userOf } from './users.js';

const READS_SKUS = [...READS_ORGANIZATION, 'LicenseAssignment.Read.All', 'LicenseAssignment.ReadWrite.All'];

/** Microsoft Graph, licences: assignLicense, licenseDetails, subscribedSkus, and the organization. */
export const licenceOperations: Operation[] = [
  {
    method: 'POST',
    path: 'users/:id/assignLicense',
    answers: 200,
    units: 1,
    roles: ASSIGNS_LICENCES,
    run: assignLicense,
  },
  { method: 'GET', path: 'users/:id/licenseDetails', answers: 200, units: 2, roles: READS_USERS, run: licenseDetails },
  { method: 'GET', path: 'subscribedSkus', answers: 200, units: 3, roles: READS_SKUS, run: listSkus },
  { method: 'GET', path: 'subscribedSkus/:id', answers: 200, units: 3, roles: READS_SKUS, run: getSku },
  { method: 'GET', path: 'organization', answers: 200, units: 1, roles: READS_ORGANIZATION, run: organization },
];

function assignLicense(call: Call): Reply {
  const { body, caller, claim, record, base, seen } = call;
  const { tenant } = caller;
  const user = userOf(call);
  // A new user, and a usage location that was just set, take a moment to be known here too.
  const known = seen(user);
  if (!known) throw notFound(call.params[0]!);
  const change = licenceChange(user, body, tenant.subscriptions, known.usageLocation);
  claim(user);
  const changed = change.added.length > 0 || change.removed.length > 0;
  record({ kind: 'licences-assigned', user: tenant.users.idOf(user), ...change, changed });
  return {
    body: { '@odata.context': `${base}/$metadata#users/$entity`, ...userView(user, tenant, AFTER_ASSIGNMENT) },
  };
}

function licenseDetails(call: Call): Reply {
  const { tenant } = call.caller;
  const value = userOf(call)
    .effective()
    .map(({ sku, disabledPlans }) => ({
      ...productView(tenant.subscriptions.of(sku), (plan) => (disabledPlans.includes(plan) ? 'Disabled' : 'Success')),
      id: `${tenant.config.id}_${sku.id}`,
    }));
  return { body: { '@odata.context': `${call.base}/$metadata#users('${call.params[0]}')/licenseDetails`, value } };
}

function listSkus({ caller: { tenant }, base }: Call): Reply {
  const value = tenant.subscriptions.all().map((subscription) => skuView(subscription, tenant));
  return { body: { '@odata.context': `${base}/$metadata#subscribedSkus`, value } };
}

function getSku({ params, caller: { tenant }, base }: Call): Reply {
  const id = params[0]!.toLowerCase();
  const subscription = tenant.subscriptions.all().find(({ sku }) => `${tenant.config.id}_${sku.id}` === id);
  if (!subscription) throw notFound(params[0]!);
  return {
    body: { '@odata.context': `${base}/$metadata#subscribedSkus/$entity`, ...skuView(subscription, tenant) },
  };
}

const productView = ({ sku }: Subscription, status: (planId: string) => string) => ({
  skuId: sku.id,
  skuPartNumber: sku.partNumber,
  servicePlans: sku.plans.map(({ id, name }) => ({
    servicePlanId: id,
    servicePlanName: name,
    provisioningStatus: status(id),
    appliesTo: 'User',
  })),
});

const skuView = (subscription: Subscription, { config }: Tenant) => ({
  accountId: config.id,
  accountName: config.domains[0],
  appliesTo: 'User',
  capabilityStatus: 'Enabled',
  consumedUnits: subscription.consumed,
  id: `${config.id}_${subscription.sku.id}`,
  prepaidUnits: { enabled: subscription.seats, suspended: 0, warning: 0, lockedOut: 0 },
  ...productView(subscription, () => 'Success'),
  subscriptionIds: [],
});

function organization({ caller: { tenant }, base }: Call): Reply {
  const { id, displayName, country, domains } = tenant.config;
  const verifiedDomains = domains.map((name, at) => ({
    name,
    isDefault: at === 0,
    isInitial: at === domains.length - 1,
  }));
  return {
    body: {
      '@odata.context': `${base}/$metadata#organization`,
      value: [{ id, displayName, countryLetterCode: country, tenantType: 'AAD', verifiedDomains }],
    },
  };
}
