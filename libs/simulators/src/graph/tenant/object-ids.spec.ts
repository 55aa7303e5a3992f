import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ObjectIds } from './object-ids.js';

const ids = new ObjectIds('5d3c9f5e-0f3a-4b52-9d0e-7a1c52a6f001');

describe('object ids', () => {
  it('lead back to their number, whatever their case', () => {
    for (const n of [0, 1, 2, 999, 500_000, 0x7fff_ffff, 0xffff_ffff]) {
      expect(ids.numberOf(ids.of(n))).toBe(n);
      expect(ids.numberOf(ids.of(n).toUpperCase())).toBe(n);
    }
  });

  it('are UUIDs of version 4, each different', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => ids.of(n));
    expect(new Set(many).size).toBe(20_000);
    expect(many.slice(0, 500).every((id) => z.uuidv4().safeParse(id).success)).toBe(true);
  });

  it('are not told from strangers by chance', () => {
    expect(ids.numberOf('00000000-0000-4000-8000-000000000000')).toBeUndefined();
    expect(ids.numberOf('not an id')).toBeUndefined();
    expect(ids.numberOf('')).toBeUndefined();
    expect(new ObjectIds('11111111-0f3a-4b52-9d0e-7a1c52a6f001').numberOf(ids.of(7))).toBeUndefined();
  });
});
