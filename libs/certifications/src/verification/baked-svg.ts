import { SaxesParser } from 'saxes';

const OPEN_BADGES = 'https://purl.imsglobal.org/ob/v3p0';
const LONGEST = 2_000_000;
const DEEPEST = 100;

/**
 * The credential that is baked into an SVG (Open Badges 3.0, baked badges: one element openbadges:credential, with a JWT in its
 * attribute `verify` or JSON inside); undefined where there is none, or where there are two. The parser opens no file and no
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
  parser.on('doctype', (text) => {
    if (text.includes('[')) throw new Error('declares entities');
  });
  parser.on('opentag', ({ name, local, uri, attributes }) => {
    path.push(name);
    if (path.length > DEEPEST) throw new Error('too deep');
    // What only looks like one is none, and a reader who goes by the prefix would believe it.
    if (name === 'openbadges:credential' && uri !== OPEN_BADGES) throw new Error('prefix of another namespace');
    if (local !== 'credential' || uri !== OPEN_BADGES || inside >= 0) return;
    inside = path.length;
    body = '';
    const jwt = attributes.verify?.value.trim();
    if (jwt) found.push(jwt);
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
