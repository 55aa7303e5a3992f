import type { Caller, JwtVerifier } from '@takwin/platform/auth';
import { Refusal } from '@takwin/platform/errors';

/** Whom a header speaks for; undefined without a token that is believed, and while the keys of the issuer cannot be had. */
export type CallerOf = (authorization: string | undefined) => Promise<Caller | undefined>;

/** Tells callers apart by their tokens; what they may ask is the services' to judge. */
export const callersBy =
  (verifier: Pick<JwtVerifier, 'verify'>): CallerOf =>
  async (authorization) => {
    if (authorization === undefined) return undefined;
    try {
      return await verifier.verify(authorization);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  };
