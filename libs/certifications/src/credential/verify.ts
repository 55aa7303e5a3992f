import { decodeProtectedHeader, errors, importJWK, jwtVerify } from 'jose';
import { z } from 'zod';
import type { CredentialKeys } from './keys.js';

export const VerificationFault = z
  .enum([
    'MALFORMED',
    'ALGORITHM_NOT_ACCEPTED',
    'KEY_UNKNOWN',
    'SIGNATURE_INVALID',
    'NOT_YET_VALID',
    'EXPIRED',
    'NOT_AN_OPEN_BADGE',
    'CREDENTIAL_UNKNOWN',
    'REVOKED',
  ])
  .meta({ id: 'VerificationFault' });
export type VerificationFault = z.output<typeof VerificationFault>;

export const VerificationView = z
  .object({
    valid: z.boolean(),
    faults: z.array(VerificationFault).describe('Why it is not valid, or what could not be checked'),
    credentialId: z.string().nullable(),
  })
  .meta({ id: 'CredentialVerification' });
export type VerificationView = z.output<typeof VerificationView>;

type Judged = { faults: VerificationFault[]; credentialId: string | null };

const no = (fault: VerificationFault): Judged => ({ faults: [fault], credentialId: null });

/**
 * Judges the signature, dates and shape of a credential's JWT at `now`. Keys are not fetched from anywhere: who signed with
 * a key that is not ours is KEY_UNKNOWN, never valid.
 */
export async function judgeJwt(keys: CredentialKeys, jwt: string, now: Date): Promise<Judged> {
  const header = headerOf(jwt);
  if (!header) return no('MALFORMED');
  if (header.alg !== 'RS256' || header.typ !== 'JWT') return no('ALGORITHM_NOT_ACCEPTED');
  const key = header.kid === undefined ? undefined : keys.publicKey(header.kid);
  if (!key) return no('KEY_UNKNOWN');
  try {
    const { payload } = await jwtVerify(jwt, await importJWK(key, 'RS256'), {
      algorithms: ['RS256'],
      issuer: keys.issuer,
      currentDate: now,
    });
    const { type } = payload as { type?: unknown };
    if (!Array.isArray(type) || !type.includes('OpenBadgeCredential')) return no('NOT_AN_OPEN_BADGE');
    return { faults: [], credentialId: payload.jti ?? null };
  } catch (error) {
    return no(faultOf(error));
  }
}

function headerOf(jwt: string) {
  try {
    return decodeProtectedHeader(jwt);
  } catch {
    return undefined;
  }
}

function faultOf(error: unknown): VerificationFault {
  if (error instanceof errors.JWTExpired) return 'EXPIRED';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') return 'NOT_YET_VALID';
  if (error instanceof errors.JOSEError) return 'SIGNATURE_INVALID';
  throw error;
}
