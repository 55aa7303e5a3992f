import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isSealed, sealing, unsealed } from './sealed.js';

describe('a sealed file', () => {
  const key = randomBytes(32);
  let folder: string;
  let file: string;
  const text = randomBytes(300_000);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'takwin-sealed-'));
    file = join(folder, 'sealed');
    await pipeline(Readable.from([text]), sealing(key), createWriteStream(file));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const changed = async (change: (bytes: Buffer) => Buffer): Promise<string> => {
    const other = join(folder, 'changed');
    await writeFile(other, change(await readFile(file)));
    return other;
  };

  it('gives back what was put into it, and shows nothing of it', async () => {
    expect(await isSealed(file)).toBe(true);
    expect((await readFile(file)).includes(text.subarray(1_000, 1_016))).toBe(false);
    const read = await unsealed(file, key);
    expect((await buffer(read())).equals(text)).toBe(true);
  });

  it('is refused before it is used, where one bit was changed, where it was cut, and under another key', async () => {
    const flipped = await changed((bytes) => {
      bytes[bytes.length >> 1]! ^= 1;
      return bytes;
    });
    await expect(unsealed(flipped, key)).rejects.toThrow('was changed, or sealed under another key');
    await expect(unsealed(file, randomBytes(32))).rejects.toThrow('was changed, or sealed under another key');
    const short = await changed((bytes) => bytes.subarray(0, bytes.length - 1));
    await expect(unsealed(short, key)).rejects.toThrow('was changed');
    await expect(unsealed(await changed((bytes) => bytes.subarray(0, 30)), key)).rejects.toThrow('is cut');
  });

  it('is told from another one', async () => {
    expect(await isSealed(await changed(() => Buffer.from('PGDMP')))).toBe(false);
  });
});
