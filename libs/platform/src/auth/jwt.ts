import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import { Refusal, Unauthenticated } from '../errors/refusal.js';
import { isStorable } from '../schema/text.js';
import { ROLES, type Actor } from './actor.js';

// What a token says goes into queries: what PostgreSQL could not take would be a failure of ours.
const text = z.string().min(1).refine(isStorable, 'no text');
const texts = z.array(text).default([]);

const Claims = z.object({
  sub: text,
  role: z.enum(ROLES),
  person_id: z.uuid().optional(),
  regions: texts,
  academies: z.array(z.uuid()).default([]),
  groups: texts,
  scope: z
    .string()
    .default('')
    .transform((scopes) => scopes.split(' ').filter(Boolean)),
});

/** The keys by which tokens are checked cannot be had just now: the caller may try again. */
class IdentityUnavailable extends Refusal {
  constructor() {
    super('IDENTITY_UNAVAILABLE', { status: 503 });
  }
}

// jose's errors of an issuer that answers late, with another status or with no JWKS: none of them is the token's fault.
const NO_KEYS = [errors.JWKSTimeout.code, errors.JOSEError.code, errors.JWKSInvalid.code];

type Options = { issuer: string; jwksUrl: string; audience: string };

/** Checks access tokens: signature by the issuer's published keys, algorithm, issuer, audience, dates (30 s of leeway). */
export class JwtVerifier {
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(private readonly options: Options) {
    this.#keys = createRemoteJWKSet(new URL(options.jwksUrl), { cooldownDuration: 5_000, timeoutDuration: 3_000 });
  }

  /** Who the header speaks for, without a scope: the rule of an operation grants that. Refuses UNAUTHENTICATED. */
  async verify(authorization: string): Promise<Omit<Actor, 'scope'>> {
    const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization.trim()) ?? [];
    if (!token) throw new Unauthenticated('a bearer token is expected');
    const claims = Claims.safeParse(await this.payloadOf(token));
    if (!claims.success) throw new Unauthenticated(`the token says no ${claims.error.issues[0]!.path.join('.')}`);
    const { sub, role, person_id, regions, academies, groups, scope } = claims.data;
    return { subject: sub, role, personId: person_id, regions, academies, groups, scopes: scope };
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.options;
    try {
      const claims = { issuer, audience, requiredClaims: ['exp'], clockTolerance: 30 };
      return (await jwtVerify(token, this.#keys, { ...claims, algorithms: ['RS256', 'ES256', 'EdDSA'] })).payload;
    } catch (error) {
      if (!(error instanceof errors.JOSEError) || NO_KEYS.includes(error.code)) throw new IdentityUnavailable();
      throw new Unauthenticated(
        error instanceof errors.JWTExpired ? 'the token has expired' : 'the token is not valid',
      );
    }
  }
}
