import { createHmac } from 'node:crypto';
import { plainCode } from '@takwin/platform/schema';
import { Keys, type NumberedKey, Vault } from '@takwin/platform/vault';
import { z } from 'zod';

/** The national identity card's number: one or two letters and five or six digits. */
export const CIN = /^[A-Z]{1,2}\d{5,6}$/;

/** Whether the number of a CIN is of zeros alone, which no card has: it stands for one that is not known. */
export const isOfZeros = (cin: string): boolean => /^[A-Z]+0+$/.test(cin);

/** Upper case without blanks, as cards print it; what is no CIN comes back as it is, for the schema to refuse. */
export const normaliseCin = (text: string): string =>
  plainCode(text)
    .replace(/[\s.-]/g, '')
    .toUpperCase();

export const Cin = z
  .string()
  .max(40)
  .meta({ examples: ['AB123456'], pattern: '^[A-Za-z\\d\\s.-]+$' })
  .transform(normaliseCin)
  .pipe(
    z
      .string()
      .regex(CIN, 'one or two letters and five or six digits')
      .refine((cin) => !isOfZeros(cin), 'not zeros alone'),
  )
  .meta({ description: 'National identity card: AB123456' });

export const CinKeys = z.object({ CIN_ENCRYPTION_KEY: Keys, CIN_HASH_KEY: Keys });
export type CinKeys = z.output<typeof CinKeys>;

/** The letters of a CIN and its number, without the zeros that lead it. */
const partsOf = (cin: string): [letters: string, number: string] => {
  const letters = cin.replace(/\d+$/, '');
  return [letters, cin.slice(letters.length).replace(/^0+/, '')];
};

/** Keeps CINs so that only the holder of two keys reads or finds them: sealed for reading, under HMAC-SHA-256 for finding. */
export class CinVault {
  constructor(
    readonly vault: Vault,
    private readonly hashKeys: readonly [NumberedKey, ...NumberedKey[]],
  ) {}

  static of({ CIN_ENCRYPTION_KEY, CIN_HASH_KEY }: CinKeys): CinVault {
    return new CinVault(new Vault(CIN_ENCRYPTION_KEY), CIN_HASH_KEY);
  }

  seal(cin: string): Buffer {
    return this.vault.seal(cin);
  }

  /** The CIN again; throws where the ciphertext was changed or the key is another. */
  open(sealed: Buffer): string {
    return this.vault.open(sealed).toString('utf8');
  }

  /** The number of the hash key of today, and those of all. */
  get hashedBy(): { first: number; all: readonly number[] } {
    return { first: this.hashKeys[0].number, all: this.hashKeys.map(({ number }) => number) };
  }

  /** The same for the same letters and number, whatever zeros lead it, and of no use without the key. */
  hash(cin: string): Buffer {
    return this.hashes(cin)[0]!;
  }

  /**
   * Whatever the CIN may be kept under, first the way of today by the key `first`: before leading zeros were left out, it was under its
   * number of five or of six digits, as it was typed then; and while keys are changed, under either.
   */
  hashes(cin: string, first = this.hashedBy.first): Buffer[] {
    const keys = this.hashKeys.toSorted((one, other) => Number(other.number === first) - Number(one.number === first));
    return keys.flatMap((key) => typings(cin).map((typed) => hashOf(key, typed)));
  }

  /** The hash by the key `number` of a CIN that is kept under `hash`, typed as it was then; undefined where it is none of this CIN. */
  hashAnew(cin: string, hash: Buffer, number: number): Buffer | undefined {
    const typed = typings(cin).find((one) => this.hashKeys.some((key) => hashOf(key, one).equals(hash)));
    const key = this.hashKeys.find((one) => one.number === number);
    return typed !== undefined && key ? hashOf(key, typed) : undefined;
  }
}

function typings(cin: string): string[] {
  const [letters, number] = partsOf(cin);
  const typed = [number, number.padStart(5, '0'), number.padStart(6, '0')];
  return [...new Set(typed)].map((one) => `${letters}${one}`);
}

/** A hash by the first key ever is 32 bytes, as it always was; before one by another key stands that key's number. */
function hashOf({ number, key }: NumberedKey, typed: string): Buffer {
  const hash = createHmac('sha256', key).update(typed).digest();
  return number === 1 ? hash : Buffer.concat([Buffer.of(number), hash]);
}
