import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ConfigError } from '@takwin/platform/config';

// A file: MAGIC, 12 random bytes, the text under AES-256-GCM, 16 bytes by which any change is noticed.
const MAGIC = Buffer.from('takwin-sealed-1\n');
const IV = 12;
const TAG = 16;
const START = MAGIC.length + IV;

/** Seals what passes through, under a key of 32 bytes. */
export function sealing(key: Buffer): Transform {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  let begun = false;
  const begin = (to: Transform): void => {
    if (!begun) to.push(Buffer.concat([MAGIC, iv]));
    begun = true;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      begin(this);
      done(null, cipher.update(chunk));
    },
    flush(done) {
      begin(this);
      this.push(Buffer.concat([cipher.final(), cipher.getAuthTag()]));
      done();
    },
  });
}

/** Whether a file is a sealed one. */
export async function isSealed(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return bytesRead === MAGIC.length && buffer.equals(MAGIC);
  } finally {
    await handle.close();
  }
}

/**
 * Reads a sealed file through once before anything is done with it; refuses (ConfigError) one that was changed or cut, or was
 * sealed under another key. Returns how to read it.
 */
export async function unsealed(file: string, key: Buffer): Promise<() => Readable> {
  const { size } = await stat(file);
  if (size < START + TAG) throw new ConfigError(`${file} is cut`);
  const handle = await open(file);
  const iv = Buffer.alloc(IV);
  const tag = Buffer.alloc(TAG);
  await handle.read(iv, 0, IV, MAGIC.length);
  await handle.read(tag, 0, TAG, size - TAG);
  await handle.close();
  const read = (): Readable => {
    const opened = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(tag);
    const sealed = createReadStream(file, { start: START, end: size - TAG - 1 });
    sealed.on('error', (error) => opened.destroy(error));
    return sealed.pipe(opened);
  };
  try {
    await pipeline(read(), async function (chunks) {
      for await (const _ of chunks);
    });
  } catch {
    throw new ConfigError(`${file} was changed, or sealed under another key`);
  }
  return read;
}
