import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import { Refusal, Unauthenticated } from '../errors/refusal.js';
import { ROLES, type Actor } from './actor.js';

const texts = z.array(z.string()).default([]);

const Claims = z.object({
  sub: z.string().min(1),
  role: z.enum(ROLES),
  person_id: z.uuid().optional(),
  regions: texts,
  academies: texts,
  groups: texts,
  scope: z
    .string()
    .default('')
    .transform((scopes) => scopes.split(' ').filter(Boolean)),
});

/** The keys by which tokens are checked cannot be had just now: the caller may try again. */
export class IdentityUnavailable extends Refusal {
  constructor() {
    super('IDENTITY_UNAVAILABLE', { status: 503, detail: "the identity provider's keys cannot be fetched" });
  }
}

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
      const algorithms = ['RS256', 'ES256', 'EdDSA'];
      return (await jwtVerify(token, this.#keys, { issuer, audience, algorithms, clockTolerance: 30 })).payload;
    } catch (error) {
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw new IdentityUnavailable();
      throw new Unauthenticated(
        error instanceof errors.JWTExpired ? 'the token has expired' : 'the token is not valid',
      );
    }
  }
}
