import { randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A key of 32 bytes, and the number by which what is kept under it names it. */
export type NumberedKey = { number: number; key: Buffer };

const HIGHEST = 255;
const ONE = /^(?:(\d{1,3}):)?([A-Za-z\d+/]{43}=)$/;

/** A key as settings have it: `2:BASE64`, or BASE64 alone for the first that there ever was. */
export const keyOf = (number: number, key: Buffer): string =>
  number === 1 ? key.toString('base64') : `${number}:${key.toString('base64')}`;

/**
 * Keys between blanks, each of 32 bytes in base64 with its number in front, but for number 1. The first is the one of today; what was
 * kept under the others is read, too.
 */
export const Keys = z.string().transform((text, context): readonly [NumberedKey, ...NumberedKey[]] => {
  const keys = text
    .trim()
    .split(/\s+/)
    .map((one) => numbered(one));
  const known = keys.filter((one) => one !== undefined);
  const numbers = new Set(known.map(({ number }) => number));
  const [first, ...others] = known;
  if (first && known.length === keys.length && numbers.size === keys.length) return [first, ...others];
  context.addIssue({
    code: 'custom',
    message: 'is of keys of 32 bytes in base64, each but the first ever with its number in front, 2: to 255:, and once',
  });
  return z.NEVER;
});

function numbered(text: string): NumberedKey | undefined {
  const [, number = '1', base64] = ONE.exec(text) ?? [];
  const valid = base64 !== undefined && Number(number) >= 1 && Number(number) <= HIGHEST;
  return valid ? { number: Number(number), key: Buffer.from(base64, 'base64') } : undefined;
}

/** The three steps from one key to the next, each of which every process has to have taken before the one after it. */
export type KeyStep = 'known' | 'front' | 'alone';

/**
 * The setting that follows `text`: a new key behind those that are there, known before anything is kept under it; the newest in front,
 * to be used; or that one alone. Undefined where the text is no setting of keys.
 */
export function nextKeys(text: string, step: KeyStep): string | undefined {
  const { data } = Keys.safeParse(text);
  if (!data) return undefined;
  const newest = Math.max(...data.map(({ number }) => number));
  if (newest === HIGHEST && step === 'known') return undefined;
  const next = { number: newest + 1, key: randomBytes(32) };
  const [front, others] = [data.filter((one) => one.number === newest), data.filter((one) => one.number !== newest)];
  const keys = { known: [...data, next], front: [...front, ...others], alone: front }[step];
  return keys.map(({ number, key }) => keyOf(number, key)).join(' ');
}
