const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
// Of 3.0, and of 2.0, whose badges are told from what is none.
const KEYWORDS = ['openbadgecredential', 'openbadges'];

/**
 * The credential that is baked into a PNG (Open Badges 3.0, baked badges: one uncompressed iTXt chunk of the keyword
 * openbadgecredential), or else the badge of 2.0; undefined where there is none, or where there are two.
 */
export function unbaked(png: Buffer): string | undefined {
  if (!SIGNATURE.equals(png.subarray(0, 8))) return undefined;
  const found: [string, string][] = [];
  for (let at = 8; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    const data = png.subarray(at + 8, at + 8 + length);
    if (data.length < length) return undefined;
    if (png.toString('latin1', at + 4, at + 8) === 'iTXt') found.push(...textOf(data));
    at += 12 + length;
  }
  for (const wanted of KEYWORDS) {
    const texts = found.filter(([keyword]) => keyword === wanted);
    if (texts.length > 0) return texts.length === 1 ? texts[0]![1] : undefined;
  }
  return undefined;
}

// keyword NUL, compressed or not, method, language NUL, translated keyword NUL, text
function textOf(data: Buffer): [string, string][] {
  const keywordEnd = data.indexOf(0);
  const keyword = data.toString('latin1', 0, Math.min(keywordEnd, 80));
  if (!KEYWORDS.includes(keyword) || data[keywordEnd + 1] !== 0) return [];
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const start = data.indexOf(0, languageEnd + 1) + 1;
  return languageEnd < 0 || start === 0 ? [] : [[keyword, data.toString('utf8', start)]];
}
