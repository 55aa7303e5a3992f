import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileRefused } from '../errors/file-refused.js';
import type { Encoding } from './encoding.js';
import { type Line, RecordReader } from './record-reader.js';
import { RowBlocks } from './row-blocks.js';

/**
 * Reads a gzipped table line by line, whatever its size: comma, semicolon, tab or bar, or what `sep=` says, byte order mark, any
 * line end, quotes; cells as a spreadsheet shows them, so `="0012"` is 0012. A NUL is read as a letter that
 * could not be read (U+FFFD), which no text may hold: its row is refused, and no other. Refuses FILE_IS_EMPTY.
 */
export const readLines = (gzipped: Buffer, encoding: Encoding): AsyncGenerator<Line> =>
  linesOf(Readable.from([gzipped]).pipe(createGunzip()), encoding);

/** The same of its bytes. */
export async function* linesOf(bytes: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Line> {
  const reader = new RecordReader();
  const blocks = new RowBlocks();
  for await (const text of decoded(bytes, encoding))
    for (const line of reader.read(text)) yield* blocks.take(line, reader.records);
  for (const line of reader.end()) yield* blocks.take(line, reader.records);
  yield* blocks.end();
  if (!blocks.hasBegun) throw new FileRefused('FILE_IS_EMPTY', 'no header in the first line');
}

async function* decoded(bytes: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield withoutNul(decoder.decode(chunk, { stream: true }));
  yield withoutNul(decoder.decode());
}

const withoutNul = (text: string): string => text.replaceAll('\u0000', '\ufffd');
