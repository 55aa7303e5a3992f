/**
 * Object ids of a directory, computed from an object's number and back, so that half a million of them need no room.
 * They look like Entra ID's (UUID version 4) and are the same in every run, for the same tenant.
 */
export class ObjectIds {
  readonly #salts: [number, number, number, number];

  constructor(tenantId: string) {
    const digits = tenantId.replaceAll('-', '');
    let salt = 0;
    this.#salts = [0, 8, 16, 24].map((at) => (salt = scramble(salt ^ parseInt(digits.slice(at, at + 8), 16)))) as [
      number,
      number,
      number,
      number,
    ];
  }

  /** The id of object `n`, from 0 to 2^32 - 1. */
  of(n: number): string {
    const [a, b, c, d] = this.#salts;
    const first = scramble(n ^ a);
    const second = (scramble(first ^ b) & 0xffff_0fff) | 0x4000;
    const third = (scramble(second ^ c) & 0x3fff_ffff) | 0x8000_0000;
    const fourth = scramble(third ^ d);
    const [head, middle, clock, tail] = [first, second, third, fourth].map((word) => hex(word)) as Hex4;
    return `${head}-${middle.slice(0, 4)}-${middle.slice(4)}-${clock.slice(0, 4)}-${clock.slice(4)}${tail}`;
  }

  /** The number behind an id, in either case; undefined for an id that `of` never gives. */
  numberOf(id: string): number | undefined {
    const n = (unscramble(parseInt(id.slice(0, 8), 16)) ^ this.#salts[0]) >>> 0;
    return this.of(n) === id.toLowerCase() ? n : undefined;
  }
}

type Hex4 = [string, string, string, string];

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');

// MurmurHash3's finalizer: a bijection on 32 bits. Its inverse multiplies by the constants' inverses modulo 2^32.
function scramble(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function unscramble(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x7ed1_b41d);
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ (mixed >>> 26), 0xa5cb_9243);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
