import { crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
// Of 3.0, and of 2.0, whose badges are told from what is none.
const KEYWORDS = ['openbadgecredential', 'openbadges'];

const TEXTS = ['iTXt', 'tEXt', 'zTXt'];

/**
 * The credential that is baked into a PNG (Open Badges 3.0, baked badges: one uncompressed iTXt chunk of the keyword
 * openbadgecredential), or the badge of 2.0; undefined where there is none, where it is not whole (CRC) or behind the picture's end, or
 * where there is another beside, in whatever kind of text: a reader may show either.
 */
export function unbaked(png: Buffer): string | undefined {
  if (!SIGNATURE.equals(png.subarray(0, 8))) return undefined;
  const found: (string | undefined)[] = [];
  let hasEnded = false;
  for (let at = 8; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    const data = png.subarray(at + 8, at + 8 + length);
    if (at + 12 + length > png.length) return undefined;
    const type = png.toString('latin1', at + 4, at + 8);
    const keyword = data.toString('latin1', 0, Math.min(Math.max(data.indexOf(0), 0), 80));
    hasEnded ||= type === 'IEND';
    if (TEXTS.includes(type) && KEYWORDS.includes(keyword)) {
      const isWhole = crc32(png.subarray(at + 4, at + 8 + length)) === png.readUInt32BE(at + 8 + length);
      found.push(type === 'iTXt' && isWhole && !hasEnded ? textOf(data, keyword.length) : undefined);
    }
    at += 12 + length;
  }
  return found.length === 1 ? found[0] : undefined;
}

// keyword NUL, compressed or not, method, language NUL, translated keyword NUL, text
function textOf(data: Buffer, keywordEnd: number): string | undefined {
  if (data[keywordEnd + 1] !== 0) return undefined;
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const start = data.indexOf(0, languageEnd + 1) + 1;
  return languageEnd < 0 || start === 0 ? undefined : data.toString('utf8', start);
}
