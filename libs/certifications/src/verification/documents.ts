import { isDeepStrictEqual } from 'node:util';
import { strictObject } from '@takwin/platform/schema';
import { Contradicted, type Documents } from './key.js';
import { isObject } from './content.js';
import { isTooDeep } from './read.js';

export type Vouched = Documents & { areUnread: boolean };

/**
 * Documents that a verifier vouches for, found by their id: DID documents, keys (JWK, JWK Set, Multikey), status lists (as
 * credential or as JWT), 1EdTech revocation lists. Where several of one id differ, none is told: that id is Contradicted.
 * JSON that names a member twice tells nothing, as what is none or has no id: then some are unread.
 */
export function vouchedFor(given: readonly (string | object)[]): Vouched {
  const known = new Map<string, unknown[]>();
  let areUnread = false;
  for (const one of given) {
    const value = typeof one === 'string' ? parsed(one.trim()) : one;
    const told = isTooDeep(value) ? [] : namedIn(value, one);
    areUnread ||= told.length === 0;
    for (const [id, document] of told) {
      const versions = known.get(id) ?? [];
      if (!versions.some((other) => isDeepStrictEqual(other, document))) known.set(id, [...versions, document]);
    }
  }
  const find: Documents = (id) => {
    const versions = known.get(id) ?? [];
    return versions.length > 1 ? new Contradicted(versions) : versions[0];
  };
  return Object.assign(find, { areUnread });
}

function namedIn(value: unknown, given: string | object): [string, unknown][] {
  if (!isObject(value)) return [];
  if (Array.isArray(value.keys)) return value.keys.flatMap((key: unknown) => namedIn(key, key as object));
  const id = value.id ?? value.kid ?? value.jti;
  // A list as JWT is kept as it was signed.
  const isSigned = value.jti === id || value.credentialSubject !== undefined;
  const isJwt = typeof given === 'string' && !given.trim().startsWith('{');
  return typeof id === 'string' ? [[id, isJwt && isSigned ? given.trim() : value]] : [];
}

function parsed(text: string): unknown {
  return strictObject(text.startsWith('{') ? Buffer.from(text) : Buffer.from(text.split('.')[1] ?? '', 'base64url'));
}
