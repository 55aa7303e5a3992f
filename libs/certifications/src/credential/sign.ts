import { SignJWT } from 'jose';
import type { CredentialKeys } from './keys.js';
import type { OpenBadge } from './open-badge.js';

/**
 * The credential as a JWT by Open Badges 3.0's integrity rules: the payload is the credential with the registered claims,
 * RS256, typ JWT, and a kid that answers one bare JWK.
 */
export function signCredential({ current }: CredentialKeys, badge: OpenBadge): Promise<string> {
  return new SignJWT(badge)
    .setProtectedHeader({ alg: 'RS256', kid: current.kid, typ: 'JWT' })
    .setIssuer(badge.issuer.id)
    .setJti(badge.id)
    .setSubject(badge.credentialSubject.id)
    .setNotBefore(new Date(badge.validFrom))
    .sign(current.private);
}
