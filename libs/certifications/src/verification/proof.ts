import { isDeepStrictEqual } from 'node:util';
import { compactVerify, errors } from 'jose';
import { NotCanonical, proofHolds, type Contexts, type Obstacle, type Proof } from '../credentials/data-integrity.js';
import { findKey, isBare, isDisowned, type Found as FoundKey, type KeyPlace } from './key.js';
import { isObject } from './content.js';
import { instant, periodOf } from './instants.js';
import { type Presented } from './read.js';
import { hasUnknownContext } from './shape.js';
import { isPlain, isPlainProof } from './spelling.js';
import { issuerOf, type ProofFound, type VerificationFault } from './verdict.js';

type Json = Record<string, unknown>;
type Jwt = Extract<Presented, { form: 'jwt' }>;
export type ProofPlace = KeyPlace & {
  contexts: Contexts;
  /** What may still be made canonical for this verification, all proofs and lists together: objects, and items of lists. */
  work: { left: number };
};

/** Each costs about a millisecond on a busy machine, which serves others meanwhile; 1EdTech's most complete sample has 159. */
export const MOST_WORK = 800;

/** Asymmetric, and at least what Open Badges 3.0 asks for (RS256): each with the type of its keys, or their curve (RFC 7518, 8037). */
const KEYS: Readonly<Record<string, string>> = {
  ...{ RS256: 'rsa', RS384: 'rsa', RS512: 'rsa', PS256: 'rsa', PS384: 'rsa', PS512: 'rsa' },
  ...{ ES256: 'prime256v1', ES384: 'secp384r1', ES512: 'secp521r1', EdDSA: 'ed25519', Ed25519: 'ed25519' },
};
const ALGORITHMS = Object.keys(KEYS);
/** Proves nothing to whoever has not made it. */
const WORTHLESS = /^(none|HS\d+)$/i;
const SHORTEST_RSA = 2048;
/** By Open Badges 3.0 (integrity), and by Securing Verifiable Credentials using JOSE and COSE (3.1.1), which signs the same. */
const TYPES = /^(application\/)?(jwt|vc\+jwt)$/i;

/** A proof more costs the time of a proof more, and nobody needs many. */
const MOST_PROOFS = 5;

/** Clocks of two machines differ: what was made within the next minutes may have been made now. Milliseconds. */
export const SKEW = 5 * 60_000;

/**
 * Every proof of a credential, of a JWT also the ones inside, and in what it says a second time, and what is wrong with who signed it or cannot be said of it: no
 * faults where its issuer did.
 */
export async function proofsOf(
  presented: Presented,
  place: ProofPlace,
): Promise<{ faults: VerificationFault[]; proofs: ProofFound[] }> {
  const { credential } = presented;
  const given = proofsIn(credential);
  const told = presented.form === 'jwt' ? presented.other : undefined;
  const other = isDeepStrictEqual(told, credential) ? {} : (told ?? {});
  const again = proofsIn(other);
  if (presented.form === 'json' && given.length === 0) return { faults: ['PROOF_MISSING'], proofs: [] };
  if (given.length + again.length > MOST_PROOFS) return { faults: ['TOO_COMPLEX'], proofs: [] };
  const proofs = presented.form === 'jwt' ? [await jwtProof(presented, place)] : [];
  for (const proof of given) proofs.push(await integrityProof(credential, proof, place));
  for (const proof of again) proofs.push(await integrityProof(other, proof, place));
  return { faults: proofs.flatMap(({ faults }) => faults), proofs };
}

const proofsIn = ({ proof }: Json): unknown[] => [proof ?? []].flat();

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

async function jwtProof(jwt: Jwt, place: ProofPlace): Promise<ProofFound> {
  const { alg, kid, jwk } = jwt.header;
  const key = text(kid);
  const issuer = issuerOf(jwt.credential.issuer) ?? '';
  return {
    type: 'JWT',
    suite: text(alg) ?? null,
    key: key ?? null,
    createdAt: undefined,
    expiresAt: undefined,
    faults: [
      ...new Set([
        ...(await faultsOfJwt(jwt, findKey(key, issuer, place, alg, jwk), place)),
        ...faultsOfContent(jwt, place),
      ]),
    ],
    warnings: isBare(key) ? ['KEY_WITHOUT_FRAGMENT'] : [],
  };
}

/** By words that are not known here nobody can tell whether what it says a second time is the same. */
function faultsOfContent({ saysTwo, credential, other }: Jwt, { contexts }: ProofPlace): VerificationFault[] {
  if (saysTwo) return ['CLAIMS_DIFFER'];
  // Signed as it stands, it says to readers of JSON-LD what others would not find.
  const unread: VerificationFault[] = isPlain(credential) ? [] : ['SPELLING_NOT_READ'];
  return hasUnknownContext(other, contexts) ? [...unread, 'CONTEXT_UNKNOWN'] : unread;
}

const unfound = (id: string | undefined, issuer: unknown, place: KeyPlace): VerificationFault =>
  isDisowned(id, issuerOf(issuer) ?? '', place) ? 'ISSUER_DISOWNS_KEY' : 'KEY_UNKNOWN';

async function faultsOfJwt(jwt: Jwt, found: FoundKey | undefined, place: KeyPlace): Promise<VerificationFault[]> {
  const { alg, typ, kid, crit, b64 } = jwt.header;
  if (typeof alg !== 'string' || WORTHLESS.test(alg)) return ['ALGORITHM_NOT_ACCEPTED'];
  if (!ALGORITHMS.includes(alg)) return ['PROOF_NOT_SUPPORTED'];
  if (typ !== undefined && !(typeof typ === 'string' && TYPES.test(typ))) return ['PROOF_NOT_SUPPORTED'];
  // jose knows b64, by which another text is signed than the one that is read: no JWT may have it (RFC 7797, 7).
  if (crit !== undefined || (b64 ?? true) !== true) return ['PROOF_NOT_SUPPORTED'];
  if (!found) return [unfound(text(kid), jwt.credential.issuer, place), ...faultsOfClaims(jwt, place.now)];
  const { modulusLength = SHORTEST_RSA } = found.key.asymmetricKeyDetails ?? {};
  if (modulusLength < SHORTEST_RSA) return ['ALGORITHM_NOT_ACCEPTED'];
  const kind = found.key.asymmetricKeyDetails?.namedCurve ?? found.key.asymmetricKeyType;
  // EdDSA is by either curve (RFC 8037, 3.1), and of the two jose knows one.
  if (alg === 'EdDSA' && kind === 'ed448') return ['PROOF_NOT_SUPPORTED'];
  if (KEYS[alg] !== kind) return ['SIGNATURE_INVALID'];
  try {
    await compactVerify(jwt.jwt, found.key, { algorithms: ALGORITHMS });
  } catch (error) {
    if (error instanceof errors.JOSENotSupported) return ['PROOF_NOT_SUPPORTED'];
    if (error instanceof errors.JOSEError || error instanceof TypeError) return ['SIGNATURE_INVALID'];
    throw error;
  }
  return [...OWNERSHIP[found.belongs], ...faultsOfClaims(jwt, place.now)];
}

/**
 * What is wrong with the registered claims: each that is there says what the credential says (Open Badges 3.0, integrity: iss,
 * jti, nbf, sub; exp), and holds now by itself (RFC 7519, 4.1), as an exp beside which the credential says no end.
 */
function faultsOfClaims({ claims, credential }: Jwt, now: Date): VerificationFault[] {
  const { iss, jti, sub, nbf, exp } = claims;
  if ([nbf, exp].some((date) => date !== undefined && !Number.isFinite(date))) return ['MALFORMED'];
  const [begins, ends] = [nbf, exp] as (number | undefined)[];
  const { id, issuer, credentialSubject } = credential;
  const period = periodOf(credential);
  const texts = [
    [iss, issuerOf(issuer)],
    [jti, id],
    [sub, isObject(credentialSubject) ? credentialSubject.id : undefined],
  ];
  const isSame =
    texts.every(([claim, said]) => claim === undefined || claim === said) &&
    isInstant(begins, period?.from) &&
    (period && !period.until ? true : isInstant(ends, period?.until));
  const faults: VerificationFault[] = [];
  if (!isSame) faults.push('CLAIMS_DIFFER');
  if (begins !== undefined && begins * 1000 > now.getTime()) faults.push('NOT_YET_VALID');
  if (ends !== undefined && ends * 1000 < now.getTime()) faults.push('EXPIRED');
  return faults;
}

/** Whether a claim, where it is there, says an instant to the second, however it is rounded. */
const isInstant = (seconds: number | undefined, date: Date | undefined): boolean =>
  seconds === undefined || (date !== undefined && Math.abs(seconds * 1000 - date.getTime()) < 1000);

/** In a word, and by the address that the word has in every context of proofs. */
const ASSERTION = ['assertionMethod', 'https://w3id.org/security#assertionMethod'];

const SUITES = ['eddsa-rdfc-2022', 'eddsa-2022'];
const OLD_TYPE = 'Ed25519Signature2020';
const OBSTACLES: Record<Obstacle, VerificationFault> = {
  'context-unknown': 'CONTEXT_UNKNOWN',
  'term-undefined': 'TERM_UNDEFINED',
  'not-json-ld': 'MALFORMED',
  'not-computable': 'TOO_COMPLEX',
};

async function integrityProof(credential: Json, proof: unknown, place: ProofPlace): Promise<ProofFound> {
  const { type, cryptosuite, verificationMethod, created, expires } = isObject(proof) ? proof : {};
  const key = text(verificationMethod);
  const isOld = type === OLD_TYPE || (type === 'DataIntegrityProof' && cryptosuite === SUITES[1]);
  return {
    type: text(type) ?? null,
    suite: text(cryptosuite) ?? null,
    key: key ?? null,
    createdAt: momentOf(created) ?? undefined,
    expiresAt: momentOf(expires) ?? undefined,
    faults: isObject(proof) && typeof type === 'string' ? await faultsOfOne(credential, proof, place) : ['MALFORMED'],
    warnings: [
      ...(isOld ? (['PROOF_SUITE_DEPRECATED'] as const) : []),
      ...(isBare(key) ? (['KEY_WITHOUT_FRAGMENT'] as const) : []),
    ],
  };
}

async function faultsOfOne(credential: Json, proof: Json, place: ProofPlace): Promise<VerificationFault[]> {
  const isOfIntegrity = proof.type === 'DataIntegrityProof';
  const isKnown = proof.type === OLD_TYPE || (isOfIntegrity && SUITES.some((one) => one === proof.cryptosuite));
  // A suite that is not known may sign in its own way; by when it holds is Data Integrity's to say.
  const dates = isKnown || isOfIntegrity ? faultsOfMoments(proof, place.now) : [];
  if (!isKnown || proof.previousProof !== undefined) return [...dates, 'PROOF_NOT_SUPPORTED'];
  return [...dates, ...(await faultsOfSignature(credential, proof, place))];
}

async function faultsOfSignature(credential: Json, proof: Json, place: ProofPlace): Promise<VerificationFault[]> {
  const isWhole = typeof proof.proofValue === 'string' && typeof proof.proofPurpose === 'string';
  if (!isWhole) return [isPlainProof(proof) ? 'MALFORMED' : 'SPELLING_NOT_READ'];
  if (!ASSERTION.includes(proof.proofPurpose as string)) return ['PROOF_OF_OTHER_PURPOSE'];
  if (hasUnknownContext(credential, place.contexts)) return ['CONTEXT_UNKNOWN'];
  if (saysUnsigned(credential)) return ['TERM_UNDEFINED'];
  const found = findKey(text(proof.verificationMethod), issuerOf(credential.issuer) ?? '', place, 'EdDSA');
  if (!found) return [unfound(text(proof.verificationMethod), credential.issuer, place)];
  if (found.key.asymmetricKeyType !== 'ed25519') return ['ALGORITHM_NOT_ACCEPTED'];
  place.work.left -= partsOf(credential);
  if (place.work.left < 0) return ['TOO_COMPLEX'];
  const [all, known] = [JSON.stringify(credential), JSON.stringify(credential, undisputed)];
  try {
    const holds = await proofHolds(JSON.parse(known) as Json, proof as Proof, found.key, place.contexts);
    if (known !== all) return ['CONTEXT_UNKNOWN'];
    if (!holds) return ['SIGNATURE_INVALID'];
    const isRead = isPlain(credential) && isPlainProof(proof);
    return isRead ? OWNERSHIP[found.belongs] : [...OWNERSHIP[found.belongs], 'SPELLING_NOT_READ'];
  } catch (error) {
    if (error instanceof NotCanonical) return [OBSTACLES[error.obstacle]];
    throw error;
  }
}

/** An instant of a proof: where it is written without an offset it is of UTC (VC Data Integrity 1.0, 2.1). */
const momentOf = (value: unknown): Date | undefined | null =>
  instant(typeof value === 'string' && /T[\d:.]+$/.test(value) ? `${value}Z` : value);

const partsOf = (value: unknown): number =>
  Array.isArray(value)
    ? value.reduce<number>((sum, item) => sum + Math.max(1, partsOf(item)), 0)
    : isObject(value)
      ? Object.values(value).reduce<number>((sum, part) => sum + partsOf(part), 1)
      : 0;

/** Words of Open Badges 3.0 that some copies of its vocabulary have, and the one that ships lacks: what they are signed as is not known. */
const DISPUTED = ['jti', 'endorsementJwt'];
const undisputed = (name: string, value: unknown): unknown => (DISPUTED.includes(name) ? undefined : value);

/** When a proof was made and until when it holds are its own, beside what the credential says of itself. */
function faultsOfMoments({ created, expires }: Json, now: Date): VerificationFault[] {
  const [made, ended] = [momentOf(created), momentOf(expires)];
  if (made === null || ended === null) return ['MALFORMED'];
  const faults: VerificationFault[] = [];
  if (made && made.getTime() > now.getTime() + SKEW) faults.push('PROOF_NOT_YET_VALID');
  if (ended && ended < now) faults.push('PROOF_EXPIRED');
  return faults;
}

const OWNERSHIP: Record<FoundKey['belongs'], VerificationFault[]> = {
  yes: [],
  no: ['ISSUER_DISOWNS_KEY'],
  ended: ['KEY_ENDED'],
  unconfirmed: ['ISSUER_UNCONFIRMED'],
};

/** JSON-LD's keywords of which the canonical form keeps what they say: beside a value, and elsewhere. */
const OF_VALUES = ['@value', '@type', '@language', '@direction'];
const OF_NODES = ['@context', '@id', '@type', '@graph', '@included', '@list', '@nest', '@reverse', '@set'];

/**
 * Whether something stands where a reader and the signature find different things: under a keyword that the canonical form drops
 * (`@index`), or under `Criteria` for `criteria`, since contexts give a class the IRI of a property.
 */
function saysUnsigned(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(saysUnsigned);
  if (!isObject(value)) return false;
  const keywords = Object.hasOwn(value, '@value') ? OF_VALUES : OF_NODES;
  return Object.entries(value).some(
    ([name, part]) => /^[A-Z]/.test(name) || (name.startsWith('@') && !keywords.includes(name)) || saysUnsigned(part),
  );
}
