import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { keyOfMultikey } from '../credentials/multikey.js';
import { isObject } from './read.js';
import { instant } from './shape.js';

type Json = Record<string, unknown>;

/** Documents that are vouched for, by their address: keys, DID documents, status lists. Nothing is fetched. */
export type Documents = (id: string) => unknown;

/** In the place of a document: several of this address were given, and they differ. */
export const CONTRADICTED = Symbol('contradicted');
export type KeyPlace = {
  documents: Documents;
  now: Date;
  /** What an issuer says of its keys where that is known here, whatever was handed over: the house's own document. */
  house?: Documents;
};

/** A key that a credential names, and whether its issuer says that it is one of its own. */
export type Found = { key: KeyObject; belongs: 'yes' | 'no' | 'ended' | 'unconfirmed' };

const DID_KEY = 'did:key:';

/** Whether a key is named by a did:key alone: the method's own specification wants the key named again behind a #. */
export const isBare = (id: string | undefined): boolean => Boolean(id?.startsWith(DID_KEY)) && !id!.includes('#');

/**
 * Finds a key by the address that a proof or a JWT's header names. Whose it is, only the document at the issuer's very address
 * tells: it must list this key for assertions (Controlled Identifiers 1.0, 3.3). What a key says of itself, or where it was
 * found, makes nobody its owner. A did:key says it by itself.
 */
export function findKey(
  id: string | undefined,
  issuer: string,
  { documents, now, house }: KeyPlace,
  own?: unknown,
): Found | undefined {
  const said = house?.(issuer) ?? documents(issuer);
  const key = (id === undefined ? undefined : keyAt(id, said, documents)) ?? keyOf(own);
  if (!key) return undefined;
  if (issuer.startsWith(DID_KEY)) {
    const only = { publicKeyMultibase: issuer.slice(DID_KEY.length) };
    return { key, belongs: belongsTo([only], key, now) };
  }
  const assertions = methodsOf(said, 'assertionMethod', documents);
  return { key, belongs: assertions ? belongsTo(assertions, key, now) : 'unconfirmed' };
}

/**
 * Whether a key that was not found is none of the issuer's: its own document is known and lists no key of that address, which is the
 * issuer's own to give. Of the house every key is known, under whatever address.
 */
export function isDisowned(id: string | undefined, issuer: string, { documents, house }: KeyPlace): boolean {
  if (house?.(issuer)) return true;
  if (id?.split('#')[0] !== issuer) return false;
  const listed = ['verificationMethod', 'assertionMethod'].flatMap(
    (relation) => methodsOf(documents(issuer), relation, documents) ?? [],
  );
  const isOther = (method: Json): boolean =>
    typeof method.id === 'string' && ![id, id.slice(issuer.length)].includes(method.id) && kidOf(method) !== id;
  return listed.length > 0 && listed.every(isOther);
}

/** A key of a kind that is not known here may be the very one: only where all are known is it none of them. */
function belongsTo(methods: Json[], key: KeyObject, now: Date): Found['belongs'] {
  const keys = methods.map(keyOf);
  const same = methods.filter((_, index) => keys[index]?.equals(key));
  if (same.length > 0) return same.every((method) => hasEnded(method, now)) ? 'ended' : 'yes';
  return keys.includes(undefined) ? 'unconfirmed' : 'no';
}

/** From then on nothing is verified by it (Controlled Identifiers 1.0, 2.2), nor by what says so in no way that we read. */
const hasEnded = ({ revoked, expires }: Json, now: Date): boolean =>
  [revoked, expires].map(instant).some((end) => end === null || (end !== undefined && end <= now));

function keyAt(id: string, said: unknown, documents: Documents): KeyObject | undefined {
  const [document, fragment = ''] = id.split('#') as [string, string?];
  const methods = [documents(document), said].flatMap((one) =>
    ['verificationMethod', 'assertionMethod'].flatMap((relation) => methodsOf(one, relation, documents) ?? []),
  );
  const named = methods.find(
    (method) => method.id === id || (fragment && method.id === `#${fragment}`) || kidOf(method) === id,
  );
  if (isBare(id)) return keyOfMultikey(id.slice(DID_KEY.length));
  return keyOf(documents(id)) ?? keyOf(named) ?? keyOfMultikey(fragment);
}

/**
 * The methods of a document, whole: those that it names by id are looked up, and one that cannot be found is left empty.
 * Undefined where it lists none.
 */
function methodsOf(document: unknown, relation: string, documents: Documents): Json[] | undefined {
  if (!isObject(document) || document[relation] === undefined) return undefined;
  const whole = [document.verificationMethod ?? []].flat().filter(isObject);
  const absolute = (id: unknown): unknown =>
    typeof id === 'string' && id.startsWith('#') ? `${String(document.id)}${id}` : id;
  return [document[relation]].flat().map((method) => {
    if (isObject(method)) return method;
    const inside = whole.find(({ id }) => absolute(id) === absolute(method));
    const known = inside ?? (typeof method === 'string' ? documents(method) : undefined);
    return isObject(known) ? known : {};
  });
}

const kidOf = ({ publicKeyJwk }: Json): unknown => (isObject(publicKeyJwk) ? publicKeyJwk.kid : undefined);

/** The key of a JWK, of a Multikey, or of a method that holds either. */
function keyOf(value: unknown): KeyObject | undefined {
  if (!isObject(value)) return undefined;
  if (typeof value.publicKeyMultibase === 'string') return keyOfMultikey(value.publicKeyMultibase);
  const jwk = isObject(value.publicKeyJwk) ? value.publicKeyJwk : value;
  if (typeof jwk.kty !== 'string' || jwk.kty === 'oct') return undefined;
  try {
    return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  } catch {
    return undefined;
  }
}
