import { describe, expect, it } from '@jest/globals';
import { retryAfterOf } from './retry-after.js';

describe('Retry-After', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  it('is read as seconds, also decimal ones, or as a date', () => {
    expect(retryAfterOf(new Headers({ 'retry-after': '10' }), now)).toBe(10_000);
    expect(retryAfterOf(new Headers({ 'retry-after': '2.128' }), now)).toBe(2_128);
    expect(retryAfterOf(new Headers({ 'retry-after': 'Tue, 24 Nov 2026 10:00:05 GMT' }), now)).toBe(5_000);
    expect(retryAfterOf(new Headers(), now)).toBeNull();
  });
});
