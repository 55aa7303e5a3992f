import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '@takwin/gateway/graph/limits';
import { parse, validate } from 'graphql';
import { corpus, legalValues, publicSchema } from './corpus.js';

const named = { academy: ['a'], person: ['p'], exam: ['MO-200'], examCode: ['MO-200'] };
const some = (count: number, seed: number) => [...corpus(count, seed, named)];

describe('a corpus of queries', () => {
  const queries = some(300, 1);

  it('is legal, all of it, and goes up to what is allowed', () => {
    for (const query of queries) {
      expect(validate(publicSchema, parse(query))).toEqual([]);
      expect(legalValues(query)).toBeLessThanOrEqual(LIMITS.values);
    }
    const largest = Math.max(...queries.map((query) => legalValues(query)!));
    expect(largest).toBeGreaterThan(LIMITS.values * 0.8);
  });

  it('asks for much of what there is', () => {
    const roots = Object.keys(publicSchema.getQueryType()!.getFields());
    const asked = roots.filter((root) => queries.some((query) => new RegExp(`\\b${root}\\b`).test(query)));
    expect(asked.length).toBeGreaterThan(roots.length / 2);
  });

  it('is the same for the same seed', () => {
    expect(some(20, 7)).toEqual(some(20, 7));
    expect(some(20, 7)).not.toEqual(some(20, 8));
  });

  it('knows what the gateway refuses', () => {
    expect(legalValues('{ academies(first: 100) { edges { node { offerings(first: 100) { id region } } } } }')).toBe(
      undefined,
    );
  });
});
