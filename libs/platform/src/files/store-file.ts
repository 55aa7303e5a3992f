import { createHash } from 'node:crypto';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Refusal } from '../errors/refusal.js';
import { type Encoding, EncodingJudge, type Judged } from './encoding.js';

/** `kept` is the file compressed, and sealed where it was to be. */
export type StoredFile = { kept: Buffer; bytes: number; sha256: string } & Judged;

/** The largest file that is taken in. */
export const MOST_MIB = 64;

/**
 * Takes a file in as it streams: compressed and passed through `sealing`, with a hash of it and the encoding that `named` says or that
 * its bytes tell. Refuses PAYLOAD_TOO_LARGE over 64 MiB, and what `EncodingJudge` does.
 */
export async function storeFile(
  file: AsyncIterable<Uint8Array>,
  named?: Encoding,
  sealing: Transform = new PassThrough(),
): Promise<StoredFile> {
  const judge = new EncodingJudge();
  let bytes = 0;
  const hash = createHash('sha256');
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of file) {
      bytes += chunk.length;
      if (bytes > MOST_MIB * 2 ** 20) throw new Refusal('PAYLOAD_TOO_LARGE', { status: 413 });
      judge.see(chunk);
      hash.update(chunk);
      yield chunk;
    }
  };
  const kept: Buffer[] = [];
  await pipeline(watched, createGzip({ level: 4 }), sealing, async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) kept.push(piece);
  });
  return { kept: Buffer.concat(kept), ...judge.verdict(named), bytes, sha256: hash.digest('base64url') };
}

/**
 * A request's body as bytes; none where it is no stream, as with another content type. Refuses MALFORMED where its caller left
 * before the end.
 */
export async function* bytesOf(body: unknown): AsyncGenerator<Uint8Array> {
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return;
  try {
    yield* body as AsyncIterable<Uint8Array>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') throw new Refusal('MALFORMED', { status: 400 });
    throw error;
  }
}
