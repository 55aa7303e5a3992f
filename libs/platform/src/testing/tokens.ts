import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import type { Actor, Role } from '../auth/actor.js';

type Claims = Partial<Pick<Actor, 'personId' | 'regions' | 'academies' | 'groups' | 'scopes'>> & {
  role: Role;
  subject?: string;
  audience?: string;
  issuer?: string;
  /** Seconds from now; an hour unless told. */
  expiresIn?: number;
  /** Claims as they go over the wire, in place of what the rest would make. */
  wire?: Record<string, unknown>;
};

/** An issuer of tokens for specs: its keys are served over real HTTP. */
export type TestTokens = {
  /** What an app under test is configured with. */
  env: { OIDC_ISSUER: string; OIDC_JWKS_URL: string; OIDC_AUDIENCE: string };
  of(claims: Claims): Promise<string>;
  /** The same claims, signed with a key that the issuer does not publish. */
  forged(claims: Claims): Promise<string>;
  /** The same claims with no signature at all. */
  unsigned(claims: Claims): string;
  close(): Promise<void>;
};

const ISSUER = 'https://issuer.takwin.test';

export async function testTokens(): Promise<TestTokens> {
  const ours = await generateKeyPair('ES256');
  const theirs = await generateKeyPair('ES256');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(ours.publicKey)), kid: 'test', alg: 'ES256' }] });
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(jwks));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const sign = (key: CryptoKey, claims: Claims): Promise<string> =>
    new SignJWT(payloadOf(claims)).setProtectedHeader({ alg: 'ES256', kid: 'test' }).sign(key);
  return {
    env: { OIDC_ISSUER: ISSUER, OIDC_JWKS_URL: `http://127.0.0.1:${port}/jwks`, OIDC_AUDIENCE: 'takwin' },
    of: (claims) => sign(ours.privateKey, claims),
    forged: (claims) => sign(theirs.privateKey, claims),
    unsigned: (claims) => new UnsecuredJWT(payloadOf(claims)).encode(),
    close: () => new Promise((closed) => void server.close(() => closed())),
  };
}

const payloadOf = ({ role, personId, regions, academies, groups, scopes, wire, ...rest }: Claims) => ({
  iss: rest.issuer ?? ISSUER,
  aud: rest.audience ?? 'takwin',
  exp: Math.floor(Date.now() / 1000) + (rest.expiresIn ?? 3600),
  sub: rest.subject ?? `test:${role}`,
  role,
  person_id: personId,
  regions,
  academies,
  groups,
  scope: scopes?.join(' '),
  ...wire,
});
