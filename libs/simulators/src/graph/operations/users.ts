import { z } from 'zod';
import { badRequest, GraphError, malformed, notFound } from '../graph-error.js';
import type { Tenant } from '../tenant/tenant.js';
import { type User, UserState } from '../tenant/user.js';
import { selected, userView } from '../tenant/user-view.js';
import { type Call, type Operation, READS_USERS, type Reply, WRITES_USERS } from './operation.js';

const Password = z.strictObject({
  password: z.string().min(1),
  forceChangePasswordNextSignIn: z.boolean().optional(),
  forceChangePasswordNextSignInWithMfa: z.boolean().optional(),
});
const NewUser = UserState.extend({ passwordProfile: Password });
const UserChanges = NewUser.partial();
const REQUIRED = ['accountEnabled', 'displayName', 'mailNickname', 'passwordProfile', 'userPrincipalName'];

/** Microsoft Graph, users: create, get, update, delete. */
export const userOperations: Operation[] = [
  { method: 'POST', path: 'users', answers: 201, units: 1, roles: WRITES_USERS, run: createUser },
  { method: 'GET', path: 'users/:id', answers: 200, units: 1, roles: READS_USERS, run: getUser },
  { method: 'PATCH', path: 'users/:id', answers: 204, units: 1, roles: WRITES_USERS, run: updateUser },
  { method: 'DELETE', path: 'users/:id', answers: 204, units: 1, roles: WRITES_USERS, run: deleteUser },
];

/** The user that the path names, by object id or principal name; refuses (GraphError 404) others. */
export function userOf({ params, caller }: Call): User {
  const key = params[0]!;
  const user = caller.tenant.users.find(key);
  if (!user) throw notFound(key);
  return user;
}

function getUser(call: Call): Reply {
  const { query, base, caller, seen } = call;
  const user = seen(userOf(call));
  if (!user) throw notFound(call.params[0]!);
  const properties = selected(query);
  const suffix = query.get('$select') ? `(${properties.join(',')})` : '';
  return {
    body: {
      '@odata.context': `${base}/$metadata#users${suffix}/$entity`,
      ...userView(user, caller.tenant, properties),
    },
  };
}

function createUser({ body, caller: { tenant }, base, record }: Call): Reply {
  const given = asObject(body);
  const missing = REQUIRED.find((name) => given[name] === undefined || given[name] === null);
  if (missing) throw badRequest(`A value is required for property '${missing}' of resource 'User'.`);
  const { passwordProfile: _, ...state } = checked(NewUser, given);
  refuseDomain(tenant, state.userPrincipalName);
  refuseTaken(tenant, state.userPrincipalName);
  if (tenant.objects >= tenant.config.objectQuota)
    throw new GraphError(
      403,
      'Directory_QuotaExceeded',
      'The directory object quota limit for the Tenant has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.',
    );
  const id = tenant.users.nextId();
  record({ kind: 'user-created', user: id, state });
  return {
    headers: { location: `${base}/users/${id}` },
    body: {
      '@odata.context': `${base}/$metadata#users/$entity`,
      ...userView(tenant.users.withId(id)!, tenant, selected(new URLSearchParams())),
    },
  };
}

function updateUser(call: Call): Reply {
  const { body, caller, claim, record } = call;
  const user = userOf(call);
  const { passwordProfile: _, ...changes } = checked(UserChanges, asObject(body));
  const { userPrincipalName } = changes;
  if (userPrincipalName !== undefined) {
    refuseDomain(caller.tenant, userPrincipalName);
    refuseTaken(caller.tenant, userPrincipalName, user);
  }
  claim(user);
  record({ kind: 'user-changed', user: caller.tenant.users.idOf(user), changes });
  return {};
}

function deleteUser(call: Call): Reply {
  const user = userOf(call);
  call.claim(user);
  call.record({ kind: 'user-deleted', user: call.caller.tenant.users.idOf(user) });
  return {};
}

function asObject(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw malformed('Empty Payload. JSON content expected.');
}

function checked<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const property = String(issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path[0]);
  throw badRequest(`Invalid value specified for property '${property}' of resource 'User'.`);
}

function refuseDomain({ config }: Tenant, userPrincipalName: string): void {
  if (config.domains.includes(userPrincipalName.slice(userPrincipalName.indexOf('@') + 1).toLowerCase())) return;
  throw badRequest(
    'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
  );
}

function refuseTaken(tenant: Tenant, userPrincipalName: string, by?: User): void {
  const holder = tenant.users.find(userPrincipalName);
  if (!holder || holder === by) return;
  const message = 'Another object with the same value for property userPrincipalName already exists.';
  throw badRequest(message, { details: [{ code: 'ObjectConflict', message, target: 'userPrincipalName' }] });
}
