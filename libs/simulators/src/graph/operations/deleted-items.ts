import { badRequest, notFound } from '../graph-error.js';
import type { Tenant } from '../tenant/tenant.js';
import type { User } from '../tenant/user.js';
import { userView } from '../tenant/user-view.js';
import { type Call, type Operation, READS_USERS, type Reply, WRITES_USERS } from './operation.js';

const KEPT_SECONDS = 30 * 86_400;

/** Microsoft Graph, directory: deleted items are listed, restored within 30 days, or deleted for good. */
export const deletedItemOperations: Operation[] = [
  {
    method: 'GET',
    path: 'directory/deletedItems/microsoft.graph.user',
    answers: 200,
    units: 1,
    roles: READS_USERS,
    run: list,
  },
  {
    method: 'POST',
    path: 'directory/deletedItems/:id/restore',
    answers: 200,
    units: 1,
    roles: WRITES_USERS,
    run: restore,
  },
  { method: 'DELETE', path: 'directory/deletedItems/:id', answers: 204, units: 1, roles: WRITES_USERS, run: purge },
];

const isKept = (user: User, at: number): boolean => at / 1_000 - user.deletedAt! < KEPT_SECONDS;

function view(user: User, tenant: Tenant) {
  const deletedDateTime = new Date(user.deletedAt! * 1_000).toISOString().replace('.000Z', 'Z');
  return { ...userView(user, tenant, ['id', 'displayName', 'userPrincipalName', 'mail']), deletedDateTime };
}

function list({ caller: { tenant }, base, at, query }: Call): Reply {
  const top = Math.min(999, Number(query.get('$top') ?? 100));
  const from = Number(query.get('$skiptoken') ?? 0);
  const all = [...tenant.users.deleted()].filter((user) => isKept(user, at));
  const more = from + top < all.length;
  const link = `${base}/directory/deletedItems/microsoft.graph.user?$top=${top}&$skiptoken=${from + top}`;
  const value = all.slice(from, from + top).map((user) => view(user, tenant));
  return { body: { '@odata.context': `${base}/$metadata#users`, ...(more && { '@odata.nextLink': link }), value } };
}

function deletedOf({ params, caller: { tenant }, at }: Call): User {
  const user = tenant.users.withId(params[0]!);
  if (!user?.deleted || user.purged || !isKept(user, at)) throw notFound(params[0]!);
  return user;
}

function restore(call: Call): Reply {
  const user = deletedOf(call);
  const { tenant } = call.caller;
  const message = 'Another object with the same value for property userPrincipalName already exists.';
  if (tenant.users.find(user.userPrincipalName))
    throw badRequest(message, { details: [{ code: 'ObjectConflict', message, target: 'userPrincipalName' }] });
  call.record({ kind: 'user-restored', user: tenant.users.idOf(user) });
  return { body: userView(user, tenant, ['id', 'displayName', 'userPrincipalName']) };
}

function purge(call: Call): Reply {
  call.record({ kind: 'user-purged', user: call.caller.tenant.users.idOf(deletedOf(call)) });
  return {};
}
