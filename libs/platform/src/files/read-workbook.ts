import { posix } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { FileRefused } from '../errors/file-refused.js';
import { CellFormats } from './cell-formats.js';
import type { Line } from './record-reader.js';
import { type Book, SharedStrings, SheetReader } from './sheet.js';
import { MOST_MIB } from './store-file.js';
import { walkXml, type Walker } from './walk-xml.js';
import { tooLarge, ZipParts } from './zip-parts.js';

/** Of a workbook at most, in bytes, once it is unpacked: eight times the largest file. */
const MOST_UNPACKED = 512 * 2 ** 20;

/** Of the strings that its cells share, in characters: they are kept while the rows are read. */
const MOST_KEPT = 32 * 2 ** 20;

type Attributes = Readonly<Record<string, string>>;
type Related = { id: string; type: string; path: string };
type Sheet = { name: string; path: string };

/**
 * Reads the rows of a gzipped Excel workbook (.xlsx) one by one, blank ones aside: cells as `readLines` has them, days as YYYY-MM-DD, with
 * all digits of a number, formulas as what they came to. Hidden sheets are read over. Refuses WORKBOOK_UNREADABLE and CELLS_MERGED with
 * sheet and cell where one is at fault, WORKBOOK_TOO_LARGE, SHEETS_WITH_DATA where several sheets hold something, and FILE_IS_EMPTY. `most`: bytes that are unpacked.
 */
export async function* readWorkbook(gzipped: Buffer, most = MOST_UNPACKED): AsyncGenerator<Line> {
  const zip = gunzipSync(gzipped, { maxOutputLength: MOST_MIB * 2 ** 20 });
  const parts = await ZipParts.open(zip, most);
  const { sheets, book } = await bookOf(parts);
  const filled: Sheet[] = [];
  for (const sheet of sheets) if (await holdsData(parts, sheet, book)) filled.push(sheet);
  if (filled.length > 1)
    throw new FileRefused('SHEETS_WITH_DATA', 'rows in several sheets', { sheets: filled.map(({ name }) => name) });
  if (filled.length === 0) throw new FileRefused('FILE_IS_EMPTY', 'no header in the first line');
  yield* rowsOf(parts, filled[0]!, book);
}

async function* rowsOf(parts: ZipParts, { name, path }: Sheet, book: Book): AsyncGenerator<Line> {
  const reader = new SheetReader(name, book);
  const read = walkXml(parts.read(path), reader);
  try {
    for await (const _ of read) yield* reader.taken();
  } catch (error) {
    if (!(error instanceof FileRefused) || 'sheet' in error.extra) throw error;
    throw new FileRefused(error.code, error.detail ?? '', { ...error.extra, sheet: name });
  }
  yield* reader.taken();
}

async function holdsData(parts: ZipParts, sheet: Sheet, book: Book): Promise<boolean> {
  for await (const _ of rowsOf(parts, sheet, book)) return true;
  return false;
}

async function bookOf(parts: ZipParts): Promise<{ sheets: Sheet[]; book: Book }> {
  const workbook = (await relatedTo(parts, '')).find(({ type }) => type === 'officeDocument')?.path;
  if (!workbook) throw new FileRefused('WORKBOOK_UNREADABLE', 'a zip without a workbook');
  const related = await relatedTo(parts, workbook);
  const pathOf = (wanted: string): string | undefined => related.find(({ type }) => type === wanted)?.path;
  const sheets: Sheet[] = [];
  let is1904 = false;
  await walk(parts, workbook, {
    open(name: string, attributes: Attributes) {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return;
      const id = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1];
      const found = related.find((one) => one.id === id);
      // A sheet of charts holds no rows.
      if (found?.type === 'worksheet') sheets.push({ name: attributes.name ?? '', path: found.path });
    },
  });
  const formats = new CellFormats();
  const styles = pathOf('styles');
  if (styles) await walk(parts, styles, formats);
  const shared = new SharedStrings();
  const strings = pathOf('sharedStrings');
  if (strings)
    await walk(parts, strings, shared, () => {
      if (shared.kept > MOST_KEPT) throw tooLarge('workbook');
    });
  return { sheets, book: { strings: shared.strings, formats, is1904 } };
}

/** What a part refers to, by the kind of it; of a whole file, where the part is called ''. */
async function relatedTo(parts: ZipParts, part: string): Promise<Related[]> {
  const { dir, base } = posix.parse(part);
  const found: Related[] = [];
  const relations = posix.join(dir, '_rels', `${base}.rels`);
  if (!parts.has(relations)) return found;
  await walk(parts, relations, {
    open(name: string, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }: Attributes) {
      if (name !== 'Relationship' || mode === 'External') return;
      found.push({ id, type: posix.basename(type), path: posix.resolve('/', dir, target) });
    },
  });
  return found;
}

async function walk(parts: ZipParts, path: string, walker: Walker, afterEach = (): void => {}): Promise<void> {
  for await (const _ of walkXml(parts.read(path), walker)) afterEach();
}
