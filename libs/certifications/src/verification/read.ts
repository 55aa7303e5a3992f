import { decodeJwt, decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose';
import { unbaked } from './baked-png.js';
import { unbakedSvg } from './baked-svg.js';

type Json = Record<string, unknown>;

/** A credential as it was handed over: signed as a whole (JWT), or with its proof inside. */
export type Presented =
  | { form: 'jwt'; jwt: string; header: ProtectedHeaderParameters & Json; claims: Json; credential: Json }
  | { form: 'json'; credential: Json };

/** Characters of a credential's text. Canonical RDF takes its time, and 1EdTech's most complete sample has 26,000. */
const LONGEST = { jwt: 100_000, json: 40_000 };
const PNG = 'data:image/png;base64,';
const SVG = /^data:image\/svg\+xml(?:;[\w-]+=[\w-]+)*(;base64)?,/;
const ENVELOPED = 'data:application/vc+jwt,';

/** Levels of a credential's objects and lists: what works on them goes down level by level, and 1EdTech's sample has 12. */
const DEEPEST = 100;

/**
 * Reads a credential: a JWT, JSON-LD as object or text, one enveloped (VC Data Model 2.0, 4.13), or baked into a picture: a PNG
 * or SVG that stands in a data: URL, an SVG also as text. Undefined for what is none of them, and for a JWT whose parts have a
 * second spelling; too-complex for what may be one, and is longer or deeper than we look.
 */
export function readCredential(given: string | object): Presented | 'too-complex' | undefined {
  if (typeof given === 'object') return isTooDeep(given) ? 'too-complex' : fromText(JSON.stringify(given));
  const text = unpictured(given.trim());
  return text === undefined ? undefined : fromText(text.trim());
}

/** What is baked into a picture; what is no picture as it is. */
function unpictured(text: string): string | undefined {
  if (text.startsWith(PNG)) return unbaked(Buffer.from(text.slice(PNG.length), 'base64'));
  if (text.startsWith('<')) return unbakedSvg(text);
  const [head, base64] = SVG.exec(text) ?? [];
  if (head === undefined) return text;
  const body = text.slice(head.length);
  const svg = base64 ? Buffer.from(body, 'base64').toString('utf8') : decoded(body);
  return svg === undefined ? undefined : unbakedSvg(svg.trim());
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function fromText(text: string): Presented | 'too-complex' | undefined {
  const isJson = text.startsWith('{');
  const jwt = text.startsWith(ENVELOPED) ? text.slice(ENVELOPED.length) : text;
  if (text.length > LONGEST[isJson ? 'json' : 'jwt']) return isJson || isJwt(jwt) ? 'too-complex' : undefined;
  const presented = isJson ? fromJson(parsed(text)) : fromJwt(jwt);
  return presented && isTooDeep(presented) ? 'too-complex' : presented;
}

const isJwt = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text);

/** Whether a value nests deeper than we look. */
export function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

function fromJson(value: Json | undefined): Presented | undefined {
  if (!value || Array.isArray(value)) return undefined;
  const { id, type } = value;
  const isEnvelope = [type].flat().includes('EnvelopedVerifiableCredential');
  if (!isEnvelope) return { form: 'json', credential: value };
  return typeof id === 'string' && id.startsWith(ENVELOPED) ? fromJwt(id.slice(ENVELOPED.length)) : undefined;
}

function fromJwt(jwt: string): Presented | undefined {
  const parts = jwt.split('.');
  // The last character of a signature has bits that no byte holds: they would be a place to change unseen.
  if (parts.length !== 3 || parts.some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part))
    return undefined;
  const claims = parsed(Buffer.from(parts[1]!, 'base64url').toString('utf8'));
  if (!claims) return undefined;
  try {
    const header = decodeProtectedHeader(jwt) as ProtectedHeaderParameters & Json;
    // The data model of 1.1 had the credential in a claim of its own.
    const credential = isObject(claims.vc) ? claims.vc : withoutClaims(claims);
    return { form: 'jwt', jwt, header, claims, credential };
  } catch {
    return undefined;
  }
}

/** The credential that a JWT's payload is, without the claims that stand beside it. */
export function withoutClaims({
  iss: _,
  jti: __,
  sub: ___,
  nbf: ____,
  exp: _____,
  iat: ______,
  ...credential
}: Json): Json {
  return credential;
}

/** A signed credential in both of its forms. */
export type SignedCredential = { jwt: string; json: Json };

/** Both forms of a credential: without a proof of its own, JSON-LD envelops the JWT (VC Data Model 2.0, 4.13). */
export function signedCredential(jwt: string, proof: object | null): SignedCredential {
  if (proof) return { jwt, json: { ...withoutClaims(decodeJwt(jwt)), proof } };
  const context = 'https://www.w3.org/ns/credentials/v2';
  return { jwt, json: { '@context': context, id: ENVELOPED + jwt, type: 'EnvelopedVerifiableCredential' } };
}

function parsed(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
