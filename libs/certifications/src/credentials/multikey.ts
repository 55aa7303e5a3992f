import { createPublicKey, type KeyObject } from 'node:crypto';
import { base58 } from '@scure/base';

// Multicodec ed25519-pub, as a varint.
const ED25519 = Buffer.from([0xed, 0x01]);

/** Kinds of keys: their multicodec, the bytes of one (a point of a curve is compressed), and what DER puts before them. */
const KINDS = [
  { codec: ED25519, bytes: 32, der: '302a300506032b6570032100' },
  { codec: Buffer.from([0x80, 0x24]), bytes: 33, der: '3039301306072a8648ce3d020106082a8648ce3d030107032200' },
  { codec: Buffer.from([0x81, 0x24]), bytes: 49, der: '3046301006072a8648ce3d020106052b81040022033200' },
];

/** An Ed25519 public key as a Multikey (W3C Controlled Identifiers 1.0): z6Mk and more. */
export function multikeyOf(key: KeyObject): string {
  const raw = Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url');
  return `z${base58.encode(Buffer.concat([ED25519, raw]))}`;
}

/** The Ed25519, P-256 or P-384 public key that a Multikey holds; undefined where it holds none. */
export function keyOfMultikey(text: string): KeyObject | undefined {
  const held = fromBase58(text);
  const kind = held && KINDS.find(({ codec, bytes }) => held.length === bytes + 2 && codec.equals(held.subarray(0, 2)));
  if (!kind) return undefined;
  try {
    const key = Buffer.concat([Buffer.from(kind.der, 'hex'), held.subarray(2)]);
    return createPublicKey({ key, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
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
