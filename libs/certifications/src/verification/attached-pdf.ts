import { constants, inflateSync } from 'node:zlib';

/** Of one attachment, in bytes once it is unpacked, and how many are read. */
const LARGEST = 200_000;
const MOST = 20;

/** Characters of the dictionary that stands before a stream. */
const LONGEST_DICTIONARY = 4_000;

/** Bytes of a packed attachment that tell how it begins: unpacked they are a thousand times as many at most. */
const BEGINNING = 100;

/**
 * The texts that are attached to a PDF (ISO 32000-2, 7.11.4: streams of the type EmbeddedFile, which stand in no other stream),
 * plain or deflated. Undefined where not all of them could be looked at: there are too many, one is packed or sealed in other ways, or
 * one begins as a credential does and is larger than we read. Other large files are passed over.
 */
export function attached(pdf: Buffer): string[] | undefined {
  const text = pdf.toString('latin1');
  const places = [...text.matchAll(/\/EmbeddedFile\b/g)];
  if (places.length > MOST) return undefined;
  const found: string[] = [];
  for (const { index } of places) {
    const begin = text.lastIndexOf(' obj', index);
    const end = text.indexOf('stream', index);
    if (begin < 0 || end < 0 || end - begin > LONGEST_DICTIONARY) return undefined;
    const dictionary = text.slice(begin, end);
    const start = end + (/^stream\r?\n/.exec(text.slice(end, end + 8))?.[0].length ?? 0);
    const bytes = pdf.subarray(start, text.indexOf('endstream', start));
    const isPacked = dictionary.includes('/Filter');
    const file = isPacked ? inflated(bytes) : bytes.length > LARGEST ? undefined : bytes;
    if (file) found.push(file.toString('utf8'));
    else if (mayBeCredential(isPacked ? inflated(bytes.subarray(0, BEGINNING)) : bytes)) return undefined;
  }
  return found;
}

/** Whether some bytes begin as JSON or a JWT does, or cannot be told. */
const mayBeCredential = (bytes: Buffer | undefined): boolean =>
  !bytes || /^\s*(\{|eyJ|$)/.test(bytes.subarray(0, BEGINNING).toString('latin1'));

function inflated(bytes: Buffer): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: LARGEST, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}
