import { calculateJwkThumbprint, importJWK, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';

const PrivateKeys = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'a JWK Set in JSON' });
      return z.NEVER;
    }
  })
  .pipe(
    z.object({
      keys: z
        .array(z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string(), d: z.string() }))
        .min(1, 'at least one RSA private key: the first one signs'),
    }),
  );

export const CredentialEnv = z.object({
  CREDENTIAL_KEYS: PrivateKeys,
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/$/, '')),
});
export type CredentialEnv = z.output<typeof CredentialEnv>;

export type SigningKey = { kid: string; private: CryptoKey };

/** The keys that credentials are signed with: the first one signs, every one still verifies. */
export class CredentialKeys {
  private constructor(
    readonly issuer: string,
    readonly current: SigningKey,
    private readonly publicById: ReadonlyMap<string, JWK>,
  ) {}

  /** Reads private RSA JWKs; a key's id is its RFC 7638 thumbprint, shown under `issuer`/keys/. */
  static async from({ CREDENTIAL_KEYS, PUBLIC_URL }: CredentialEnv): Promise<CredentialKeys> {
    const publicById = new Map<string, JWK>();
    let current: SigningKey | undefined;
    for (const key of CREDENTIAL_KEYS.keys) {
      const { kty, n, e } = key;
      const id = await calculateJwkThumbprint({ kty, n, e });
      const kid = `${PUBLIC_URL}/keys/${id}`;
      publicById.set(id, { kty, n, e, alg: 'RS256', use: 'sig', kid });
      current ??= { kid, private: (await importJWK(key as JWK, 'RS256')) as CryptoKey };
    }
    return new CredentialKeys(PUBLIC_URL, current!, publicById);
  }

  /** The public half by the key's id or by its whole URL; undefined for a key of somebody else. */
  publicKey(kid: string): JWK | undefined {
    const prefix = `${this.issuer}/keys/`;
    return this.publicById.get(kid.startsWith(prefix) ? kid.slice(prefix.length) : kid);
  }

  /** Every public key, as a JWK Set. */
  get jwks(): { keys: JWK[] } {
    return { keys: [...this.publicById.values()] };
  }

  /** The issuer's DID document (did:web), naming the keys that may sign. */
  get did(): Record<string, unknown> {
    const did = `did:web:${new URL(this.issuer).host.replace(':', '%3A')}`;
    const methods = [...this.publicById].map(([id, publicKeyJwk]) => ({
      id: `${did}#${id}`,
      type: 'JsonWebKey',
      controller: did,
      publicKeyJwk,
    }));
    return {
      '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/jwk/v1'],
      id: did,
      alsoKnownAs: [this.issuer],
      verificationMethod: methods,
      assertionMethod: methods.map(({ id }) => id),
    };
  }
}
