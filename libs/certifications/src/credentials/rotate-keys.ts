import { generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';

const KeySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth'];

/**
 * The next value of CREDENTIAL_KEYS: a new RSA and a new Ed25519 key, which sign from now on, and behind them the public
 * halves of all that signed before, which go on verifying. Without a set, the first one.
 */
export function rotatedKeys(set: unknown = { keys: [] }): { keys: Record<string, unknown>[] } {
  const retired = KeySet.parse(set).keys.map((key) =>
    Object.fromEntries(Object.entries(key).filter(([name]) => !PRIVATE.includes(name))),
  );
  const fresh = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('ed25519')];
  return { keys: [...fresh.map(({ privateKey }) => ({ ...privateKey.export({ format: 'jwk' }) })), ...retired] };
}
