import { malformed, notAllowed } from '../graph-error.js';
import { deletedItemOperations } from './deleted-items.js';
import { deltaOperations } from './delta.js';
import { groupOperations } from './groups.js';
import { licenceOperations } from './licences.js';
import { listOperations } from './list-users.js';
import type { Operation } from './operation.js';
import { userOperations } from './users.js';

const OPERATIONS = [
  ...deltaOperations,
  ...listOperations,
  ...userOperations,
  ...licenceOperations,
  ...groupOperations,
  ...deletedItemOperations,
].map((operation: Operation) => ({ operation, pattern: operation.path.toLowerCase().split('/') }));

export type Route = { operation: Operation; params: string[] };

/** The operation behind a method and a path such as /users/{id}; refuses (GraphError 400, 405) what is not simulated. */
export function routeOf(method: string, path: string): Route {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded);
  const candidates = OPERATIONS.filter(({ pattern }) => fits(pattern, segments));
  const found = candidates.find(({ operation }) => operation.method === method);
  if (found)
    return { operation: found.operation, params: segments.filter((_, at) => found.pattern[at]!.startsWith(':')) };
  if (candidates.length > 0) throw notAllowed();
  throw malformed(`Resource not found for the segment '${segments.at(-1) ?? ''}'.`);
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, at) => part.startsWith(':') || part === segments[at]!.toLowerCase())
  );
}

/** Resource units of a request after its query's discounts (Microsoft Graph throttling limits, identity and access). */
export function unitsOf({ method, units }: Operation, query: URLSearchParams): number {
  if (method !== 'GET') return units;
  const top = query.get('$top');
  const discount = (query.has('$select') ? 1 : 0) + (top !== null && Number(top) < 20 ? 1 : 0);
  return Math.max(1, units - discount + (query.has('$expand') ? 1 : 0));
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw malformed(`The segment '${segment}' is not well encoded.`);
  }
}
