import { GraphError, malformed } from '../graph-error.js';
import { selected, userView } from '../tenant/user-view.js';
import { type Call, type Operation, READS_USERS, type Reply } from './operation.js';

const DEFAULT_PAGE = 200;
const LARGEST_PAGE = 999;
const TOKEN_LIFE_MS = 7 * 86_400_000;

/** Microsoft Graph, delta query on users: everyone first, then who changed since. */
export const deltaOperations: Operation[] = [
  { method: 'GET', path: 'users/delta', answers: 200, units: 2, roles: READS_USERS, run: usersDelta },
];

/** Where a reader stands: in the first round over all users, or in the changes from `from` to `to`. */
type DeltaToken = { round: 'all' | 'changes'; from: number; to: number; at: number; select: string };

function usersDelta({ query, headers, caller: { tenant }, base, at }: Call): Reply {
  const place = tokenIn(query, at, tenant.delta.length);
  const select = selected(new URLSearchParams(place.select ? { $select: place.select } : {}));
  const top = pageSize(headers['prefer']);
  const { users: page, next } =
    place.round === 'all' ? everyone(place, tenant.users.next, top) : tenant.delta.page(place.from, place.to, top);
  const value = page.flatMap((n) => {
    const user = tenant.users.numbered(n)!;
    const id = tenant.users.idOf(user);
    if (user.deleted)
      return place.round === 'all' ? [] : [{ id, '@removed': { reason: user.purged ? 'deleted' : 'changed' } }];
    return [userView(user, tenant, [...new Set(['id', ...select])])];
  });
  const isLast = next >= (place.round === 'all' ? tenant.users.next : place.to);
  // What changed since the first round began comes with the first delta link.
  const following: DeltaToken = isLast ? { ...place, round: 'changes', from: place.to, at } : { ...place, from: next };
  const kind = isLast ? 'delta' : 'next';
  const link = `${base}/users/delta?$${isLast ? 'delta' : 'skip'}token=${encoded(following)}`;
  return { body: { '@odata.context': `${base}/$metadata#users`, [`@odata.${kind}Link`]: link, value } };
}

function everyone({ from }: DeltaToken, end: number, top: number): { users: number[]; next: number } {
  const next = Math.min(end, from + top);
  return { users: Array.from({ length: next - from }, (_, index) => from + index), next };
}

function tokenIn(query: URLSearchParams, at: number, length: number): DeltaToken {
  const token = query.get('$skiptoken') ?? query.get('$deltatoken');
  if (token === null) return { round: 'all', from: 0, to: length, at, select: query.get('$select') ?? '' };
  const place = decoded(token);
  if (at - place.at > TOKEN_LIFE_MS)
    throw new GraphError(
      400,
      'syncStateNotFound',
      'The sync state generation is not found; begin with a full synchronisation.',
    );
  return query.has('$deltatoken') ? { ...place, to: length } : place;
}

const encoded = (place: DeltaToken): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function decoded(token: string): DeltaToken {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as DeltaToken;
  } catch {
    throw malformed('The delta token is malformed.');
  }
}

function pageSize(prefer = ''): number {
  const wanted = Number(/odata\.maxpagesize=(\d+)/.exec(prefer)?.[1] ?? DEFAULT_PAGE);
  return Math.max(1, Math.min(LARGEST_PAGE, wanted));
}
