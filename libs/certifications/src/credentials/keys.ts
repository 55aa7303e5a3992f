import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import { calculateJwkThumbprint, importJWK, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';
import type { ProofKey } from './data-integrity.js';
import { multikeyOf } from './multikey.js';

const Rsa = z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string(), d: z.string().optional() });
const Ed25519 = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string().optional(),
});
const Keys = z
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
        .array(z.discriminatedUnion('kty', [Rsa, Ed25519]))
        .refine((keys) => keys.some(({ kty, d }) => kty === 'RSA' && d), 'at least one RSA private key: it signs'),
    }),
  );

export const CredentialEnv = z.object({
  CREDENTIAL_KEYS: Keys,
  PUBLIC_URL: z
    .url()
    .transform((url) => url.replace(/\/$/, ''))
    .refine((url) => new URL(url).origin === url, 'an origin without a path: did:web is found at its root'),
});
export type CredentialEnv = z.output<typeof CredentialEnv>;

export type SigningKey = { kid: string; private: CryptoKey };

type Published = { id: string; kid: string; jwk: JWK; multikey?: string };

/**
 * The keys of credentials. The first private RSA key signs JWTs, the first private Ed25519 key makes Data Integrity proofs;
 * every key still verifies, and one that has retired may be left with its public half alone.
 */
export class CredentialKeys {
  private constructor(
    /** Where everything of ours is found: an origin. */
    readonly url: string,
    readonly current: SigningKey,
    /** Makes Data Integrity proofs; where there is none, credentials are issued as JWT only. */
    readonly proving: ProofKey | undefined,
    private readonly published: ReadonlyMap<string, Published>,
  ) {}

  /** Reads RSA and Ed25519 JWKs; a key's id is its RFC 7638 thumbprint, shown under `PUBLIC_URL`/keys/. */
  static async from({ CREDENTIAL_KEYS, PUBLIC_URL }: CredentialEnv): Promise<CredentialKeys> {
    const published = new Map<string, Published>();
    let current: SigningKey | undefined;
    let proving: ProofKey | undefined;
    for (const key of CREDENTIAL_KEYS.keys) {
      const bare = key.kty === 'RSA' ? { kty: key.kty, n: key.n, e: key.e } : { kty: key.kty, crv: key.crv, x: key.x };
      const id = await calculateJwkThumbprint(bare);
      const kid = `${PUBLIC_URL}/keys/${id}`;
      const alg = key.kty === 'RSA' ? 'RS256' : 'EdDSA';
      const jwk = { ...bare, alg, use: 'sig', kid };
      if (key.kty === 'RSA') {
        published.set(id, { id, kid, jwk });
        if (key.d) current ??= { kid, private: (await importJWK(key as JWK, alg)) as CryptoKey };
        continue;
      }
      const multikey = multikeyOf(createPublicKey({ key: bare as JsonWebKey, format: 'jwk' }));
      published.set(id, { id, kid, jwk, multikey });
      if (key.d)
        proving ??= {
          verificationMethod: `${didOf(PUBLIC_URL)}#${id}`,
          private: createPrivateKey({ key: key as JsonWebKey, format: 'jwk' }),
        };
    }
    return new CredentialKeys(PUBLIC_URL, current!, proving, published);
  }

  /** Who issues: a did:web, so that a verifier finds the keys at a place of its own and needs no page of ours. */
  get issuer(): string {
    return didOf(this.url);
  }

  /** Whether an issuer bears our name: our DID or an address of our host, with whatever path and however it is spelled. */
  isOurs = (issuer: unknown): boolean => typeof issuer === 'string' && hostOf(issuer) === hostOf(this.url);

  /** What GET /keys/{kid} answers: one bare JWK for an RSA key, a Multikey for an Ed25519 one. */
  shown(kid: string): Record<string, unknown> | undefined {
    const prefix = `${this.url}/keys/`;
    const key = this.published.get(kid.startsWith(prefix) ? kid.slice(prefix.length) : kid);
    if (!key?.multikey) return key?.jwk as Record<string, unknown> | undefined;
    return { '@context': 'https://w3id.org/security/multikey/v1', ...this.#methodOf(key), id: key.kid };
  }

  /** Every public key, as a JWK Set. */
  get jwks(): { keys: JWK[] } {
    return { keys: [...this.published.values()].map(({ jwk }) => jwk) };
  }

  /** The issuer's DID document (did:web), naming the keys that may sign. */
  get did(): Record<string, unknown> {
    const methods = [...this.published.values()].map((key) => this.#methodOf(key));
    return {
      '@context': [
        'https://www.w3.org/ns/did/v1',
        'https://w3id.org/security/jwk/v1',
        'https://w3id.org/security/multikey/v1',
      ],
      id: this.issuer,
      alsoKnownAs: [this.url],
      verificationMethod: methods,
      assertionMethod: methods.map(({ id }) => id),
    };
  }

  /** What we ourselves say under that address: the DID document, or a key. Credentials of the first release named the URL. */
  document(id: string): object | undefined {
    return id === this.issuer || id === this.url ? { ...this.did, id } : this.shown(id);
  }

  /** What whoever bears our name says of its keys: they are ours, and no others. */
  house = (issuer: string): object | undefined => (this.isOurs(issuer) ? this.did : undefined);

  #methodOf({ id, jwk, multikey }: Published): Record<string, unknown> {
    const about = { id: `${this.issuer}#${id}`, controller: this.issuer };
    return multikey
      ? { ...about, type: 'Multikey', publicKeyMultibase: multikey }
      : { ...about, type: 'JsonWebKey', publicKeyJwk: jwk };
  }
}

const didOf = (url: string): string => `did:web:${new URL(url).host.replace(':', '%3A')}`;

const DID_WEB = /^did:web:([^:/?#]*)/i;

/** The host, with its port, of a URL or a did:web, in its one spelling; undefined for what has none. */
function hostOf(issuer: string): string | undefined {
  const host = DID_WEB.exec(issuer.trim())?.[1];
  try {
    const { hostname, port } = new URL(host === undefined ? issuer : `https://${decodeURIComponent(host)}`);
    return `${hostname.replace(/\.$/, '')}:${port}`;
  } catch {
    return undefined;
  }
}
