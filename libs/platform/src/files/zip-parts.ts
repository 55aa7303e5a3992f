import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { FileRefused } from '../errors/file-refused.js';

/** Parts of a zip at most: a workbook has some dozens. */
const MOST_PARTS = 10_000;

/** The parts of a zip, unpacked as they are read: all readings together at most `most` bytes, whatever the zip says of itself. */
export class ZipParts {
  #unpacked = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly most: number,
  ) {}

  /** Refuses WORKBOOK_UNREADABLE, what is no whole zip. */
  static open(bytes: Buffer, most: number): Promise<ZipParts> {
    return readable(async () => {
      const zip = await yauzl.fromBufferPromise(bytes, { autoClose: false });
      if (zip.entryCount > MOST_PARTS) throw new Error(`${zip.entryCount} parts`);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) entries.set(nameOf(entry.fileName), entry);
      return new ZipParts(zip, entries, most);
    });
  }

  has(name: string): boolean {
    return this.entries.has(nameOf(name));
  }

  /** Refuses WORKBOOK_UNREADABLE, what is not there, sealed or damaged, and WORKBOOK_TOO_LARGE. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(nameOf(name));
    if (!entry) throw new FileRefused('WORKBOOK_UNREADABLE', `${name} is missing`);
    const pieces = await readable(async () => {
      const stream = await this.zip.openReadStreamPromise(entry);
      return stream[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>;
    });
    let sum = 0;
    try {
      for (;;) {
        const { done, value } = await readable(() => pieces.next());
        if (done) break;
        this.#unpacked += value.length;
        if (this.#unpacked > this.most) throw tooLarge();
        sum = crc32(value, sum);
        yield value;
      }
    } finally {
      await pieces.return?.();
    }
    if (sum !== entry.crc32) throw new FileRefused('WORKBOOK_UNREADABLE', `${name} is damaged`);
  }
}

export const tooLarge = (): FileRefused => new FileRefused('WORKBOOK_TOO_LARGE', 'too much to unpack');

// Names of parts are the same in any case (ECMA-376, part 2).
const nameOf = (name: string): string => name.replace(/^\//, '').toLowerCase();

/** What a library says of what it cannot read is told as one refusal. */
export async function readable<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw new FileRefused('WORKBOOK_UNREADABLE', (error as Error).message);
  }
}
