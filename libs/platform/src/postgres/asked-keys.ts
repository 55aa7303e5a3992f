import { createHmac, hkdfSync } from 'node:crypto';
import type { NumberedKey } from '../vault/keys.js';

/**
 * How what was asked is kept: under keys that follow from a vault's, so that nobody who reads the table guesses a card by it; as it is
 * without them, where nothing is kept sealed of what is said.
 */
export class AskedKeys {
  readonly #keys: readonly NumberedKey[];

  constructor(vaultKeys: readonly NumberedKey[] = []) {
    this.#keys = vaultKeys.map(({ number, key }) => ({
      number,
      key: Buffer.from(hkdfSync('sha256', key, '', 'asked', 32)),
    }));
  }

  /** What is kept by the key of today. */
  keep(asked: string): string {
    const [today] = this.#keys;
    return today ? under(today, asked) : asked;
  }

  /** Whether `kept` is what was asked, by whichever key; the release before kept it as it is. */
  isKept(kept: string, asked: string): boolean {
    return kept === asked || this.#keys.some((key) => under(key, asked) === kept);
  }
}

const under = ({ number, key }: NumberedKey, asked: string): string =>
  `${number}:${createHmac('sha256', key).update(asked).digest('base64url')}`;
