import { inflateSync } from 'node:zlib';

/** Of one attachment, in bytes once it is unpacked, and how many are looked at. */
const LARGEST = 200_000;
const MOST = 20;

/** Characters of the dictionary that stands before a stream. */
const LONGEST_DICTIONARY = 4_000;

/**
 * The texts that are attached to a PDF (ISO 32000-2, 7.11.4: streams of the type EmbeddedFile, which stand in no other stream),
 * plain or deflated. Those that are larger than a credential, or packed or sealed in other ways, are passed over.
 */
export function attached(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  const found: string[] = [];
  for (const { index } of [...text.matchAll(/\/EmbeddedFile\b/g)].slice(0, MOST)) {
    const begin = text.lastIndexOf(' obj', index);
    const end = text.indexOf('stream', index);
    if (begin < 0 || end < 0 || end - begin > LONGEST_DICTIONARY) continue;
    const dictionary = text.slice(begin, end);
    const start = end + (/^stream\r?\n/.exec(text.slice(end, end + 8))?.[0].length ?? 0);
    const bytes = pdf.subarray(start, text.indexOf('endstream', start));
    const file = dictionary.includes('/Filter') ? inflated(bytes) : bytes.subarray(0, LARGEST);
    if (file) found.push(file.toString('utf8'));
  }
  return found;
}

function inflated(bytes: Buffer): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: LARGEST });
  } catch {
    return undefined;
  }
}
