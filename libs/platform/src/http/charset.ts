import { z } from 'zod';
import { invalid } from '../errors/refusal.js';
import { Encoding } from '../files/encoding.js';

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)"?/i;
const ALSO: Readonly<Record<string, Encoding>> = { utf8: 'utf-8', cp1252: 'windows-1252', cp1256: 'windows-1256' };

/**
 * The encoding that a file's Content-Type names, for an operation that takes one; none where it names none. Refuses INVALID_INPUT of a
 * charset that is not read, and of one that `encoding` contradicts.
 */
export function charsetOf(
  contentType: string | undefined,
  operation: z.ZodType,
  { encoding }: { encoding?: unknown },
): { encoding?: Encoding } {
  const [, named] = CHARSET.exec(contentType ?? '') ?? [];
  if (named === undefined || !(operation instanceof z.ZodObject && 'encoding' in operation.shape)) return {};
  const name = named.toLowerCase();
  const known = Encoding.options.find((one) => one === name) ?? ALSO[name];
  if (!known)
    throw invalid([{ path: ['content-type'], code: 'unknown_charset', message: 'a charset that files are read in' }]);
  if (encoding !== undefined && encoding !== known)
    throw invalid([{ path: ['encoding'], code: 'contradicts', message: 'Content-Type names another charset' }]);
  return { encoding: known };
}
