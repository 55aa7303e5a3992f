import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Cin, CinKeys, CinVault } from './cin.js';

const newVault = () =>
  CinVault.of(
    CinKeys.parse({
      CIN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      CIN_HASH_KEY: randomBytes(32).toString('base64'),
    }),
  );
const vault = newVault();

describe('a CIN', () => {
  it('is read in the spellings that people use', () => {
    for (const text of ['ab 123456', 'AB-123456', 'ab123456 ', 'ＡＢ１２３４５６', 'AB\u2011123456', '\u200eAB١٢٣٤٥٦'])
      expect(Cin.parse(text)).toBe('AB123456');
    for (const text of ['ABC12345', 'A1234', 'AB1234567', '123456', 'AB000000'])
      expect(Cin.safeParse(text).success).toBe(false);
  });

  it('is sealed differently each time, opened to the same, and found by one hash', () => {
    const [one, two] = [vault.seal('AB123456'), vault.seal('AB123456')];
    expect(one.equals(two)).toBe(false);
    expect([vault.open(one), vault.open(two)]).toEqual(['AB123456', 'AB123456']);
    expect(vault.hash('AB123456').equals(vault.hash('AB123456'))).toBe(true);
    expect(one.includes('AB123456')).toBe(false);
    expect(vault.hash('AB012901').equals(vault.hash('AB12901'))).toBe(true);
    for (const other of ['AB129010', 'A12901', 'AB12091'])
      expect(vault.hash(other).equals(vault.hash('AB12901'))).toBe(false);
  });

  it('is looked for under all that it was ever kept under, the way of today first', () => {
    const under = (cin: string) => vault.hashes(cin).map((hash) => hash.toString('hex'));
    for (const cin of ['AB01234', 'AB001234']) {
      expect(under(cin)).toHaveLength(3);
      expect(under(cin)).toEqual(under('AB001234'));
      expect(under(cin)[0]).toBe(vault.hash(cin).toString('hex'));
    }
    expect([under('AB12345').length, under('AB123456').length]).toEqual([2, 1]);
  });

  it('does not open once changed, or under another key', () => {
    const sealed = vault.seal('AB123456');
    sealed[sealed.length - 1]! ^= 1;
    expect(() => vault.open(sealed)).toThrow();
    expect(() => newVault().open(vault.seal('AB123456'))).toThrow();
  });

  it('asks for keys of 32 bytes', () => {
    const key = randomBytes(32).toString('base64');
    expect(CinKeys.safeParse({ CIN_ENCRYPTION_KEY: key, CIN_HASH_KEY: key }).success).toBe(true);
    expect(CinKeys.safeParse({ CIN_ENCRYPTION_KEY: 'short', CIN_HASH_KEY: key }).success).toBe(false);
  });
});
