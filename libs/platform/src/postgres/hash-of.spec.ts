import { describe, expect, it } from '@jest/globals';
import { hashOf } from './hash-of.js';

describe('the hash of what is asked', () => {
  it('is the same whatever the order of the keys', () => {
    expect(hashOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(hashOf({ b: { d: null, c: [1, 2] }, a: 1 }));
    expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }));
  });
});
