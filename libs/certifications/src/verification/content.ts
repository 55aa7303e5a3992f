import { isDeepStrictEqual } from 'node:util';
import { instant } from './instants.js';

type Json = Record<string, unknown>;

/** The contexts of the data models of 2.0 and 1.1, and those of Open Badges 3.0, of whatever version. */
export const VC_CONTEXTS = ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/2018/credentials/v1'] as const;
export const OPEN_BADGES = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.0\.\d+)?\.json$/;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What a JWT says: its credential, `other` where it says it a second time, and whether the two say different things. Of what is in both,
 * proofs and entries of status of other types are not compared: each has to be asked.
 */
export type Content = { credential: Json; other?: Json; saysTwo: boolean };

/** What makes a payload the credential itself, and what else of a payload is read as the credential's: other claims are the JWT's own. */
const WHOLE = ['@context', 'type', 'credentialSubject'];
const OF_CREDENTIALS = [
  ...[...WHOLE, 'id', 'issuer', 'validFrom', 'validUntil', 'issuanceDate', 'expirationDate', 'awardedDate'],
  ...['credentialStatus', 'credentialSchema', 'proof', 'name', 'description', 'image', 'achievement', 'evidence'],
  ...['endorsement', 'endorsementJwt', 'refreshService', 'termsOfUse', 'relatedResource'],
];
const isOfCredentials = (name: string): boolean => name.startsWith('@') || OF_CREDENTIALS.includes(name);

/**
 * The credential of a JWT: the payload (Open Badges 3.0), or the claim `vc` of the data model of 1.1 with what its claims say for it. Where
 * both are there others read the payload, and what it says of the credential the claim has to say too.
 */
export function contentOf(claims: Json): Content {
  const { vc, ...own } = withoutClaims(claims);
  if (!isObject(vc)) return { credential: own, saysTwo: vc !== undefined };
  const isWhole = WHOLE.some((name) => own[name] !== undefined);
  const decoded = reinstated(vc, claims);
  // By itself `name` is a person's, as registered for JWTs (OpenID Connect Core 1.0, 5.1).
  const { name: _, ...unnamed } = own;
  const read = isWhole || own.achievement !== undefined ? own : unnamed;
  const names = [...Object.keys(read).filter(isOfCredentials), ...(isWhole ? Object.keys(vc) : [])];
  if (names.length === 0) return { credential: decoded, saysTwo: false };
  const isClaimed = (name: string): boolean =>
    Object.hasOwn(SAME_DATE, name) && said(vc, name) === undefined && said(decoded, name) !== undefined;
  // What its claims say for it, at a second's precision, is held to the payload as they are.
  const compared = names.filter((name) => !isWhole || !isClaimed(name));
  const saysTwo = !says(own, decoded, compared);
  if (isWhole) return { credential: own, other: decoded, saysTwo };
  const { achievement: __, ...members } = Object.fromEntries(names.map((name) => [name, own[name]]));
  const { proof: ___, ...rest } = decoded;
  return { credential: decoded, other: { ...rest, ...members }, saysTwo };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** A claim's seconds as the data model writes an instant; undefined for what is none. */
function written(seconds: unknown): string | undefined {
  if (typeof seconds !== 'number' || !(seconds >= 0)) return undefined;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace(/^\+0?/, '');
}

/** A credential of the claim `vc` with the members that were moved to others (VC Data Model 1.1, 6.3.1: JWT decoding). */
function reinstated(vc: Json, { jti, iss, nbf, exp, sub }: Json): Json {
  const { id, issuer, credentialSubject: subject } = vc;
  const [from, until] = [written(nbf), written(exp)];
  const isOpen = vc.issuanceDate === undefined && vc.validFrom === undefined;
  const isEndless = vc.expirationDate === undefined && vc.validUntil === undefined;
  const named = isObject(issuer) ? { ...issuer, id: issuer.id ?? iss } : (issuer ?? iss);
  return {
    ...vc,
    ...(id === undefined && isText(jti) && { id: jti }),
    ...(isText(iss) && { issuer: named }),
    ...(isOpen && from !== undefined && { issuanceDate: from }),
    ...(isEndless && until !== undefined && { expirationDate: until }),
    ...(isObject(subject) && subject.id === undefined && isText(sub) && { credentialSubject: { ...subject, id: sub } }),
  };
}

const SAME_DATE: Readonly<Record<string, string>> = {
  ...{ validFrom: 'issuanceDate', issuanceDate: 'validFrom' },
  ...{ validUntil: 'expirationDate', expirationDate: 'validUntil' },
};
const DATES = [...Object.keys(SAME_DATE), 'awardedDate', 'activityStartDate', 'activityEndDate'];

/**
 * Whether two credentials say the same under these names, of whichever data model, however they spell it: all but what only looking it up
 * can tell, proofs and entries of status of other types where both have some.
 */
export function says(one: Json, other: Json, names: readonly string[] = Object.keys({ ...one, ...other })): boolean {
  return names.every((name) => {
    if (name === 'proof') return (one.proof === undefined) === (other.proof === undefined);
    if (name === 'credentialStatus') return isSameStatus(one, other);
    return isDeepStrictEqual(said(one, name), said(other, name));
  });
}

/** What a credential says under a name, in whichever data model; its achievement is its subject's. */
function said(credential: Json, name: string): unknown {
  const { credentialSubject: subject } = credential;
  const value = Object.hasOwn(credential, name) ? credential[name] : undefined;
  if (name === '@context') return [value].flat().map(contextOf);
  if (value !== undefined) return spelled(value, name);
  if (name === 'achievement') return isObject(subject) ? spelled(subject[name], name) : undefined;
  const other = SAME_DATE[name];
  return other === undefined ? undefined : spelled(credential[other], other);
}

const [NOW, OLD] = VC_CONTEXTS;
const contextOf = (one: unknown): unknown =>
  one === OLD ? NOW : typeof one === 'string' && OPEN_BADGES.test(one) ? 'Open Badges 3.0' : one;

/** A value in one spelling: an instant of UTC, types as a set, of a list of one its item, of what has but an id that id. */
function spelled(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((one) => spelled(one, name));
    if (items.length === 1) return items[0];
    return name === 'type' || name === '@type' ? items.toSorted() : items;
  }
  if (!isObject(value)) return DATES.includes(name) ? (instant(value) ?? value) : value;
  const members = Object.entries(value);
  if (members.length === 1 && typeof value.id === 'string') return value.id;
  return Object.fromEntries(members.map(([member, part]) => [member, spelled(part, member)]));
}

const entriesOf = ({ credentialStatus: status }: Json): unknown[] => [status ?? []].flat();
const typeOf = (entry: unknown): unknown => (isObject(entry) ? spelled(entry.type, 'type') : undefined);
const ofType = (entries: unknown[], type: unknown): unknown[] =>
  entries.filter((entry) => isDeepStrictEqual(typeOf(entry), type));

/** Whether both have a status or neither has, and what both have of one type is the same. */
function isSameStatus(one: Json, other: Json): boolean {
  const [some, others] = [entriesOf(one), entriesOf(other)];
  if ((some.length === 0) !== (others.length === 0)) return false;
  return some.every((entry) => {
    const [own, same] = [some, others].map((entries) => ofType(entries, typeOf(entry)).map(stated)) as [Json[], Json[]];
    const isIn = (among: Json[]) => (stated: Json) => among.some((known) => isDeepStrictEqual(known, stated));
    return same.length === 0 || (own.every(isIn(same)) && same.every(isIn(own)));
  });
}

/** An entry of a bit string is found by its list and place: its own id says nothing. */
function stated(entry: unknown): Json {
  const { id, ...rest } = isObject(entry) ? entry : { entry };
  return spelled(rest.type === 'BitstringStatusListEntry' ? rest : { id, ...rest }) as Json;
}

/** A credential with the entries of status that are of types which others of the same content alone have, so that each is asked. */
export function withStatusOf(credential: Json, others: readonly (Json | undefined)[]): Json {
  const own = entriesOf(credential);
  const more = others.flatMap((other) =>
    entriesOf(other ?? {}).filter((entry) => ofType(own, typeOf(entry)).length === 0),
  );
  return more.length === 0 ? credential : { ...credential, credentialStatus: [...own, ...more] };
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
