import { gunzipSync } from 'node:zlib';
import { FileRefused } from '../errors/file-refused.js';
import { type Encoding, EncodingJudge } from './encoding.js';
import { linesOf } from './read-lines.js';
import type { Line } from './record-reader.js';
import { MOST_MIB } from './store-file.js';
import { oddName, tooLarge, ZipParts } from './zip-parts.js';

/** The rows of one file; its name where it came in a zip. */
export type Table = { name: string | null; lines: AsyncIterable<Line> };

/** Of all files of a zip together, in bytes once they are unpacked: as much as one file that is sent by itself. */
const MOST_UNPACKED = MOST_MIB * 2 ** 20;

const MOST_FILES = 200;
const DEEPEST = 8;
const LONGEST_NAME = 255;
// Code page 437, in which names are that say nothing of UTF-8, has pictures for them.
const isControl = (byte: number): boolean => byte < 0x20 || byte === 0x7f;

/** A text packs to a tenth, rows that repeat themselves to a hundredth; what packs to less is made to. Small files may. */
const MOST_RATIO = 200;
const SMALL = 2 ** 20;

/** What operating systems leave in a zip. */
const LITTER = /(^|\/)(__MACOSX\/|\.|thumbs\.db$|desktop\.ini$)/i;
const TABLE = /\.(csv|tsv|txt)$/i;

/**
 * Reads the CSV files of a gzipped zip one by one, in the order of their names; each in the encoding that `named` says, or that its own
 * bytes tell where that is none but UTF-8. A refusal of one of them says its name as `file`. Refuses ZIP_UNREADABLE, what is damaged,
 * sealed or named to leave its place; ZIP_TOO_LARGE, more than 200 files, 64 MiB or a ratio of 200; ZIP_HOLDS_OTHERS, what is no CSV, and a zip in the zip.
 */
export async function* readZip(gzipped: Buffer, named: Encoding): AsyncGenerator<Table> {
  const zip = gunzipSync(gzipped, { maxOutputLength: MOST_MIB * 2 ** 20 });
  // Each is read twice: for its encoding, and for its rows.
  const parts = await ZipParts.open(zip, 2 * MOST_UNPACKED, 'zip');
  for (const name of namesIn(parts)) {
    const encoding = await saying(name, () => encodingOf(parts, name, named));
    yield { name, lines: linesIn(parts, name, encoding) };
  }
}

function namesIn(parts: ZipParts): string[] {
  const files = parts.files.filter(({ name }) => !name.endsWith('/') && !LITTER.test(name));
  const names = files.map(({ name }) => name);
  const odd = files.find(({ name, written }) => isOdd(name) || written.some(isControl));
  if (odd) throw oddName(odd.name, 'zip');
  const others = names.filter((name) => !TABLE.test(name));
  if (others.length > 0) throw holdsOthers(others);
  if (names.length === 0) throw new FileRefused('FILE_IS_EMPTY', 'a zip without a file');
  const unpacked = files.reduce((sum, { unpacked }) => sum + unpacked, 0);
  if (names.length > MOST_FILES || unpacked > MOST_UNPACKED) throw tooLarge('zip');
  return names.toSorted();
}

const isOdd = (name: string): boolean =>
  name.length > LONGEST_NAME || name.split('/').length > DEEPEST || /\p{Cc}/u.test(name);

const holdsOthers = (files: string[]): FileRefused =>
  new FileRefused('ZIP_HOLDS_OTHERS', `no CSV: ${files.slice(0, 5).join(', ')}`, { files: files.slice(0, 5) });

async function encodingOf(parts: ZipParts, name: string, named: Encoding): Promise<Encoding> {
  const judge = new EncodingJudge();
  const most = Math.max(SMALL, MOST_RATIO * parts.packedSizeOf(name));
  let bytes = 0;
  for await (const piece of parts.read(name)) {
    bytes += piece.length;
    if (bytes > most) throw tooLarge('zip');
    judge.see(piece);
  }
  const { encoding, because } = judge.verdict(named === 'utf-8' ? undefined : named);
  if (because === 'workbook' || because === 'zip') throw holdsOthers([name]);
  return encoding;
}

async function* linesIn(parts: ZipParts, name: string, encoding: Encoding): AsyncGenerator<Line> {
  const lines = linesOf(parts.read(name), encoding);
  for (;;) {
    const { done, value } = await saying(name, () => lines.next());
    if (done) return;
    yield value;
  }
}

/** A refusal says of which file it is. */
async function saying<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    throw new FileRefused(error.code, error.detail ?? '', { ...error.extra, file });
  }
}
