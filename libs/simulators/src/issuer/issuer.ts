import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '@takwin/platform/clock';
import { SigningKey } from '../keys/signing-key.js';
import { claimsOf, type Grant } from './grant.js';

/** Fixed, so that a token outlives a restart on another port. */
export const ISSUER = 'https://issuer.takwin.test';
export const AUDIENCE = 'takwin';

/** Issues tokens for development: anybody may ask for any role. */
export class Issuer {
  private constructor(
    private readonly key: SigningKey,
    private readonly clock: Clock,
  ) {}

  /** With the key in the home folder's issuer.json; without a home, with a key of its own. */
  static async open(home: string | undefined, clock: Clock): Promise<Issuer> {
    return new Issuer(await SigningKey.open(home && join(home, 'issuer.json')), clock);
  }

  jwks() {
    return { keys: [this.key.publicJwk] };
  }

  /** A JWT, and the seconds for which it is good. */
  async token(grant: Grant): Promise<{ token: string; expiresIn: number }> {
    const now = Math.floor(this.clock.now().getTime() / 1_000);
    const expiresIn = Math.ceil(grant.hours * 3_600);
    const token = await this.key.sign({
      ...claimsOf(grant),
      iss: ISSUER,
      aud: AUDIENCE,
      iat: now,
      exp: now + expiresIn,
      jti: randomUUID(),
    });
    return { token, expiresIn };
  }
}
