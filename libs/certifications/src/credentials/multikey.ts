import { createPublicKey, type KeyObject } from 'node:crypto';
import { base58 } from '@scure/base';

// Multicodec ed25519-pub, as a varint; and what DER puts before the 32 bytes of such a key (RFC 8410).
const ED25519 = Buffer.from([0xed, 0x01]);
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** An Ed25519 public key as a Multikey (W3C Controlled Identifiers 1.0): z6Mk and more. */
export function multikeyOf(key: KeyObject): string {
  const raw = Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url');
  return `z${base58.encode(Buffer.concat([ED25519, raw]))}`;
}

/** The Ed25519 public key that a Multikey holds; undefined where it holds none. */
export function keyOfMultikey(text: string): KeyObject | undefined {
  const bytes = fromBase58(text);
  if (bytes?.length !== 34 || !ED25519.equals(bytes.subarray(0, 2))) return undefined;
  return createPublicKey({ key: Buffer.concat([SPKI, bytes.subarray(2)]), format: 'der', type: 'spki' });
}

/** The bytes of a multibase text in base58btc (`z` in front); undefined where it is none. */
export function fromBase58(text: string): Buffer | undefined {
  if (!text.startsWith('z') || text.length > 200) return undefined;
  try {
    return Buffer.from(base58.decode(text.slice(1)));
  } catch {
    return undefined;
  }
}

export const toBase58 = (bytes: Uint8Array): string => `z${base58.encode(bytes)}`;
