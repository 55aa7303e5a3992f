import { createHash, X509Certificate } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import type { AppRegistration } from '../tenants.js';
import { badAssertion } from './refusal.js';

const SKEW_SECONDS = 300;

/**
 * Verifies a client assertion: PS256 by the app's certificate, named by x5t#S256, issued by and for the app, to this
 * token endpoint, within its time (Entra ID, certificate credentials).
 * Refuses (EntraRefusal) by the code that Entra ID gives: 50027 malformed, 700027 signature, 700021 issuer or subject,
 * 700023 audience, 700024 time.
 */
export async function verifyAssertion(
  assertion: string,
  app: AppRegistration,
  audiences: readonly string[],
  at: Date,
): Promise<void> {
  const claims = claimsOf(assertion);
  await verifySignature(assertion, app);
  if (claims.iss !== app.clientId || claims.sub !== app.clientId)
    throw badAssertion(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
  if (typeof claims.aud !== 'string' || !audiences.includes(claims.aud))
    throw badAssertion(
      700023,
      `Client assertion audience claim does not match Realm issuer. Expected ${audiences[0]}.`,
    );
  const now = at.getTime() / 1_000;
  const { exp, nbf = 0 } = claims;
  if (exp === undefined || exp < now - SKEW_SECONDS || nbf > now + SKEW_SECONDS)
    throw badAssertion(700024, 'Client assertion is not within its valid time range.');
}

function claimsOf(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw badAssertion(50027, 'JWT token is invalid or malformed.');
  }
}

async function verifySignature(assertion: string, app: AppRegistration): Promise<void> {
  try {
    const certificate = new X509Certificate(app.certificate ?? '');
    const { 'x5t#S256': thumbprint } = decodeProtectedHeader(assertion) as Record<string, unknown>;
    if (thumbprint !== thumbprintOf(certificate)) throw new Error('another certificate');
    await compactVerify(assertion, certificate.publicKey, {
      algorithms: ['PS256'],
    });
  } catch {
    throw badAssertion(
      700027,
      'The certificate with identifier used to sign the client assertion is not registered on application, or the signature is not valid.',
    );
  }
}

const thumbprintOf = (certificate: X509Certificate): string =>
  createHash('sha256').update(certificate.raw).digest('base64url');
