import type { z } from 'zod';
import { FileRefused } from '../errors/file-refused.js';
import { codeList } from '../schema/code-list.js';

/** The encodings in which the field's programs write text: OFPPT's exports, Excel in French and in Arabic, and what is sent from the web. */
export const Encoding = codeList('Encoding', 'How text is encoded', {
  'utf-8': 'UTF-8',
  'utf-16': 'UTF-16, in the order of bytes that the file says itself',
  'utf-16le': 'UTF-16, low byte first',
  'utf-16be': 'UTF-16, high byte first',
  'windows-1252': 'Windows-1252: Latin letters',
  'windows-1256': 'Windows-1256: Arabic and French letters',
});
export type Encoding = z.output<typeof Encoding>;

/** Why a file was read so: by whom or by what in its bytes. */
export const EncodingReason = codeList('EncodingReason', 'By what the encoding of a file is known', {
  'named-by-sender': 'The sender named it',
  workbook: 'It is a workbook of Excel (.xlsx), whose texts are UTF-8',
  zip: 'It is a zip of CSV files, each read by its own bytes',
  'byte-order-mark': 'The file begins with a byte order mark',
  'valid-utf-8': 'All its bytes are valid UTF-8',
  'zero-bytes': 'Zero bytes stand where UTF-16 has them',
  'latin-words': 'Its letters make words of Latin script',
  'arabic-words': 'Its letters make words of Arabic script',
  'same-in-both': 'No byte of it differs between Windows-1252 and Windows-1256',
});
type EncodingReason = z.output<typeof EncodingReason>;

export type Judged = { encoding: Encoding; because: EncodingReason };

/**
 * What a byte is in a word, as Windows-1252 and Windows-1256 have it: a letter of ASCII; the same letter in both (é, à, ç and the other
 * small ones of French); a Latin one here and an Arabic one there; odd, as é is where DOS or Macintosh wrote it; no letter.
 */
const Kind = { Ascii: 0, Shared: 1, Either: 2, Odd: 3, None: 4 };

const letterOf = (encoding: string, byte: number): string => new TextDecoder(encoding).decode(Uint8Array.of(byte));
const isLetter = (text: string): boolean => /^\p{L}$/u.test(text);

// œ and Œ stand here in both; what else is a letter is of other languages, or of what Arabic borrows.
const BORROWED = new Set([0x81, 0x8d, 0x8e, 0x8f, 0x90, 0x98, 0x9a, 0x9f]);
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => kindOf(byte));

function kindOf(byte: number): number {
  if (byte < 0x80) return /[A-Za-z]/.test(String.fromCharCode(byte)) ? Kind.Ascii : Kind.None;
  const [latin, arabic] = [letterOf('windows-1252', byte), letterOf('windows-1256', byte)];
  if (latin === arabic) return isLetter(latin) ? Kind.Shared : byte < 0xa0 ? Kind.Odd : Kind.None;
  if (isLetter(arabic) && !BORROWED.has(byte)) return Kind.Either;
  return byte < 0xa0 ? Kind.Odd : Kind.None;
}

// Quotes, dashes, the ellipsis and the euro: they end a word, or stand in it as an apostrophe does.
const PUNCTUATION = new Set([0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97]);
for (const byte of PUNCTUATION) KINDS[byte] = Kind.None;

/** Whether the bytes are what is named: of UTF-16 they may say alone in which order they are. */
const isSaidBy = (named: Encoding, { encoding }: Judged): boolean =>
  encoding === named || (named === 'utf-16' && encoding.startsWith(named));

const isMarked = ({ because }: Judged): boolean => because !== 'valid-utf-8';

/** How a zip begins, as Excel's workbooks are since 2007; and an OLE file, as the older ones and those under a password are. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06];
/** Where the name of its first part stands, after two bytes of its length at the first of these places. */
const NAME = { length: 26, begin: 30, longest: 64 };
/** How a document's first part is called (ECMA-376, part 2; OpenDocument), where one can be read. */
const OF_DOCUMENT = /\.(xml|rels)$|^(mimetype|xl\/|_rels\/|docProps\/|$)/i;

const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/** How a PDF begins, and a page of the web, blanks and a mark aside. */
const DOCUMENT = /^(?:%PDF-|(?:\u00ef\u00bb\u00bf)?\s*<(?:!doctype\s+html|html|head|body|table)[\s>])/i;

/** How what is no text begins, by its kind: archives and pictures (RFC 1952, RFC 2083, and the formats' own pages). */
const NO_TEXT: readonly [string, readonly number[]][] = [
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59]],
  ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['RAR', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['JPEG', [0xff, 0xd8, 0xff]],
];

const MARKS: readonly [Encoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** How UTF-32 begins, which nothing that is sent here writes: as UTF-16, every second letter of it would be none. */
const OF_UTF_32 = [
  [0xff, 0xfe, 0, 0],
  [0, 0, 0xfe, 0xff],
];

const cutOff = (): FileRefused => new FileRefused('FILE_IS_CUT_OFF', 'a part of its last letter');

/**
 * Judges in which encoding a text is, from its bytes as they stream by. Sure of a byte order mark, of UTF-8 (no other text is valid by
 * chance) and of UTF-16 (zero bytes stand in every other place, and no letters of ASCII there); a stray zero byte tells nothing. Between
 * Windows-1252 and Windows-1256, which agree on the small letters of French, words decide: of Latin and other letters mixed, or of other
 * letters alone. Refuses where they contradict.
 */
export class EncodingJudge {
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  #isUtf8 = true;
  #isBeyondAscii = false;
  /** Whether letters of UTF-8 beyond ASCII were whole, and of the last one a part alone is here. */
  #hasLetters = false;
  #isCutOff = false;
  #head: number[] = [];
  #offset = 0;
  readonly #zeros: [even: number, odd: number] = [0, 0];
  readonly #letters: [even: number, odd: number] = [0, 0];
  #word = { length: 0, ascii: false, shared: false, either: false, odd: false };
  readonly #words = { latin: 0, arabic: 0, strange: 0 };

  see(chunk: Uint8Array): void {
    if (this.#isUtf8) this.#decodes(chunk);
    for (const byte of chunk) {
      if (this.#head.length < NAME.begin + NAME.longest) this.#head.push(byte);
      if (byte >= 0x80) this.#isBeyondAscii = true;
      const kind = KINDS[byte]!;
      if (byte === 0) this.#zeros[this.#offset & 1]!++;
      else if (kind === Kind.Ascii) this.#letters[this.#offset & 1]!++;
      this.#offset++;
      this.#spell(kind);
    }
  }

  /**
   * What the bytes seen are, or `named` where the sender says. Refuses FILE_IS_NOT_TEXT, FILE_IS_CUT_OFF within a letter, ENCODING_CONTRADICTED where the bytes cannot be
   * what is named (letters of valid UTF-8 in a single-byte encoding, words that are all of the other one), ENCODING_UNSURE where they may be
   * several things, WORKBOOK_UNREADABLE of an .xls.
   */
  verdict(named?: Encoding): Judged {
    this.#decodes();
    this.#spell(Kind.None);
    const found = this.#byBytes();
    if (!named) return found ?? this.#byWords();
    const isOneByte = named.startsWith('windows');
    const isPossible = found
      ? isSaidBy(named, found) || (isOneByte && !isMarked(found) && !this.#isBeyondAscii)
      : named === this.#wordsAlone() || (isOneByte && this.#wordsAlone() === undefined);
    if (found?.because === 'zip') return { ...found, encoding: named };
    if (found?.because === 'workbook' && isPossible) return found;
    if (!isPossible) throw new FileRefused('ENCODING_CONTRADICTED', `not ${named}: ${found?.encoding ?? 'no UTF'}`);
    return { encoding: named === 'utf-16' ? found!.encoding : named, because: 'named-by-sender' };
  }

  #byBytes(): Judged | undefined {
    const begins = (mark: readonly number[]): boolean => mark.every((byte, index) => this.#head[index] === byte);
    if (DOCUMENT.test(Buffer.from(this.#head).toString('latin1')))
      throw new FileRefused('FILE_IS_NOT_TEXT', 'a PDF, or a page of the web');
    const kind = NO_TEXT.find(([, mark]) => begins(mark))?.[0];
    if (kind) throw new FileRefused('FILE_IS_NOT_TEXT', kind);
    if (begins(OLE)) throw new FileRefused('WORKBOOK_UNREADABLE', 'a workbook of before 2007, or one under a password');
    if (begins(ZIP)) return { encoding: 'utf-8', because: OF_DOCUMENT.test(this.#firstPart()) ? 'workbook' : 'zip' };
    if (begins(EMPTY_ZIP)) return { encoding: 'utf-8', because: 'zip' };
    if (OF_UTF_32.some(begins)) throw new FileRefused('FILE_IS_NOT_TEXT', 'UTF-32');
    if (this.#isCutOff) throw cutOff();
    const marked = MARKS.find(([, mark]) => begins(mark));
    if (marked) {
      if (marked[0] !== 'utf-8' && this.#offset % 2 === 1) throw cutOff();
      return { encoding: marked[0], because: 'byte-order-mark' };
    }
    const [even, odd] = this.#zeros;
    if (even > this.#letters[0] || odd > this.#letters[1]) {
      if (Math.min(even, odd) * 10 > Math.max(even, odd))
        throw new FileRefused('FILE_IS_NOT_TEXT', 'zero bytes between its letters');
      if (this.#offset % 2 === 1) throw cutOff();
      return { encoding: odd > even ? 'utf-16le' : 'utf-16be', because: 'zero-bytes' };
    }
    return this.#isUtf8 ? { encoding: 'utf-8', because: 'valid-utf-8' } : undefined;
  }

  #firstPart(): string {
    const length = (this.#head[NAME.length] ?? 0) + 256 * (this.#head[NAME.length + 1] ?? 0);
    return Buffer.from(this.#head.slice(NAME.begin, NAME.begin + length)).toString('latin1');
  }

  #byWords(): Judged {
    const { latin, arabic, strange } = this.#words;
    if (strange > 0 || (latin > 0 && arabic > 0))
      throw new FileRefused(
        'ENCODING_UNSURE',
        `words: ${latin} of Windows-1252, ${arabic} of Windows-1256, ${strange} of neither`,
      );
    if (arabic > 0) return { encoding: 'windows-1256', because: 'arabic-words' };
    return { encoding: 'windows-1252', because: latin > 0 ? 'latin-words' : 'same-in-both' };
  }

  /** The one encoding that all words of the file are of, where they are of one; what is strange may be of either. */
  #wordsAlone(): Encoding | undefined {
    const { latin, arabic, strange } = this.#words;
    if (strange > 0 || latin > 0 === arabic > 0) return undefined;
    return latin > 0 ? 'windows-1252' : 'windows-1256';
  }

  #decodes(chunk?: Uint8Array): void {
    if (!this.#isUtf8) return;
    try {
      // The end tells of a letter that was begun: a last é of Windows-1252 is half a letter of UTF-8.
      if (chunk) this.#hasLetters = /[^\0-\x7f]/.test(this.#utf8.decode(chunk, { stream: true })) || this.#hasLetters;
      else this.#utf8.decode();
    } catch {
      this.#isUtf8 = false;
      this.#isCutOff = !chunk && this.#hasLetters;
    }
  }

  #spell(kind: number): void {
    const word = this.#word;
    if (kind !== Kind.None) {
      word.length++;
      if (kind === Kind.Ascii) word.ascii = true;
      else if (kind === Kind.Shared) word.shared = true;
      else if (kind === Kind.Either) word.either = true;
      else word.odd = true;
      return;
    }
    if (word.length === 0) return;
    if (word.odd) this.#words.strange++;
    else if (word.either && word.ascii) this.#words.latin++;
    else if (word.either && word.shared) this.#words.strange++;
    else if (word.either && word.length > 1) this.#words.arabic++;
    this.#word = { length: 0, ascii: false, shared: false, either: false, odd: false };
  }
}
