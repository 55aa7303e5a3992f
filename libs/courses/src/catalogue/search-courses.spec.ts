import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchQuery } from './search-courses.js';

describe('a search', () => {
  it('asks for every word, the last one as a beginning', () => {
    expect(searchQuery('Réseaux avan')).toBe("'reseaux' & 'avan':*");
  });

  it('asks for nothing where nothing is left', () => {
    expect(searchQuery(' ?! ')).toBeNull();
  });

  it('never carries an operator of the query language', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const query = searchQuery(text);
        return query === null || /^'[\p{L}\p{N}]+'(:\*)?( & '[\p{L}\p{N}]+'(:\*)?)*$/u.test(query);
      }),
    );
  });
});
