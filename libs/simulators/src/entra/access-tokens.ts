import { randomUUID } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { Clock } from '@takwin/platform/clock';
import { GraphError } from '../graph/graph-error.js';
import { SigningKey } from '../keys/signing-key.js';
import type { AppRegistration, TenantConfig } from '../tenants.js';

export const GRAPH_RESOURCE = 'https://graph.microsoft.com';

/** What an access token says of its bearer; `exp` in seconds since 1970. */
export type Bearer = { app: string; tenant: string; roles: ReadonlySet<string>; exp: number };

const REMEMBERED = 1_000;

/** Issues app-only access tokens for Microsoft Graph, and reads them back at Graph's door. */
export class AccessTokens {
  readonly #verified = new Map<string, Bearer>();

  private constructor(
    private readonly key: SigningKey,
    private readonly clock: Clock,
  ) {}

  /** With the key in `file`; without one, with a key of its own. */
  static async open(file: string | undefined, clock: Clock): Promise<AccessTokens> {
    return new AccessTokens(await SigningKey.open(file), clock);
  }

  issue({ id }: TenantConfig, { clientId, roles }: AppRegistration, lifeSeconds: number): Promise<string> {
    const now = this.#seconds();
    return this.key.sign({
      aud: GRAPH_RESOURCE,
      iss: `https://sts.windows.net/${id}/`,
      iat: now,
      nbf: now,
      exp: now + lifeSeconds,
      appid: clientId,
      idtyp: 'app',
      roles,
      sub: clientId,
      tid: id,
      uti: randomUUID(),
      ver: '1.0',
    });
  }

  /** The bearer that an Authorization header names; refuses (GraphError 401) a missing, expired or foreign token. */
  async bearer(authorization: string | undefined): Promise<Bearer> {
    const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
    if (!token) throw unauthenticated('Access token is empty.');
    const bearer = this.#verified.get(token) ?? (await this.#verify(token));
    if (bearer.exp <= this.#seconds()) throw expired();
    return bearer;
  }

  async #verify(token: string): Promise<Bearer> {
    try {
      const { payload } = await jwtVerify<{ appid: string; tid: string; roles: string[] }>(token, this.key.publicKey, {
        algorithms: ['RS256'],
        audience: GRAPH_RESOURCE,
        currentDate: this.clock.now(),
      });
      const bearer = { app: payload.appid, tenant: payload.tid, roles: new Set(payload.roles), exp: payload.exp! };
      if (this.#verified.size >= REMEMBERED) this.#verified.clear();
      this.#verified.set(token, bearer);
      return bearer;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw expired();
      if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud')
        throw unauthenticated('Access token validation failure. Invalid audience.');
      throw unauthenticated('Access token validation failure.');
    }
  }

  #seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1_000);
  }
}

const unauthenticated = (message: string): GraphError =>
  new GraphError(401, 'InvalidAuthenticationToken', message, { headers: { 'www-authenticate': 'Bearer' } });

const expired = (): GraphError => unauthenticated('Lifetime validation failed, the token is expired.');
