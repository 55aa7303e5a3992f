import { Transform, type Readable } from 'node:stream';
import { PayloadTooLarge } from './refusals.js';

/**
 * A body that may not be longer than `limit` bytes. One that says so itself is refused before a byte is read; one that
 * does not say is counted as it flows, and breaks off with PayloadTooLarge.
 */
export function bounded(body: Readable, announced: string | undefined, limit: number): Readable {
  if (announced !== undefined) {
    // The server's parser reads no more than was announced.
    if (Number(announced) > limit) throw new PayloadTooLarge(limit);
    return body;
  }
  let seen = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(seen > limit ? new PayloadTooLarge(limit) : null, chunk);
    },
  });
  body.on('error', (error) => counter.destroy(error));
  return body.pipe(counter);
}
