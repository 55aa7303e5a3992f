import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { FileRefused } from '../errors/file-refused.js';

export type Encoding = 'utf-8' | 'windows-1252';

/** A line of the file as cells; `line` counts from 1, the header's line included. */
export type Line = { line: number; cells: string[] };

const separatorOf = (firstLine: string): ',' | ';' =>
  firstLine.split(';').length > firstLine.split(',').length ? ';' : ',';

/**
 * Reads a gzipped CSV line by line, whatever its size: comma or semicolon, BOM, CRLF, quotes. Refuses FILE_IS_EMPTY,
 * FILE_IS_NOT_TEXT and FILE_IS_MALFORMED (a quote that never ends).
 */
export async function* readLines(gzipped: Buffer, encoding: Encoding): AsyncGenerator<Line> {
  const text = Readable.from(decoded(Readable.from([gzipped]).pipe(createGunzip()), encoding));
  const { first, rest } = await firstLineOf(text);
  if (first.trim() === '') throw new FileRefused('FILE_IS_EMPTY', 'no header in the first line');
  const parser = parse({
    delimiter: separatorOf(first),
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: 1_000_000,
  });
  Readable.from(rest).pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)
      yield { line: info.lines, cells: record };
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('CSV_') === false && !('code' in error)) throw error;
    throw new FileRefused('FILE_IS_MALFORMED', (error as Error).message.split('\n')[0]!);
  }
}

async function* decoded(bytes: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield noNul(decoder.decode(chunk, { stream: true }));
  yield noNul(decoder.decode());
}

function noNul(text: string): string {
  if (text.includes('\u0000')) throw new FileRefused('FILE_IS_NOT_TEXT', 'the file holds NUL characters');
  return text;
}

async function firstLineOf(text: AsyncIterable<string>): Promise<{ first: string; rest: AsyncIterable<string> }> {
  const chunks = text[Symbol.asyncIterator]();
  let head = '';
  while (!head.includes('\n')) {
    const { value, done } = await chunks.next();
    if (done) break;
    head += value;
  }
  const rest = async function* (): AsyncGenerator<string> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => chunks };
  };
  return { first: head.split('\n')[0]!, rest: rest() };
}
