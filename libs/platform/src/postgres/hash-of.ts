import { createHash } from 'node:crypto';

/** A hash that says whether two bodies ask for the same, whatever the order of their keys. */
export function hashOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body, sorted)).digest('base64url');
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
