import { createLocalJWKSet, type JWK } from 'jose';
import { z } from 'zod';
import { Refusal } from '../errors/refusal.js';
import type { Caller } from './caller.js';

/** The keys by which tokens are checked cannot be had just now: the caller may try again. */
class IdentityUnavailable extends Refusal {
  constructor() {
    super('IDENTITY_UNAVAILABLE', { status: 503 });
  }
}

/** Where an issuer's keys are: at a URL, or where its discovery document says. */
export type Place = { issuer: string; jwksUrl: string } | { issuer?: string; discoveryUrl: string };

/** The keys that an issuer publishes at a time, and the tokens that were found to be signed by one of them. */
export type KeySet = {
  readonly issuer: string;
  readonly find: ReturnType<typeof createLocalJWKSet>;
  readonly remembered: Map<string, { caller: Caller; until: number }>;
};

type Options = { now?: () => number; onTrouble?: (reason: string) => void };

/** Milliseconds after which keys are asked for again: as long as a key that was withdrawn, and what it signed, is still believed. */
const FRESH = 5 * 60_000;
/** Milliseconds for which the last known keys go on while the issuer does not answer. */
const STALE = 60 * 60_000;
/** Milliseconds between two questions, whatever callers send; less where there are no keys at all. */
const COOLDOWN = 5_000;
const IMPATIENT = 500;
const TIMEOUT = 3_000;
const MOST_BYTES = 512 * 1024;

const Discovery = z.object({ issuer: z.string().min(1), jwks_uri: z.url({ protocol: /^https?$/ }) });
const Jwks = z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(100) });

/** The keys of one issuer, found by OpenID Connect Discovery 1.0, kept for minutes, and asked for again when a token names another one. */
export class IssuerKeys {
  #set?: KeySet;
  #text?: string;
  #learnedAt = -Infinity;
  #askedAt = -Infinity;
  #asking?: Promise<void>;
  readonly #now: () => number;

  constructor(
    private readonly place: Place,
    private readonly options: Options = {},
  ) {
    this.#now = options.now ?? Date.now;
  }

  /** The keys as the issuer published them in the last minutes. Refuses IDENTITY_UNAVAILABLE where they cannot be had. */
  async current(): Promise<KeySet> {
    if (this.#now() - this.#learnedAt >= FRESH) await this.#ask();
    if (!this.#set || this.#now() - this.#learnedAt >= STALE) throw new IdentityUnavailable();
    return this.#set;
  }

  /** The keys as they are now, for a token of a key that is not among the current ones; asked for once in a while only. */
  async renewed(): Promise<KeySet> {
    await this.#ask();
    return this.current();
  }

  #ask(): Promise<void> {
    const pause = this.#set ? COOLDOWN : IMPATIENT;
    if (!this.#asking && this.#now() - this.#askedAt < pause) return Promise.resolve();
    this.#asking ??= this.#learn().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #learn(): Promise<void> {
    this.#askedAt = this.#now();
    try {
      const { issuer, jwksUrl } = await this.#found();
      const text = await textAt(jwksUrl);
      // What was remembered of the same keys stays.
      if (text !== this.#text || issuer !== this.#set?.issuer)
        this.#set = { issuer, find: createLocalJWKSet({ keys: usable(text) }), remembered: new Map() };
      this.#text = text;
      this.#learnedAt = this.#now();
    } catch (error) {
      this.options.onTrouble?.((error as Error).message);
    }
  }

  async #found(): Promise<{ issuer: string; jwksUrl: string }> {
    const { place } = this;
    if ('jwksUrl' in place) return place;
    const { issuer, jwks_uri } = Discovery.parse(JSON.parse(await textAt(place.discoveryUrl)));
    if (issuer !== (place.issuer ?? issuer)) throw new Error(`${place.discoveryUrl} is another issuer's: ${issuer}`);
    if (place.discoveryUrl.startsWith('https:') && !jwks_uri.startsWith('https:'))
      throw new Error(`${place.discoveryUrl} names keys that are not at https: ${jwks_uri}`);
    return { issuer, jwksUrl: jwks_uri };
  }
}

async function textAt(url: string): Promise<string> {
  const headers = { accept: 'application/json' };
  const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    if ((bytes += part.length) > MOST_BYTES) throw new Error(`${url} answers more than ${MOST_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The public keys that verify signatures, without what else may stand in the document; refuses one that holds none. */
function usable(text: string): JWK[] {
  const keys = Jwks.parse(JSON.parse(text)).keys.filter((key) => verifies(key as JWK));
  if (keys.length === 0) throw new Error('the issuer publishes no key that verifies a signature');
  return keys.map(({ kty, kid, alg, use, n, e, crv, x, y }) => ({ kty, kid, alg, use, n, e, crv, x, y }) as JWK);
}

/** RSA, of which jose takes none below 2048 bits, P-256 or Ed25519. */
function verifies({ kty, kid, use, crv }: JWK): boolean {
  if (!['undefined', 'string'].includes(typeof kid) || (use ?? 'sig') !== 'sig') return false;
  return kty === 'RSA' || (kty === 'EC' && crv === 'P-256') || (kty === 'OKP' && crv === 'Ed25519');
}
