import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { keyOfMultikey } from '../credentials/multikey.js';
import { isObject } from './content.js';
import { instant } from './instants.js';

type Json = Record<string, unknown>;

/** Documents that are vouched for, by their address: keys, DID documents, status lists. Nothing is fetched. */
export type Documents = (id: string) => unknown;

/** In the place of a document: several of this address were given, and they differ. */
export class Contradicted {
  constructor(readonly versions: readonly unknown[]) {}
}
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
  alg: unknown,
  own?: unknown,
): Found | undefined {
  const said = house?.(issuer) ?? documents(issuer);
  const named = id === undefined ? undefined : keyAt(id, said, documents);
  if (named === 'several') return undefined;
  const key = named ?? keyOf(own);
  if (!key) return undefined;
  if (issuer.startsWith(DID_KEY)) {
    const only = { publicKeyMultibase: issuer.slice(DID_KEY.length) };
    return { key, belongs: belongsTo([only], key, now, alg) };
  }
  const assertions = methodsOf(said, 'assertionMethod', documents);
  const owners = isObject(said) ? [issuer, said.id] : [issuer];
  return { key, belongs: assertions ? belongsTo(assertions, key, now, alg, owners) : 'unconfirmed' };
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

/**
 * A key of a kind that is not known here may be the very one: only where all are known is it none of them. One that says to be another's
 * (its `controller` is none of the `owners`), or for something else, is the issuer's by one word, and not by the other.
 */
function belongsTo(methods: Json[], key: KeyObject, now: Date, alg: unknown, owners: unknown[] = []): Found['belongs'] {
  const keys = methods.map(keyOf);
  const same = methods.filter((_, index) => keys[index]?.equals(key));
  const own = same.filter(
    (method) => [method.controller ?? []].flat().every((one) => owners.includes(one)) && isFor(method, alg),
  );
  if (same.length > 0 && own.length === 0) return 'unconfirmed';
  if (same.length > 0) {
    const standings = own.map((method) => standingOf(method, now));
    if (standings.includes('yes')) return 'yes';
    return standings.includes('unconfirmed') ? 'unconfirmed' : 'ended';
  }
  return keys.includes(undefined) ? 'unconfirmed' : 'no';
}

/** From an end on nothing is verified by a key (Controlled Identifiers 1.0, 2.2); of one that is no instant nobody knows. */
function standingOf({ revoked, expires }: Json, now: Date): Found['belongs'] {
  const ends = [revoked, expires].map((end) => instant(end ?? undefined));
  if (ends.some((end) => end && end <= now)) return 'ended';
  return ends.includes(null) ? 'unconfirmed' : 'yes';
}

/** The key at an address; `several` where different ones are said to be there: which of them is meant nobody can tell. */
function keyAt(id: string, said: unknown, documents: Documents): KeyObject | 'several' | undefined {
  if (isBare(id)) return keyOfMultikey(id.slice(DID_KEY.length));
  const [document, fragment = ''] = id.split('#') as [string, string?];
  const named = [documents(document), said].flatMap((one) =>
    ['verificationMethod', 'assertionMethod'].flatMap((relation) =>
      (methodsOf(one, relation, documents) ?? []).filter(
        (method) => absolute(method.id, one) === id || kidOf(method) === id,
      ),
    ),
  );
  const alone = keyOf(documents(id));
  const keys = [...(alone ? [alone] : []), ...named.map(keyOf)];
  const [key] = keys;
  if (keys.some((one) => !(one && key ? one.equals(key) : one === key))) return 'several';
  // A did:key has this one key alone.
  const isStrange = id.startsWith(DID_KEY) && document !== DID_KEY + fragment;
  return key ?? (isStrange ? undefined : keyOfMultikey(fragment));
}

/** The whole address of a method, which its document may write from the # on. */
const absolute = (id: unknown, document: unknown): unknown =>
  typeof id === 'string' && id.startsWith('#') && isObject(document) ? `${String(document.id)}${id}` : id;

/**
 * The methods of a document, whole: those that it names by id are looked up, and one that cannot be found is left empty, as is one of
 * which there are several that differ. Undefined where it lists none.
 */
function methodsOf(document: unknown, relation: string, documents: Documents): Json[] | undefined {
  if (!isObject(document) || document[relation] === undefined) return undefined;
  const whole = [document.verificationMethod ?? []].flat().filter(isObject);
  return [document[relation]].flat().map((method) => {
    if (isObject(method)) return method;
    const inside = whole.filter(({ id }) => absolute(id, document) === absolute(method, document));
    const known = inside.length > 0 ? inside : [typeof method === 'string' ? documents(method) : undefined];
    const [one] = known;
    return isObject(one) && known.every((other) => isDeepStrictEqual(other, one)) ? one : {};
  });
}

const kidOf = ({ publicKeyJwk }: Json): unknown => (isObject(publicKeyJwk) ? publicKeyJwk.kid : undefined);

/** The key of a JWK, of a Multikey, or of a method that holds either, or the same in both. */
function keyOf(value: unknown): KeyObject | undefined {
  if (!isObject(value)) return undefined;
  const { publicKeyMultibase: multikey, publicKeyJwk: jwk } = value;
  if (typeof multikey !== 'string') return keyOfJwk(isObject(jwk) ? jwk : value);
  const key = keyOfMultikey(multikey);
  const isOther = isObject(jwk) && !(key && keyOfJwk(jwk)?.equals(key));
  return isOther ? undefined : key;
}

/** One algorithm of two names (RFC 9864). */
const named = (alg: unknown): unknown => (alg === 'Ed25519' ? 'EdDSA' : alg);

/** What a key says to be for, nothing else is verified by (RFC 7517, 4.2 to 4.4). */
function isFor({ publicKeyJwk: jwk }: Json, alg: unknown): boolean {
  const { use = 'sig', key_ops: operations = ['verify'], alg: own = alg } = isObject(jwk) ? jwk : {};
  return use === 'sig' && Array.isArray(operations) && operations.includes('verify') && named(own) === named(alg);
}

function keyOfJwk(jwk: Json): KeyObject | undefined {
  if (typeof jwk.kty !== 'string' || jwk.kty === 'oct') return undefined;
  try {
    return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  } catch {
    return undefined;
  }
}
