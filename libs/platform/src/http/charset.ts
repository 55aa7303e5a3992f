import { z } from 'zod';
import { invalid, Refusal } from '../errors/refusal.js';
import { Encoding } from '../files/encoding.js';
import { namedTwice } from '../schema/strict-json.js';

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)"?/i;
const ALSO: Readonly<Record<string, Encoding>> = {
  ...{ utf8: 'utf-8', utf16: 'utf-16', utf16le: 'utf-16le', utf16be: 'utf-16be' },
  ...{ cp1252: 'windows-1252', cp1256: 'windows-1256' },
};

/** The charset that a Content-Type names, in small letters; none where it names none. */
const namedIn = (contentType: string | undefined): string | undefined =>
  CHARSET.exec(contentType ?? '')?.[1]?.toLowerCase();

/**
 * The encoding that a file's Content-Type names, for an operation that takes one; none where it names none. Refuses INVALID_INPUT of a
 * charset that is not read, and of one that `encoding` contradicts.
 */
export function charsetOf(
  contentType: string | undefined,
  operation: z.ZodType,
  { encoding }: { encoding?: unknown },
): { encoding?: Encoding } {
  const name = namedIn(contentType);
  if (name === undefined || !(operation instanceof z.ZodObject && 'encoding' in operation.shape)) return {};
  const known = Encoding.options.find((one) => one === name) ?? ALSO[name];
  if (!known) {
    const message = 'not one that files are read in: {charsets}';
    const params = { code: 'unknown_charset', charsets: Encoding.options };
    throw invalid([{ path: ['content-type'], message, params }]);
  }
  if (encoding !== undefined && encoding !== known)
    throw invalid([{ path: ['encoding'], code: 'contradicts', message: 'Content-Type names another charset' }]);
  return { encoding: known };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The text of a body of JSON, which is UTF-8 (RFC 8259, 8.1) and names each member of an object once (RFC 7493, 2.3). Refuses
 * UNSUPPORTED_MEDIA_TYPE of a Content-Type that names another charset, MALFORMED of other bytes, so that a name is never kept with a
 * letter that nobody sent, and INVALID_INPUT of a member that stands there twice: nobody can tell which one is meant.
 */
export function jsonTextOf(contentType: string | undefined, body: Uint8Array): string {
  if (!['utf-8', 'utf8'].includes(namedIn(contentType) ?? 'utf-8'))
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', { status: 415 });
  const [text, twice] = read(body);
  if (twice !== undefined)
    throw invalid([{ path: [twice], code: 'named_twice', message: 'names a member of an object twice' }]);
  return text;
}

function read(body: Uint8Array): [text: string, twice: string | undefined] {
  try {
    const text = UTF_8.decode(body);
    return [text, namedTwice(text)];
  } catch {
    throw new Refusal('MALFORMED', { status: 400 });
  }
}
