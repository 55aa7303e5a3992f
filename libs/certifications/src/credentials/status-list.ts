import { gunzipSync, gzipSync } from 'node:zlib';

/** Entries of one list: the least that the specification allows, so that no entry stands alone (131,072). */
const LIST_LENGTH = 131_072;

// Odd, so that it permutes the places of a list: credentials of one batch do not stand side by side.
const STRIDE = 77_467;

export type StatusListEntry = { list: number; index: number };

/** Where the credential of this ordinal (from 1 on) stands. Each place is given once. */
export function placeOf(ordinal: number): StatusListEntry {
  return { list: Math.floor(ordinal / LIST_LENGTH), index: ((ordinal % LIST_LENGTH) * STRIDE) % LIST_LENGTH };
}

/** The ordinals of a list: from, and up to but not including. */
export const ordinalsOf = (list: number): [number, number] => [list * LIST_LENGTH, (list + 1) * LIST_LENGTH];

/** A list with these bits set, as `encodedList` has it: gzip, base64url without padding, the multibase prefix u. */
function encodeList(indices: Iterable<number>): string {
  const bits = Buffer.alloc(LIST_LENGTH / 8);
  for (const index of indices) bits[index >> 3]! |= 0x80 >> (index & 7);
  return `u${gzipSync(bits).toString('base64url')}`;
}

/**
 * The bit of an encoded list; undefined where the list is none, is shorter than the specification allows, or does not
 * reach that far. The first bit is the leftmost one of the first byte.
 */
export function bitOf(encoded: string, index: number): boolean | undefined {
  const bits = decoded(encoded);
  if (!bits || bits.length * 8 < LIST_LENGTH || !Number.isSafeInteger(index) || index < 0) return undefined;
  const byte = bits[Math.floor(index / 8)];
  return byte === undefined ? undefined : (byte & (0x80 >> (index & 7))) !== 0;
}

const LARGEST = 16 * 2 ** 20;

function decoded(encoded: string): Buffer | undefined {
  if (!/^u[\w-]+$/.test(encoded)) return undefined;
  try {
    return gunzipSync(Buffer.from(encoded.slice(1), 'base64url'), { maxOutputLength: LARGEST });
  } catch {
    return undefined;
  }
}

/** What a credential says of where its status is told (W3C Bitstring Status List 1.0). */
export function statusEntry(list: string, { index }: StatusListEntry) {
  return {
    id: `${list}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: String(index),
    statusListCredential: list,
  };
}

/** A status list as the credential that it is, to be signed; it holds from `at` on, and is as old as that. */
export function statusListCredential(url: string, issuer: string, revoked: Iterable<number>, at: Date) {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: url,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom: at.toISOString(),
    credentialSubject: {
      id: `${url}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: encodeList(revoked),
    },
  };
}
