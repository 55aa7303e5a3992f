import { Transform, type Readable } from 'node:stream';
import { PayloadTooLarge } from './refusals.js';

/**
 * A body that may not be longer than `limit` bytes. One that says so itself is refused before a byte is read; one that
 * does not say is counted as it flows, and breaks off with PayloadTooLarge. What is left of one that its service answers before it has
 * read all is read here: were it the caller's request itself that ends then, it would look as if the caller had left.
 */
export function bounded(body: Readable, announced: string | undefined, limit: number): Readable {
  if (announced !== undefined && Number(announced) > limit) throw new PayloadTooLarge(limit);
  let seen = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(seen > limit ? new PayloadTooLarge(limit) : null, chunk);
    },
  });
  body.on('error', (error) => counter.destroy(error));
  counter.once('close', () => body.resume());
  return body.pipe(counter);
}
