import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** The national identity card's number: one or two letters and five or six digits. */
export const CIN = /^[A-Z]{1,2}\d{5,6}$/;

/** Upper case without blanks, as cards print it; what is no CIN comes back as it is, for the schema to refuse. */
export const normaliseCin = (text: string): string => text.replace(/[\s.-]/g, '').toUpperCase();

export const Cin = z
  .string()
  .max(40)
  .meta({ examples: ['AB123456'], pattern: '^[A-Za-z\\d\\s.-]+$' })
  .transform(normaliseCin)
  .pipe(z.string().regex(CIN, 'one or two letters and five or six digits'))
  .meta({ description: 'National identity card: AB123456' });

const Key = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, { message: '32 bytes in base64' });

export const CinKeys = z.object({ CIN_ENCRYPTION_KEY: Key, CIN_HASH_KEY: Key });

const VERSION = 1;

/** The letters of a CIN and its number, without the zeros that lead it. */
const partsOf = (cin: string): [letters: string, number: string] => {
  const letters = cin.replace(/\d+$/, '');
  return [letters, cin.slice(letters.length).replace(/^0+/, '')];
};

/**
 * Keeps CINs so that only the holder of two keys reads or finds them: AES-256-GCM for reading, HMAC-SHA-256 for
 * finding. The first byte of a ciphertext names its key, for rotation.
 */
export class CinVault {
  constructor(
    private readonly encryptionKey: Buffer,
    private readonly hashKey: Buffer,
  ) {}

  seal(cin: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.encryptionKey, nonce);
    const sealed = Buffer.concat([cipher.update(cin, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]);
  }

  /** The CIN again; throws where the ciphertext was changed or the key is another. */
  open(sealed: Buffer): string {
    if (sealed[0] !== VERSION) throw new Error(`a CIN sealed with key ${sealed[0]}, which is not here`);
    const decipher = createDecipheriv('aes-256-gcm', this.encryptionKey, sealed.subarray(1, 13));
    decipher.setAuthTag(sealed.subarray(13, 29));
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
  }

  /** The same for the same letters and number, whatever zeros lead it, and of no use without the key. */
  hash(cin: string): Buffer {
    return this.hashAs(...partsOf(cin));
  }

  /**
   * Whatever the CIN may be kept under, the way of today first: before leading zeros were left out, it was under its number of five or
   * of six digits, as it was typed then. A hash is not undone, so it is looked for under all.
   */
  hashes(cin: string): Buffer[] {
    const [letters, number] = partsOf(cin);
    const typed = [number, number.padStart(5, '0'), number.padStart(6, '0')];
    return [...new Set(typed)].map((one) => this.hashAs(letters, one));
  }

  private hashAs(letters: string, number: string): Buffer {
    return createHmac('sha256', this.hashKey).update(`${letters}${number}`).digest();
  }
}
