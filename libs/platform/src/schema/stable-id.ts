import { createHash } from 'node:crypto';

const digest = (namespace: string, name: string): Buffer =>
  createHash('sha256').update(`takwin:${namespace}:${name}`).digest();

/**
 * The UUID of a thing that ships with the product: the same namespace and name give the same id in every copy of the
 * programme, so that services agree on it without asking each other (RFC 9562, version 8: name-based on SHA-256).
 */
export function stableId(namespace: string, name: string): string {
  const bytes = digest(namespace, name);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/**
 * A whole number from 0 up to `below`, drawn from the names alone: synthetic data that does not shift when a row is
 * added before it. `below` is at most 2^32.
 */
export const stableNumber = (namespace: string, name: string, below: number): number =>
  digest(namespace, name).readUInt32BE(0) % below;
