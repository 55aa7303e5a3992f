import { hash } from 'node:crypto';
import { compactVerify, errors } from 'jose';
import { Unauthenticated } from '../errors/refusal.js';
import type { Caller } from './caller.js';
import { callerOf, type Reading } from './claims.js';
import { IssuerKeys, type KeySet, type Place } from './issuer-keys.js';
import { strictObject } from '../schema/strict-json.js';

/** Whose tokens are believed, and how they are read; `now` in milliseconds, the system's clock unless given. */
export type Trust = Place & Reading & { now?: () => number; onTrouble?: (reason: string) => void };

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
/** What says by itself by which key or how it is to be read (RFC 8725, 3.10), or is more than a signed JWT. */
const FORBIDDEN = ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64', 'cty', 'enc', 'zip'];
const TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];

// The last character of a segment may have bits that no byte has: each token is to have one text alone.
const SEGMENT = '(?:[\\w-]{4})*(?:[\\w-]{2}[AEIMQUYcgkosw048]|[\\w-][AQgw])?';
const BEARER = new RegExp(`^[Bb][Ee][Aa][Rr][Ee][Rr] (${SEGMENT}\\.${SEGMENT}\\.${SEGMENT})$`);
const MOST_CHARACTERS = 8_192;
const MOST_REMEMBERED = 5_000;

/**
 * Checks access tokens: one way to write each, an algorithm and a type that are let in, a signature by a key that the issuer
 * publishes, and its claims. What was found good is remembered for as long as token and keys are.
 */
export class JwtVerifier {
  readonly #keys: IssuerKeys;
  readonly #now: () => number;

  constructor(private readonly trust: Trust) {
    this.#keys = new IssuerKeys(trust, trust);
    this.#now = trust.now ?? Date.now;
  }

  /** Who the header speaks for, without a scope: the rule of an operation grants that. Refuses UNAUTHENTICATED. */
  async verify(authorization: string): Promise<Caller> {
    if (authorization.length > MOST_CHARACTERS) throw new Unauthenticated('the token is not valid');
    const [, token] = BEARER.exec(authorization) ?? [];
    if (!token) throw new Unauthenticated('a bearer token is expected');
    const name = hash('sha256', token, 'base64');
    const keys = await this.#keys.current();
    const known = keys.remembered.get(name);
    if (known && this.#now() < known.until) return known.caller;
    return this.#judged(token, name, keys);
  }

  async #judged(token: string, name: string, current: KeySet): Promise<Caller> {
    demandHeader(strictObject(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url')));
    const [keys, payload] = await this.#opened(token, current);
    const claims = strictObject(payload);
    if (!claims) throw new Unauthenticated('the token is not valid');
    const caller = callerOf(claims, keys.issuer, this.trust, this.#now() / 1_000);
    remember(keys, name, caller, (claims['exp'] as number) * 1_000);
    return caller;
  }

  /** The payload, with the keys that verified it: those of now where the token names one that was not known. */
  async #opened(token: string, current: KeySet): Promise<[KeySet, Uint8Array]> {
    const first = await payloadBy(current, token);
    if (first) return [current, first];
    const renewed = await this.#keys.renewed();
    const second = renewed === current ? undefined : await payloadBy(renewed, token);
    if (!second) throw new Unauthenticated('the token is not valid');
    return [renewed, second];
  }
}

function demandHeader(header: Readonly<Record<string, unknown>> | undefined): void {
  const { kid = '', typ = 'jwt' } = header ?? {};
  const isPlain = header && !FORBIDDEN.some((name) => Object.hasOwn(header, name));
  const isNamed = typeof kid === 'string' && kid.length <= 256;
  const isAccess = typeof typ === 'string' && TYPES.includes(typ.toLowerCase());
  if (!isPlain || !isNamed || !isAccess) throw new Unauthenticated('the token is not valid');
}

/** What the token carries, undefined where it names a key that these are not. Refuses UNAUTHENTICATED any other fault. */
async function payloadBy({ find }: KeySet, token: string): Promise<Uint8Array | undefined> {
  try {
    return (await compactVerify(token, find, { algorithms: ALGORITHMS })).payload;
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return undefined;
    throw new Unauthenticated('the token is not valid');
  }
}

function remember({ remembered }: KeySet, name: string, caller: Caller, until: number): void {
  if (remembered.size >= MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!);
  remembered.set(name, { caller, until });
}
