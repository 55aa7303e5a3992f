import { SignJWT } from 'jose';
import type { SigningKey } from './keys.js';

/** What can be signed: any credential that says since when it holds. */
export type Signable = {
  id: string;
  issuer: string | { id: string };
  validFrom: string;
  validUntil?: string;
  credentialSubject: { id: string };
};

/**
 * A credential as a JWT by Open Badges 3.0's integrity rules: the payload is the credential with the registered claims,
 * RS256, typ JWT, and a kid that answers one bare JWK.
 */
export function signCredential({ kid, private: key }: SigningKey, credential: Signable): Promise<string> {
  const { id, issuer, validFrom, validUntil, credentialSubject } = credential;
  const jwt = new SignJWT({ ...credential })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .setIssuer(typeof issuer === 'string' ? issuer : issuer.id)
    .setJti(id)
    .setSubject(credentialSubject.id)
    .setNotBefore(new Date(validFrom));
  return (validUntil === undefined ? jwt : jwt.setExpirationTime(new Date(validUntil))).sign(key);
}
