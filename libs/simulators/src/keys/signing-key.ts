import {
  calculateJwkThumbprint,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { fileWith } from './file-with.js';

const ALG = 'RS256';

/** An RSA key that signs tokens: cheap to verify, which every service does for every request. */
export class SigningKey {
  private constructor(
    readonly kid: string,
    readonly publicKey: CryptoKey,
    readonly publicJwk: JWK,
    private readonly privateKey: CryptoKey,
  ) {}

  /**
   * The key in a file, which is created with mode 0600 where it is missing: once, however many processes ask at the
   * same time. Without a file, a key of its own. Throws when the file holds something else.
   */
  static async open(file?: string): Promise<SigningKey> {
    if (file === undefined) return SigningKey.#from(await newJwk());
    const text = await fileWith(file, async () => `${JSON.stringify(await newJwk())}\n`);
    try {
      return await SigningKey.#from(JSON.parse(text) as JWK);
    } catch (cause) {
      throw new Error(`${file} holds no private RSA key in JWK: delete it to get a new one`, { cause });
    }
  }

  static async #from(jwk: JWK): Promise<SigningKey> {
    const { kty, n, e } = jwk;
    const kid = await calculateJwkThumbprint({ kty, n, e } as JWK);
    const publicJwk = { kty, n, e, kid, alg: ALG, use: 'sig' } as JWK;
    const [privateKey, publicKey] = await Promise.all([importJWK(jwk, ALG), importJWK(publicJwk, ALG)]);
    return new SigningKey(kid, publicKey as CryptoKey, publicJwk, privateKey as CryptoKey);
  }

  /** A JWT with these claims, as they stand. */
  sign(claims: JWTPayload): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: ALG, typ: 'JWT', kid: this.kid }).sign(this.privateKey);
  }
}

async function newJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALG, { extractable: true });
  return exportJWK(privateKey);
}
