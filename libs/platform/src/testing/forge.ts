import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  type SignKeyObjectInput,
} from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Json = Record<string, unknown>;
/** What stands in a segment: a value as JSON, or text and bytes as they are. */
export type Part = Json | unknown[] | string | Uint8Array;
export type Signer = (data: Buffer) => Buffer;
type Pair = { publicKey: KeyObject; privateKey: KeyObject };

const bytesOf = (part: Part): Uint8Array =>
  typeof part === 'string' ? Buffer.from(part) : part instanceof Uint8Array ? part : Buffer.from(JSON.stringify(part));

export const segment = (part: Part): string => Buffer.from(bytesOf(part)).toString('base64url');

/** A compact JWS of any header and payload, true or not. */
export function forge(header: Part, payload: Part, signer: Signer): string {
  const signed = `${segment(header)}.${segment(payload)}`;
  return `${signed}.${signer(Buffer.from(signed)).toString('base64url')}`;
}

export const nothing: Signer = () => Buffer.alloc(0);
export const bytes =
  (length: number, fill = 0): Signer =>
  () =>
    Buffer.alloc(length, fill);
export const hmac =
  (secret: string | Buffer, hash = 'sha256'): Signer =>
  (data) =>
    createHmac(hash, secret).update(data).digest();
export const signing =
  ({ privateKey }: Pair, hash: string | null = 'sha256', about: Partial<SignKeyObjectInput> = {}): Signer =>
  (data) =>
    sign(hash, data, { key: privateKey, dsaEncoding: 'ieee-p1363', ...about });

const rsa = (modulusLength = 2048): Pair => generateKeyPairSync('rsa', { modulusLength });
const ec = (namedCurve = 'P-256'): Pair => generateKeyPairSync('ec', { namedCurve });

/** An issuer whose keys are of every kind, some of which no service should verify by, and keys that it does not publish. */
export async function forgingIssuer() {
  const published = {
    rs: rsa(),
    rs2: rsa(),
    es: ec(),
    ed: generateKeyPairSync('ed25519'),
    short: rsa(1024),
    p384: ec('P-384'),
  };
  const sealing = rsa();
  const stranger = { rs: rsa(), es: ec(), ed: generateKeyPairSync('ed25519') };
  const jwk = ({ publicKey }: Pair): JsonWebKey => publicKey.export({ format: 'jwk' });
  const secret = Buffer.alloc(32, 7);
  const jwks = JSON.stringify({
    keys: [
      ...Object.entries(published).map(([kid, pair]) => ({ ...jwk(pair), kid })),
      { ...jwk(sealing), kid: 'sealing', use: 'enc' },
      { kty: 'oct', k: secret.toString('base64url'), kid: 'secret', alg: 'HS256' },
    ],
  });
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(jwks));
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  const { port } = server.address() as AddressInfo;
  const env = {
    OIDC_ISSUER: 'https://issuer.takwin.test',
    OIDC_JWKS_URL: `http://127.0.0.1:${port}/jwks`,
    OIDC_AUDIENCE: 'takwin',
  };
  const pem = (pair: Pair): string =>
    createPublicKey(pair.privateKey as never)
      .export({ format: 'pem', type: 'spki' })
      .toString();
  const close = (): Promise<void> => new Promise((closed) => void server.close(() => closed()));
  return { env, jwks, secret, published, sealing, stranger, jwk, pem, close };
}

export type ForgingIssuer = Awaited<ReturnType<typeof forgingIssuer>>;
