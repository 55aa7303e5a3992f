import { OneLine } from './text.js';

/**
 * Where a document is, so that somebody else finds it: the number under which it is filed, with a digit among at least four letters and
 * digits (`DR-04/2026/118`, `MO-200`), or an https address of it. Of up to `max` characters; refuses all else as invalid_document.
 */
export const DocumentReference = ({ max }: { max: number }) =>
  OneLine({ max })
    .refine(isReference, {
      message: 'the number under which it is filed, or an https address',
      params: { code: 'invalid_document' },
    })
    .meta({ examples: ['DR-04/2026/118'] });

function isReference(text: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return isAddress(text);
  const signs = text.match(/[\p{L}\p{N}]/gu) ?? [];
  return signs.length >= 4 && new Set(signs).size > 1 && /\p{Nd}/u.test(text);
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search } = new URL(text);
  return protocol === 'https:' && hostname.includes('.') && (pathname.length > 1 || search.length > 1);
}
