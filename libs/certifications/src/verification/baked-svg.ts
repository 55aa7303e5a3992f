import { SaxesParser } from 'saxes';

const OPEN_BADGES = 'https://purl.imsglobal.org/ob/v3p0';
/** Of 3.0, and of 2.0, whose badges are told from what is none. */
const BADGES: Readonly<Record<string, string>> = {
  'openbadges:credential': OPEN_BADGES,
  'openbadges:assertion': 'http://openbadges.org',
};
/** By others the same bytes say other things; by some of them not where all are of ASCII. */
const ENCODINGS = /^(utf-8|us-ascii)$/i;
const LIKE_ASCII = /^(iso-8859-\d+|windows-125\d)$/i;
const LONGEST = 2_000_000;
const DEEPEST = 100;

/**
 * The credential that is baked into an SVG (Open Badges 3.0, baked badges: one element openbadges:credential, with a JWT in its
 * attribute `verify` or JSON inside), or the badge of 2.0; undefined where there is none, or where there are two, of whichever version, or
 * where it says to be written in an encoding that is not read here. The parser opens no file and no
 * address, and knows no entity but XML's own five: a picture that declares others is none.
 */
export function unbakedSvg(svg: string): string | undefined {
  // Looking a prefix up costs the depth at which it is used.
  if (svg.length > LONGEST) return undefined;
  const found: string[] = [];
  const path: string[] = [];
  let inside = -1;
  let body = '';
  const parser = new SaxesParser({ xmlns: true, position: false });
  const read = (text: string): void => {
    if (inside === path.length) body += text;
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('xmldecl', ({ encoding = 'utf-8' }) => {
    const isKnown = ENCODINGS.test(encoding) || (LIKE_ASCII.test(encoding) && /^[\0-\x7f]*$/.test(svg));
    if (!isKnown) throw new Error('another encoding');
  });
  parser.on('doctype', (text) => {
    if (text.includes('[')) throw new Error('declares entities');
  });
  parser.on('opentag', ({ name, local, uri, attributes }) => {
    path.push(name);
    if (path.length > DEEPEST) throw new Error('too deep');
    // What only looks like one is none, and a reader who goes by the prefix would believe it.
    if ((BADGES[name] ?? uri) !== uri) throw new Error('prefix of another namespace');
    // Some read the words of elements inside, too.
    if (inside >= 0) throw new Error('elements in a credential');
    if (BADGES[`openbadges:${local}`] !== uri) return;
    inside = path.length;
    body = '';
    for (const attribute of Object.values(attributes))
      if (attribute.local === 'verify' && attribute.value.trim()) found.push(attribute.value.trim());
  });
  parser.on('text', read);
  parser.on('cdata', read);
  parser.on('closetag', () => {
    if (inside === path.length) {
      if (body.trim()) found.push(body.trim());
      inside = -1;
    }
    path.pop();
  });
  try {
    parser.write(svg).close();
  } catch {
    return undefined;
  }
  return found.length === 1 ? found[0] : undefined;
}
