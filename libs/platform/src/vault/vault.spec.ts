import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Keys, keyOf, nextKeys } from './keys.js';
import { Vault } from './vault.js';

const [one, two] = [randomBytes(32), randomBytes(32)];
const before = new Vault([{ number: 1, key: one }]);
const rotated = new Vault([
  { number: 2, key: two },
  { number: 1, key: one },
]);

const sealedFile = async (bytes: Buffer, piece: number): Promise<[Buffer, ReturnType<Vault['newEnvelope']>]> => {
  const made = rotated.newEnvelope('file 1');
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, n) =>
    bytes.subarray(n * piece, (n + 1) * piece),
  );
  const sealed = await Readable.from(pieces).pipe(made.envelope.sealing()).toArray();
  return [Buffer.concat(sealed as Buffer[]), made];
};

describe('a vault', () => {
  it('opens what was sealed under any of its keys, and seals under the first', () => {
    const old = before.seal('AB123456');
    expect([old[0], rotated.seal('x')[0]]).toEqual([1, 2]);
    expect(rotated.open(old).toString()).toBe('AB123456');
    const anew = rotated.anew(old);
    expect([anew[0], rotated.open(anew).toString()]).toEqual([2, 'AB123456']);
    expect(() => before.open(anew)).toThrow('sealed with key 2, which is not here');
  });

  it('opens nothing in another place, nor what was changed', () => {
    const text = rotated.seal('AB123456', 'person 1');
    expect(() => rotated.open(text, 'person 2')).toThrow();
    text[text.length - 1]! ^= 1;
    expect(() => rotated.open(text, 'person 1')).toThrow();
  });
});

describe('an envelope', () => {
  it('opens again by its key, also when that was sealed anew', () => {
    const { dataKey, envelope } = before.newEnvelope('import 1');
    const row = envelope.seal('["AB123456"]', 'row 1');
    const again = rotated.envelope(rotated.anew(dataKey, 'import 1'), 'import 1');
    expect(again.open(row, 'row 1')).toBe('["AB123456"]');
    expect(() => again.open(row, 'row 2')).toThrow();
    expect(() => rotated.envelope(dataKey, 'import 2')).toThrow();
  });

  it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])('seals a file of %d bytes as it streams', async (bytes) => {
    const file = randomBytes(bytes);
    const [sealed, { envelope, dataKey }] = await sealedFile(file, 10_000);
    expect(rotated.envelope(dataKey, 'file 1').openFile(sealed).equals(file)).toBe(true);
    if (bytes > 100) expect(sealed.includes(file.subarray(0, 50))).toBe(false);
    expect(() => envelope.openFile(sealed.subarray(0, sealed.length - 1))).toThrow();
  });

  it('opens no file of which chunks are missing or in another order', async () => {
    const [sealed, { envelope }] = await sealedFile(randomBytes(131_072), 65_536);
    const chunk = 65_552;
    expect(() => envelope.openFile(sealed.subarray(0, chunk))).toThrow();
    expect(() => envelope.openFile(Buffer.concat([sealed.subarray(chunk), sealed.subarray(0, chunk)]))).toThrow();
  });
});

describe('keys', () => {
  it('are read with their numbers, and the one of before numbers as the first', () => {
    const read = (text: string) => Keys.safeParse(text).data?.map(({ number }) => number);
    expect(read(one.toString('base64'))).toEqual([1]);
    expect(read(`${keyOf(2, two)}\n${keyOf(1, one)}\n`)).toEqual([2, 1]);
    for (const wrong of [
      '',
      'short',
      `${keyOf(1, one)} ${keyOf(1, two)}`,
      `0:${one.toString('base64')}`,
      `256:${one.toString('base64')}`,
    ])
      expect(read(wrong)).toBeUndefined();
  });

  it('are followed by a new one behind, which then comes to the front', () => {
    const first = keyOf(1, one);
    const known = nextKeys(first, 'known')!;
    expect(Keys.parse(known).map(({ number }) => number)).toEqual([1, 2]);
    const front = nextKeys(known, 'front')!;
    expect(Keys.parse(front).map(({ number }) => number)).toEqual([2, 1]);
    expect(Keys.parse(nextKeys(front, 'alone')).map(({ number }) => number)).toEqual([2]);
    expect(nextKeys('{"keys":[]}', 'known')).toBeUndefined();
  });
});
