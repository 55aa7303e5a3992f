import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { stableId, stableNumber } from './stable-id.js';

describe('stableId', () => {
  it('gives the same UUID for the same name, today and in every release', () => {
    expect(stableId('academy', 'ISTA-AGADIR-1')).toBe('4397c351-bb9c-8a5a-9558-d54a2f70ea50');
  });

  it('is a valid UUID', () => {
    for (let n = 0; n < 200; n += 1) expect(z.uuid().safeParse(stableId('x', String(n))).success).toBe(true);
  });

  it('tells namespaces and names apart', () => {
    const ids = ['a', 'b', ''].flatMap((space) => ['a', 'b', ''].map((name) => stableId(space, name)));
    expect(new Set(ids).size).toBe(9);
  });
});

describe('stableNumber', () => {
  it('stays below its bound and reaches all of it', () => {
    const drawn = new Set(Array.from({ length: 200 }, (_, n) => stableNumber('dice', String(n), 6)));
    expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
