import { malformed } from '../graph-error.js';
import type { Tenant } from './tenant.js';
import type { Licence, User } from './user.js';

type Property = (user: User, tenant: Tenant) => unknown;

const dateTime = (seconds: number): string => new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z');
const orNull = <T>(value: T | null | undefined): T | null => value ?? null;

/** The properties of microsoft.graph.user that this directory keeps. */
const PROPERTIES: Readonly<Record<string, Property>> = {
  id: (user, { users }) => users.idOf(user),
  accountEnabled: (user) => user.accountEnabled,
  assignedLicenses: (user) =>
    user.effective().map(({ sku, disabledPlans }) => ({ disabledPlans: [...disabledPlans], skuId: sku.id })),
  businessPhones: () => [],
  city: (user) => orNull(user.rest.city),
  createdDateTime: (user) => dateTime(user.createdAt),
  department: (user) => orNull(user.rest.department),
  displayName: (user) => user.displayName,
  employeeId: (user) => orNull(user.rest.employeeId),
  givenName: (user) => orNull(user.rest.givenName),
  jobTitle: (user) => orNull(user.rest.jobTitle),
  licenseAssignmentStates: (user, { groups }) => [
    ...user.licences.map((licence) => assignmentState(licence, null, null)),
    ...user.viaGroup.map((licence) => assignmentState(licence, groups.idOf(licence.group), licence.error)),
  ],
  mail: () => null,
  mailNickname: (user) => user.mailNickname,
  mobilePhone: (user) => orNull(user.rest.mobilePhone),
  officeLocation: (user) => orNull(user.rest.officeLocation),
  preferredLanguage: (user) => orNull(user.rest.preferredLanguage),
  surname: (user) => orNull(user.rest.surname),
  usageLocation: (user) => orNull(user.usageLocation),
  userPrincipalName: (user) => user.userPrincipalName,
  userType: () => 'Member',
};

const assignmentState = (
  { sku, disabledPlans, since }: Licence,
  assignedByGroup: string | null,
  error: string | null,
) => ({
  skuId: sku.id,
  disabledPlans: [...disabledPlans],
  assignedByGroup,
  state: error === null ? 'Active' : 'Error',
  error,
  lastUpdatedDateTime: dateTime(since),
});

const BY_LOWER_CASE = new Map(Object.keys(PROPERTIES).map((name) => [name.toLowerCase(), name]));

/** What a GET answers without $select. */
const DEFAULT_SET = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

/** What assignLicense answers. */
export const AFTER_ASSIGNMENT = [...DEFAULT_SET, 'accountEnabled', 'assignedLicenses', 'usageLocation'];

/** The properties that $select names, or the default set; refuses unknown ones (GraphError 400). */
export function selected(query: URLSearchParams): readonly string[] {
  const select = query.get('$select');
  if (!select) return DEFAULT_SET;
  return select.split(',').map((name) => propertyName(name.trim()));
}

/** A property's name in its own case; refuses one that the type lacks (GraphError 400). */
export function propertyName(name: string): string {
  const known = BY_LOWER_CASE.get(name.toLowerCase());
  if (known) return known;
  throw malformed(
    `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.user'.`,
  );
}

/** The user with these properties alone, named in their own case. */
export function userView(user: User, tenant: Tenant, properties: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(properties.map((name) => [name, PROPERTIES[name]!(user, tenant)]));
}

/** One property of a user, for filters. */
export const valueOf = (user: User, tenant: Tenant, property: string): unknown => PROPERTIES[property]!(user, tenant);
