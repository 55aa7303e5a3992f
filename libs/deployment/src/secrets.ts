import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SERVICES } from '@takwin/contracts/topology';
import { z } from 'zod';

const Secrets = z.object({
  passwords: z.record(z.string(), z.string()),
  cinEncryptionKey: z.string(),
  cinHashKey: z.string(),
  credentialKeys: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) }),
});
export type Secrets = z.output<typeof Secrets>;

const ROLES = [...SERVICES, 'jobs'];

/** The secrets of a home that the caller holds, made once and readable by its user alone. */
export async function secretsOf(home: string): Promise<Secrets> {
  const file = join(home, 'secrets.json');
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (known === undefined) return written(newSecrets(), file);
  const secrets = Secrets.parse(JSON.parse(known));
  if (secrets.credentialKeys.keys.some(({ kty }) => kty === 'OKP')) return secrets;
  // A home of before Data Integrity proofs gets the key for them.
  secrets.credentialKeys.keys.push(proofKey());
  return written(secrets, file);
}

// Whole or not at all, whenever the process is killed.
async function written(secrets: Secrets, file: string): Promise<Secrets> {
  await writeFile(`${file}.part`, JSON.stringify(secrets), { mode: 0o600 });
  await rename(`${file}.part`, file);
  return secrets;
}

const proofKey = (): Record<string, unknown> => ({
  ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
});

/** Secrets that nobody has seen: passwords by role, the CIN vault's keys, a key that signs credentials. */
export function newSecrets(): Secrets {
  const secret = (bytes: number, encoding: 'base64' | 'base64url'): string => randomBytes(bytes).toString(encoding);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const roles = ROLES.flatMap((role) => [role, `${role}_reader`]);
  return {
    passwords: Object.fromEntries(roles.map((role) => [role, secret(24, 'base64url')])),
    cinEncryptionKey: secret(32, 'base64'),
    cinHashKey: secret(32, 'base64'),
    credentialKeys: { keys: [{ ...privateKey.export({ format: 'jwk' }) }, proofKey()] },
  };
}
