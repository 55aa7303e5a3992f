import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from '@jest/globals';
import { proofOver } from '../credentials/data-integrity.js';
import type { CredentialKeys } from '../credentials/keys.js';
import { statusListUrl } from '../credentials/openbadge-credential.js';
import { placeOf, statusListCredential } from '../credentials/status-list.js';
import { shippedContexts } from '../credentials/reference/contexts.js';
import { keysOf, PUBLIC_URL, SALMA, signedBadge } from '../testing/badges.js';

let keys: CredentialKeys;
beforeAll(async () => {
  keys = await keysOf();
});

// It judges by the time of the machine.
const issuedAt = new Date('2024-01-01T00:00:00Z');
type Log = { log?: { id: string; valid: boolean }[]; errors?: string[] };

/** What the Digital Credentials Consortium's verifier says of each, where these ordinals are revoked. */
async function independently(credentials: object[], revoked: number[] = []): Promise<Log[]> {
  const url = statusListUrl(PUBLIC_URL, 0);
  const list = statusListCredential(
    url,
    keys.issuer,
    revoked.map((ordinal) => placeOf(ordinal).index),
    issuedAt,
  );
  const proof = await proofOver(list, keys.proving!, issuedAt, shippedContexts());
  const documents = { 'https://takwin.example/.well-known/did.json': keys.did, [url]: { ...list, proof } };
  const child = fileURLToPath(new URL('./independent.child.mjs', import.meta.url));
  return new Promise((resolve, reject) => {
    const process_ = execFile(process.execPath, [child], { maxBuffer: 2 ** 24 }, (error, out, err) =>
      error ? reject(new Error(err)) : resolve(JSON.parse(out).results as Log[]),
    );
    process_.stdin!.end(JSON.stringify({ credentials, documents }));
  });
}

it('is of one mind with an independent verifier: ours is good, revoked, changed, or signed by another', async () => {
  const { json: good } = await signedBadge(keys, { issuedAt });
  const { json: revoked } = await signedBadge(keys, { issuedAt, ordinal: SALMA.ordinal + 1 });
  const { json: foreign } = await signedBadge(await keysOf(), { issuedAt });
  const [one, two, three, four] = await independently(
    [good, revoked, { ...good, name: 'Another' }, foreign],
    [SALMA.ordinal + 1],
  );
  expect(one).toEqual({
    log: expect.arrayContaining([
      { id: 'valid_signature', valid: true },
      { id: 'expiration', valid: true },
      { id: 'revocation_status', valid: true },
    ]),
  });
  expect(one!.log!.filter(({ valid }) => !valid).map(({ id }) => id)).toEqual(['registered_issuer']);
  expect(two!.log).toContainEqual({ id: 'revocation_status', valid: false });
  for (const wrong of [three, four]) {
    expect(wrong!.log ?? []).not.toContainEqual({ id: 'valid_signature', valid: true });
    expect(wrong!.errors).toHaveLength(1);
  }
});
