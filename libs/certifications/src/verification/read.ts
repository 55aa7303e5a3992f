import { isDeepStrictEqual } from 'node:util';
import { strictObject } from '@takwin/platform/schema';
import { decodeJwt } from 'jose';
import { attached } from './attached-pdf.js';
import { unbaked } from './baked-png.js';
import { unbakedSvg } from './baked-svg.js';
import { contentOf, isObject, says, VC_CONTEXTS, withoutClaims, type Content } from './content.js';

type Json = Record<string, unknown>;

/**
 * A credential as it was handed over: signed as a whole (JWT), with its proof inside, or as a JWT with a proof inside as well;
 * `beside` stands what is said to be the same in the other form.
 */
export type Presented = { beside?: Presented } & (
  ({ form: 'jwt'; jwt: string; header: Json; claims: Json } & Content) | { form: 'json'; credential: Json }
);

/** Characters of a credential's text. Canonical RDF takes its time, and 1EdTech's most complete sample has 26,000. */
const LONGEST = { jwt: 100_000, json: 40_000 };
const FILE = /^data:(image\/png|image\/svg\+xml|application\/pdf)(?:;[\w-]+=[\w.%-]+)*(;base64)?,/i;
const JWT = 'application/vc+jwt';
const ENVELOPED = /^data:([^,;]*)((?:;[^,;]*)*),/i;

/** Levels of a credential's objects and lists: what works on them goes down level by level, and 1EdTech's sample has 12. */
const DEEPEST = 100;

/**
 * Why none was read: of no kind that is read here, or with no one credential in it; secured in a way that is not known here; of a kind,
 * and broken; longer or deeper than we look.
 */
export type Unread = 'not-read' | 'not-supported' | 'malformed' | 'too-complex';

/**
 * Reads a credential: a JWT, JSON-LD as object or text, one enveloped (VC Data Model 2.0, 4.13), baked into a picture or attached to a
 * PDF: a PNG, SVG or PDF that stands in a data: URL, an SVG also as text. A JWT whose parts have a second spelling is malformed,
 * and so is JSON that names a member twice, since one of the two would be read that no signature covers.
 */
export function readCredential(given: string | object): Presented | Unread {
  if (typeof given === 'object') return isTooDeep(given) ? 'too-complex' : fromText(JSON.stringify(given));
  const text = given.trim();
  if (mayBePdf(text)) return 'not-read';
  if (text.startsWith('<')) return fromPicture(unbakedSvg(text));
  const [head, type, base64] = FILE.exec(text) ?? [];
  if (head === undefined) return fromText(text);
  const kind = type?.toLowerCase();
  const body = text.slice(head.length);
  const bytes = base64 ? Buffer.from(body, 'base64') : decoded(body);
  const isPdf = kind === 'application/pdf';
  if (
    mayBePdf(bytes.toString('latin1', 0, LATEST)) !== isPdf ||
    (isPdf && OF_PICTURES.test(bytes.toString('latin1', 0, 99)))
  )
    return 'not-read';
  if (isPdf) return fromPdf(bytes);
  return fromPicture(kind === 'image/png' ? unbaked(bytes) : unbakedSvg(bytes.toString('utf8').trim()));
}

/** Within how many bytes readers look for where a PDF begins: before that the file may be a picture, too, for others. */
const LATEST = 1_024 + 5;
const mayBePdf = (text: string): boolean => text.slice(0, LATEST).includes('%PDF-');
/** How a PNG begins, and what is XML. */
const OF_PICTURES = /^(\x89PNG|(\xef\xbb\xbf)?\s*<)/;

const fromPicture = (baked: string | undefined): Presented | Unread =>
  baked === undefined ? 'not-read' : fromText(baked.trim());

/**
 * Attached as JWT and as JSON-LD it is one credential, and both are judged: a reader may open either. Of several credentials none is
 * the one that is meant, signed or not; nor is one beside what begins as a credential and cannot be read.
 */
function fromPdf(pdf: Buffer): Presented | Unread {
  const texts = attached(pdf)?.map((one) => one.trim());
  const read = texts?.map(fromText);
  if (!texts || !read || read.includes('too-complex')) return 'too-complex';
  const isBroken = (one: Presented | Unread, at: number): boolean =>
    one === 'malformed' || one === 'not-supported' || (one === 'not-read' && seemsCredential(texts[at]!));
  if (read.some(isBroken)) return 'not-read';
  const isMeant = (one: Presented | Unread): one is Presented =>
    isObject(one) && Object.keys(one.credential).some((name) => name.startsWith('@') || MEANT.includes(name));
  const [first, ...others] = read.filter(isMeant).toSorted((one, other) => FORMS[one.form] - FORMS[other.form]);
  if (!first) return 'not-read';
  const [beside, ...more] = others.filter((one) => !isSaidBy(first, one));
  if (!beside) return first;
  const isOther = beside.form !== first.form && beside.credential.id === first.credential.id;
  return isOther && more.every((one) => isDeepStrictEqual(one, beside)) ? { ...first, beside } : 'not-read';
}

/** Whether a second one is the first again, or its very content as JSON: what proves the first proves it too. */
const isSaidBy = (first: Presented, one: Presented): boolean =>
  isDeepStrictEqual(one, first) || (one.form === 'json' && isSameText(one.credential, first.credential));
const isSameText = (one: Json, other: Json): boolean =>
  ['@context', 'proof', 'credentialStatus'].every((name) => isDeepStrictEqual(one[name], other[name])) &&
  says(one, other);

const MEANT = ['id', 'type', 'issuer', 'credentialSubject', 'proof', 'vc', 'vp', 'verifiableCredential'];
/** How a list in JSON begins whose items may be credentials, and a URL that holds some file. */
const LIST_OR_URL = /^(\[\s*[{"]|"?data:application\/)/i;
/** What is not read here though readers that are less strict may take it for a credential, as a JWT in quotation marks, or padded. */
const seemsCredential = (text: string): boolean => LIST_OR_URL.test(text) || beginsAsJwt(text.replace(/^"/, ''));
const FORMS = { jwt: 0, json: 1 };

function decoded(text: string): Buffer {
  try {
    return Buffer.from(decodeURIComponent(text));
  } catch {
    return Buffer.alloc(0);
  }
}

function fromText(text: string): Presented | Unread {
  const isJson = text.startsWith('{');
  const inside = jwtOf(text);
  const jwt = inside ?? text;
  if (!isJson && inside === undefined && !isJwt(jwt)) return 'not-read';
  if (text.length > LONGEST[isJson ? 'json' : 'jwt']) return 'too-complex';
  const presented = (isJson ? fromJson(strictObject(Buffer.from(text))) : fromJwt(jwt)) ?? 'malformed';
  if (typeof presented === 'string') return presented;
  // A proof inside a JWT takes the time of one in JSON-LD.
  if (presented.credential.proof !== undefined && text.length > LONGEST.json) return 'too-complex';
  return isTooDeep(presented) ? 'too-complex' : presented;
}

/** Three parts, or what is left of them, of which the first one begins as an object does. */
const isJwt = (text: string): boolean => /^[\w-]+(\.[\w-]*){0,2}$/.test(text) && beginsAsJwt(text);
const beginsAsJwt = (text: string): boolean => /^\{[\s"}]/.test(Buffer.from(text.slice(0, 4), 'base64url').toString());

/** Whether a value nests deeper than we look. */
export function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

/** The JWT that a data: URL holds; undefined of one of any other type. */
function jwtOf(url: string): string | undefined {
  const [head, type, parameters] = ENVELOPED.exec(url) ?? [];
  if (head === undefined || type?.toLowerCase() !== JWT) return undefined;
  const body = url.slice(head.length);
  return parameters?.toLowerCase().endsWith(';base64') ? Buffer.from(body, 'base64').toString('latin1') : body;
}

function fromJson(value: Json | undefined): Presented | Unread | undefined {
  if (!value) return undefined;
  const { '@context': _, id, type, ...rest } = value;
  const isEnvelope = [type].flat().includes('EnvelopedVerifiableCredential');
  if (!isEnvelope) return { form: 'json', credential: value };
  // Nothing signs what stands on the envelope.
  if (Object.keys(rest).length > 0 || typeof id !== 'string' || !ENVELOPED.test(id)) return undefined;
  const jwt = jwtOf(id);
  return jwt === undefined ? 'not-supported' : fromJwt(jwt);
}

function fromJwt(jwt: string): Presented | 'not-read' | undefined {
  const parts = jwt.split('.');
  // The last character of a signature has bits that no byte holds: they would be a place to change unseen.
  if (parts.length !== 3 || parts.some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part))
    return undefined;
  const [header, claims] = parts.slice(0, 2).map((part) => strictObject(Buffer.from(part, 'base64url')));
  if (!header || !claims) return undefined;
  // Readers of presentations find other credentials in it.
  if (claims.vp !== undefined && (claims.vc !== undefined || claims.credentialSubject !== undefined)) return 'not-read';
  return { form: 'jwt', jwt, header, claims, ...contentOf(claims) };
}

/** A signed credential in both of its forms. */
export type SignedCredential = { jwt: string; json: Json };

/** Both forms of a credential: without a proof of its own, JSON-LD envelops the JWT (VC Data Model 2.0, 4.13). */
export function signedCredential(jwt: string, proof: object | null): SignedCredential {
  if (proof) return { jwt, json: { ...withoutClaims(decodeJwt(jwt)), proof } };
  return { jwt, json: { '@context': VC_CONTEXTS[0], id: `data:${JWT},${jwt}`, type: 'EnvelopedVerifiableCredential' } };
}
