import { z } from 'zod';
import { badRequest, GraphError, malformed, notFound } from '../graph-error.js';
import type { Group } from '../tenant/group-table.js';
import type { Tenant } from '../tenant/tenant.js';
import type { User } from '../tenant/user.js';
import { userView } from '../tenant/user-view.js';
import { ASSIGNS_LICENCES, type Call, type Operation, READS_USERS, type Reply, WRITES_USERS } from './operation.js';
import { userOf } from './users.js';

const READS = ['Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const WRITES = ['Group.ReadWrite.All', 'Directory.ReadWrite.All'];
const MEMBERS = ['GroupMember.ReadWrite.All', ...WRITES];

/** Microsoft Graph, groups: create, get, list, delete, members, group-based licensing. */
export const groupOperations: Operation[] = [
  { method: 'POST', path: 'groups', answers: 201, units: 1, roles: WRITES, run: createGroup },
  { method: 'GET', path: 'groups', answers: 200, units: 1, roles: READS, run: listGroups },
  { method: 'GET', path: 'groups/:id', answers: 200, units: 1, roles: READS, run: getGroup },
  { method: 'DELETE', path: 'groups/:id', answers: 204, units: 1, roles: WRITES, run: deleteGroup },
  { method: 'PATCH', path: 'groups/:id', answers: 204, units: 1, roles: MEMBERS, writes: patchWrites, run: addMembers },
  { method: 'POST', path: 'groups/:id/members/$ref', answers: 204, units: 1, roles: MEMBERS, run: addMember },
  { method: 'DELETE', path: 'groups/:id/members/:id/$ref', answers: 204, units: 1, roles: MEMBERS, run: removeMember },
  // As documented: without /$ref it is the user that goes.
  { method: 'DELETE', path: 'groups/:id/members/:id', answers: 204, units: 1, roles: WRITES_USERS, run: deleteMember },
  { method: 'GET', path: 'groups/:id/members', answers: 200, units: 3, roles: READS, run: listMembers },
  { method: 'GET', path: 'groups/:id/membersWithLicenseErrors', answers: 200, units: 1, roles: READS, run: failing },
  { method: 'POST', path: 'groups/:id/assignLicense', answers: 202, units: 1, roles: ASSIGNS_LICENCES, run: license },
  { method: 'GET', path: 'users/:id/memberOf', answers: 200, units: 2, roles: READS_USERS, run: memberOf },
  { method: 'GET', path: 'users/:id/memberOf/:id', answers: 200, units: 2, roles: READS_USERS, run: memberOfOne },
  {
    method: 'POST',
    path: 'users/:id/reprocessLicenseAssignment',
    answers: 200,
    units: 1,
    roles: ASSIGNS_LICENCES,
    run: reprocess,
  },
];

const NewGroup = z.looseObject({
  displayName: z.string().min(1).max(256),
  mailNickname: z.string().regex(/^[^@()\\[\]";:<>,\s]{1,64}$/),
  mailEnabled: z.literal(false),
  securityEnabled: z.literal(true),
});
const Members = z.strictObject({ 'members@odata.bind': z.array(z.string()) });
const Reference = z.object({ '@odata.id': z.string() });
const Licences = z.object({
  addLicenses: z.array(
    z.object({ skuId: z.guid().toLowerCase(), disabledPlans: z.array(z.guid().toLowerCase()).nullish() }),
  ),
  removeLicenses: z.array(z.guid().toLowerCase()),
});
const MOST_MEMBERS = 20;

function groupOf({ params, caller: { tenant } }: Call): Group {
  const group = tenant.groups.find(params[0]!);
  if (!group) throw notFound(params[0]!);
  return group;
}

function groupView(group: Group, tenant: Tenant) {
  return {
    id: tenant.groups.idOf(group.n),
    displayName: group.displayName,
    mailNickname: group.mailNickname,
    mailEnabled: false,
    securityEnabled: true,
    groupTypes: [],
    assignedLicenses: group.licences.map(({ sku, disabledPlans }) => ({ skuId: sku.id, disabledPlans })),
    createdDateTime: new Date(group.createdAt * 1_000).toISOString().replace('.000Z', 'Z'),
  };
}

function createGroup({ body, caller: { tenant }, base, record }: Call): Reply {
  const given = NewGroup.safeParse(body);
  if (!given.success)
    throw badRequest(
      `A value is required for property '${String(given.error.issues[0]!.path[0])}' of resource 'Group'.`,
    );
  if (tenant.objects >= tenant.config.objectQuota)
    throw new GraphError(
      403,
      'Directory_QuotaExceeded',
      'The directory object quota limit for the Tenant has been exceeded.',
    );
  const { displayName, mailNickname } = given.data;
  const group = tenant.groups.nextId();
  record({ kind: 'group-created', group, state: { displayName, mailNickname } });
  return {
    headers: { location: `${base}/groups/${group}` },
    body: { '@odata.context': `${base}/$metadata#groups/$entity`, ...groupView(tenant.groups.find(group)!, tenant) },
  };
}

function listGroups({ query, caller: { tenant }, base }: Call): Reply {
  const filter = query.get('$filter');
  const wanted = filter === null ? undefined : /^(mailNickname|displayName) eq '((?:[^']|'')*)'$/.exec(filter.trim());
  if (filter !== null && !wanted) throw malformed('Invalid filter clause.');
  const [, property, value] = wanted ?? [];
  const text = value?.replaceAll("''", "'").toLowerCase();
  const found = tenant.groups
    .all()
    .filter((group) => !property || group[property as 'mailNickname' | 'displayName'].toLowerCase() === text);
  return {
    body: { '@odata.context': `${base}/$metadata#groups`, value: found.map((group) => groupView(group, tenant)) },
  };
}

function getGroup(call: Call): Reply {
  const { caller, base } = call;
  return {
    body: { '@odata.context': `${base}/$metadata#groups/$entity`, ...groupView(groupOf(call), caller.tenant) },
  };
}

function deleteGroup(call: Call): Reply {
  const group = groupOf(call);
  if (group.licences.length > 0)
    throw badRequest('The group cannot be deleted because it has licenses assigned: remove them first.');
  call.record({ kind: 'group-deleted', group: call.caller.tenant.groups.idOf(group.n) });
  return {};
}

// By what the setting says of how many members one write adds.
function patchWrites(body: unknown, membersPerWrite: number): number {
  const members = Members.safeParse(body).data?.['members@odata.bind'].length ?? 1;
  return Math.max(1, Math.ceil(members / membersPerWrite));
}

function addMembers(call: Call): Reply {
  const group = groupOf(call);
  const given = Members.safeParse(call.body);
  if (!given.success) throw malformed('Only members@odata.bind can be changed of a simulated group.');
  const references = given.data['members@odata.bind'];
  if (references.length > MOST_MEMBERS)
    throw badRequest(`The number of references in members@odata.bind exceeds the maximum of ${MOST_MEMBERS}.`);
  const users = references.map((reference) => referenced(call, reference));
  if (new Set(users).size < users.length || users.some(({ n }) => group.members.has(n))) throw alreadyMember();
  change(call, group, users, []);
  return {};
}

function addMember(call: Call): Reply {
  const group = groupOf(call);
  const given = Reference.safeParse(call.body);
  if (!given.success) throw malformed('@odata.id is missing.');
  const user = referenced(call, given.data['@odata.id']);
  if (group.members.has(user.n)) throw alreadyMember();
  change(call, group, [user], []);
  return {};
}

function removeMember(call: Call): Reply {
  const group = groupOf(call);
  const user = call.caller.tenant.users.find(call.params[1]!);
  if (!user || !group.members.has(user.n)) throw notFound(call.params[1]!);
  change(call, group, [], [user]);
  return {};
}

function deleteMember(call: Call): Reply {
  const user = call.caller.tenant.users.find(call.params[1]!);
  if (!user) throw notFound(call.params[1]!);
  call.record({ kind: 'user-deleted', user: call.caller.tenant.users.idOf(user) });
  return {};
}

function change({ caller: { tenant }, record, dueAt }: Call, group: Group, added: User[], removed: User[]): void {
  const idsOf = (users: readonly User[]): string[] => users.map((user) => tenant.users.idOf(user));
  record({
    kind: 'members-changed',
    group: tenant.groups.idOf(group.n),
    added: idsOf(added),
    removed: idsOf(removed),
    dueAt: dueAt(),
  });
}

function referenced({ caller: { tenant }, seen }: Call, reference: string): User {
  const [, id = ''] = /\/(?:directoryObjects|users)\/([0-9a-f-]{36})$/i.exec(reference) ?? [];
  const user = tenant.users.find(id);
  if (!user || !seen(user)) throw notFound(id || reference);
  return user;
}

const alreadyMember = (): GraphError =>
  badRequest("One or more added object references already exist for the following modified properties: 'members'.");

function listMembers(call: Call): Reply {
  const { caller, base, query } = call;
  const top = Math.min(999, Number(query.get('$top') ?? 100));
  const from = Number(query.get('$skiptoken') ?? 0);
  const numbers = [...groupOf(call).members];
  const value = numbers.slice(from, from + top).map((n) => directoryObject(caller.tenant, n));
  const more = from + top < numbers.length;
  const link = `${base}/groups/${call.params[0]}/members?$top=${top}&$skiptoken=${from + top}`;
  return {
    body: { '@odata.context': `${base}/$metadata#directoryObjects`, ...(more && { '@odata.nextLink': link }), value },
  };
}

function failing(call: Call): Reply {
  const { caller } = call;
  const group = groupOf(call);
  const isFailing = (n: number): boolean =>
    caller.tenant.users.numbered(n)!.viaGroup.some((one) => one.group === group.n && one.error !== null);
  return { body: { value: [...group.members].filter(isFailing).map((n) => directoryObject(caller.tenant, n)) } };
}

const directoryObject = (tenant: Tenant, n: number) => ({
  '@odata.type': '#microsoft.graph.user',
  ...userView(tenant.users.numbered(n)!, tenant, ['id', 'userPrincipalName', 'displayName']),
});

function license(call: Call): Reply {
  const {
    caller: { tenant },
    base,
    body,
    record,
  } = call;
  const group = groupOf(call);
  const given = Licences.safeParse(body);
  if (!given.success) throw badRequest("One or more parameters of the operation 'assignLicense' are missing.");
  const { addLicenses, removeLicenses } = given.data;
  for (const skuId of [...removeLicenses, ...addLicenses.map((one) => one.skuId)])
    if (!tenant.subscriptions.find(skuId))
      throw badRequest(`License ${skuId} does not correspond to a valid company License.`);
  const id = tenant.groups.idOf(group.n);
  const added = addLicenses.map(({ skuId, disabledPlans }) => ({
    skuId,
    disabledPlans: [...(disabledPlans ?? [])].sort(),
  }));
  record({ kind: 'group-licensed', group: id, added, removed: removeLicenses });
  return { headers: { location: `${base}/groups/${id}` }, body: groupView(group, tenant) };
}

function memberOf(call: Call): Reply {
  const { tenant } = call.caller;
  const value = tenant.groups.of(userOf(call).n).map((group) => ({
    '@odata.type': '#microsoft.graph.group',
    ...groupView(group, tenant),
  }));
  return { body: { '@odata.context': `${call.base}/$metadata#directoryObjects`, value } };
}

function memberOfOne(call: Call): Reply {
  const { tenant } = call.caller;
  const group = tenant.groups.find(call.params[1]!);
  if (!group?.members.has(userOf(call).n)) throw notFound(call.params[1]!);
  return { body: { '@odata.type': '#microsoft.graph.group', ...groupView(group, tenant) } };
}

function reprocess(call: Call): Reply {
  const user = userOf(call);
  const { tenant } = call.caller;
  call.record({ kind: 'reprocessing', user: tenant.users.idOf(user), dueAt: call.dueAt() });
  return { body: userView(user, tenant, ['id', 'userPrincipalName', 'displayName', 'assignedLicenses']) };
}
