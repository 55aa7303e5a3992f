import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { FileRefused } from '../errors/file-refused.js';

/** Parts of a zip at most: a workbook has some dozens. */
const MOST_PARTS = 10_000;

/** What a zip is taken for. */
type Kind = 'workbook' | 'zip';
const UNREADABLE = { workbook: 'WORKBOOK_UNREADABLE', zip: 'ZIP_UNREADABLE' } as const;

/** The parts of a zip, unpacked as they are read: all readings together at most `most` bytes, whatever the zip says of itself. */
export class ZipParts {
  #unpacked = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly most: number,
    private readonly kind: Kind,
  ) {}

  /** Refuses WORKBOOK_UNREADABLE or ZIP_UNREADABLE, by what it is taken for: what is no whole zip, or has a part twice or outside of it. */
  static open(bytes: Buffer, most: number, kind: Kind = 'workbook'): Promise<ZipParts> {
    return readable(kind, async () => {
      const zip = await yauzl.fromBufferPromise(bytes, { autoClose: false, decodeStrings: false });
      if (zip.entryCount > MOST_PARTS) throw new Error(`${zip.entryCount} parts`);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
        entry.fileName = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
        const key = nameOf(entry.fileName);
        if (yauzl.validateFileName(entry.fileName) || entries.has(key)) throw oddName(entry.fileName, kind);
        entries.set(key, entry);
      }
      return new ZipParts(zip, entries, most, kind);
    });
  }

  has(name: string): boolean {
    return this.entries.has(nameOf(name));
  }

  /** Each part by its name, as it is read and as it is written, with the bytes that it says to unpack to. */
  get files(): { name: string; written: Buffer; unpacked: number }[] {
    return [...this.entries.values()].map(({ fileName, fileNameRaw, uncompressedSize }) => ({
      name: fileName,
      written: fileNameRaw,
      unpacked: uncompressedSize,
    }));
  }

  /** Bytes of a part as it is packed. */
  packedSizeOf(name: string): number {
    return this.entries.get(nameOf(name))?.compressedSize ?? 0;
  }

  /** Refuses as `open` does what is not there, sealed or damaged, and WORKBOOK_TOO_LARGE or ZIP_TOO_LARGE. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(nameOf(name));
    if (!entry) throw new FileRefused(UNREADABLE[this.kind], `${name} is missing`);
    const pieces = await readable(this.kind, async () => {
      const stream = await this.zip.openReadStreamPromise(entry);
      return stream[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>;
    });
    let sum = 0;
    try {
      for (;;) {
        const { done, value } = await readable(this.kind, () => pieces.next());
        if (done) break;
        this.#unpacked += value.length;
        if (this.#unpacked > this.most) throw tooLarge(this.kind);
        sum = crc32(value, sum);
        yield value;
      }
    } finally {
      await pieces.return?.();
    }
    if (sum !== entry.crc32) throw new FileRefused(UNREADABLE[this.kind], `${name} is damaged`);
  }
}

export const tooLarge = (kind: Kind): FileRefused =>
  new FileRefused(kind === 'zip' ? 'ZIP_TOO_LARGE' : 'WORKBOOK_TOO_LARGE', 'too much to unpack');

/** What is told of a name that no file should have, in characters. */
const LONGEST_TOLD = 100;

/** Refuses a part for its name, which is told as far as it can be shown. */
export function oddName(name: string, kind: Kind): FileRefused {
  const file = name.slice(0, LONGEST_TOLD).replace(/\p{C}/gu, '\ufffd');
  return new FileRefused(UNREADABLE[kind], 'a name that no file should have, or twice', kind === 'zip' ? { file } : {});
}

// Names of parts are the same in any case (ECMA-376, part 2).
const nameOf = (name: string): string => name.replace(/^\//, '').toLowerCase();

/** What a library says of what it cannot read is told as one refusal. */
export async function readable<T>(kind: Kind, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw new FileRefused(UNREADABLE[kind], (error as Error).message);
  }
}
