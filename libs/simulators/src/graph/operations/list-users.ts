import { badRequest, malformed, unsupported } from '../graph-error.js';
import type { Tenant } from '../tenant/tenant.js';
import type { User } from '../tenant/user.js';
import { selected, userView } from '../tenant/user-view.js';
import { type Filter, filterOf } from './filter.js';
import { type Call, type Operation, READS_USERS, type Reply } from './operation.js';

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 999;

/** Microsoft Graph, list users: $select, $filter, $top, paging, $count. */
export const listOperations: Operation[] = [
  { method: 'GET', path: 'users', answers: 200, units: 2, roles: READS_USERS, run: listUsers },
  { method: 'GET', path: 'users/$count', answers: 200, units: 1, roles: READS_USERS, run: countUsers },
];

function listUsers({ query, headers, caller: { tenant }, base, seen }: Call): Reply {
  for (const option of ['$orderby', '$search', '$skip'])
    if (query.has(option)) throw unsupported(`Unsupported query option '${option}'.`);
  const properties = selected(query);
  const top = pageSize(query);
  const advanced = isEventual(headers) && query.get('$count') === 'true';
  const filter = query.has('$filter') ? filterOf(query.get('$filter')!, advanced) : undefined;
  const { found, next } = page(matching(tenant, filter, skipped(query), seen), top);
  const suffix = query.get('$select') ? `(${properties.join(',')})` : '';
  return {
    body: {
      '@odata.context': `${base}/$metadata#users${suffix}`,
      ...(advanced && { '@odata.count': counted(tenant, filter) }),
      ...(next && { '@odata.nextLink': `${base}/users?${following(query, next)}` }),
      value: found.map((user) => userView(user, tenant, properties)),
    },
  };
}

function countUsers({ query, headers, caller: { tenant } }: Call): Reply {
  if (!isEventual(headers)) throw badRequest('$count is not currently supported.');
  const filter = query.has('$filter') ? filterOf(query.get('$filter')!, true) : undefined;
  return { body: counted(tenant, filter) };
}

const isEventual = (headers: Call['headers']): boolean => headers['consistencylevel']?.toLowerCase() === 'eventual';

function pageSize(query: URLSearchParams): number {
  const top = query.get('$top');
  if (top === null) return DEFAULT_PAGE;
  const size = Number(top);
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST_PAGE) return size;
  throw unsupported(`Invalid page size specified: '${top}'. Must be between 1 and ${LARGEST_PAGE} inclusive.`);
}

function skipped(query: URLSearchParams): number {
  const token = query.get('$skiptoken');
  if (token === null) return 0;
  const n = Number(Buffer.from(token, 'base64url').toString());
  if (token !== '' && Number.isInteger(n) && n >= 0) return n;
  throw malformed('The skip token is malformed.');
}

function following(query: URLSearchParams, next: User): string {
  const link = new URLSearchParams(query);
  link.set('$skiptoken', Buffer.from(String(next.n)).toString('base64url'));
  return link.toString().replaceAll('%24', '$');
}

function* matching(
  tenant: Tenant,
  filter: Filter | undefined,
  from: number,
  seen: Call['seen'] = (user) => user,
): Generator<User> {
  for (const one of filter?.keys ? named(tenant, filter.keys, from) : tenant.users.from(from)) {
    const user = seen(one);
    if (user && (!filter || filter.matches(user, tenant))) yield user;
  }
}

// A filter by key looks the keys up instead of reading the whole directory.
function named({ users }: Tenant, keys: readonly string[], from: number): User[] {
  const found = keys.map((key) => users.find(key)).filter((user) => user !== undefined && user.n >= from) as User[];
  return [...new Set(found)].sort((one, other) => one.n - other.n);
}

function page(users: Generator<User>, top: number): { found: User[]; next: User | undefined } {
  const found: User[] = [];
  for (const user of users) {
    if (found.length === top) return { found, next: user };
    found.push(user);
  }
  return { found, next: undefined };
}

function counted(tenant: Tenant, filter: Filter | undefined): number {
  if (!filter) return tenant.users.count;
  let count = 0;
  for (const _ of matching(tenant, filter, 0)) count += 1;
  return count;
}
