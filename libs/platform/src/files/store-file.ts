import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { Refusal } from '../errors/refusal.js';
import type { Encoding } from './read-lines.js';

export type StoredFile = { gzipped: Buffer; encoding: Encoding; bytes: number; sha256: string };

/** The largest file that is taken in. */
export const MOST_MIB = 64;

/** Takes a file in as it streams: compressed, with the encoding that its bytes allow and a hash of them. Refuses PAYLOAD_TOO_LARGE over 64 MiB. */
export async function storeFile(file: AsyncIterable<Uint8Array>): Promise<StoredFile> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let encoding: Encoding = 'utf-8';
  let bytes = 0;
  const hash = createHash('sha256');
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of file) {
      bytes += chunk.length;
      if (bytes > MOST_MIB * 2 ** 20) throw new Refusal('PAYLOAD_TOO_LARGE', { status: 413 });
      if (encoding === 'utf-8' && !isUtf8(decoder, chunk)) encoding = 'windows-1252';
      hash.update(chunk);
      yield chunk;
    }
  };
  const gzipped: Buffer[] = [];
  for await (const piece of Readable.from(watched()).pipe(createGzip({ level: 4 }))) gzipped.push(piece as Buffer);
  const whole = gzipped.length > 0 ? Buffer.concat(gzipped) : gzipSync('');
  return { gzipped: whole, encoding, bytes, sha256: hash.digest('base64url') };
}

function isUtf8(decoder: TextDecoder, chunk: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** A request's body as bytes; none where it is no stream, as with another content type. */
export async function* bytesOf(body: unknown): AsyncGenerator<Uint8Array> {
  if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body)
    yield* body as AsyncIterable<Uint8Array>;
}
