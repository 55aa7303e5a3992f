import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold, searchQuery } from './search-text.js';

describe('folding a text for search', () => {
  it('makes one spelling of accents and cases', () => {
    expect(fold('Réseaux & SÉCURITÉ')).toBe('reseaux securite');
  });

  it('makes one spelling of Arabic forms, vowels and tatweel', () => {
    expect(fold('أمن المعلومات')).toBe(fold('امن المعلومات'));
    expect(fold('مُحَاسَبَة')).toBe(fold('محاسبه'));
    expect(fold('شبكـــات')).toBe('شبكات');
  });

  it('changes nothing the second time', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)));
  });
});

describe('a search', () => {
  it('asks for every word, the last one as a beginning', () => {
    expect(searchQuery('Excel avan')).toBe("'excel' & 'avan':*");
  });

  it('asks for nothing where nothing is left', () => {
    expect(searchQuery(' ?! ')).toBeNull();
  });

  it('never carries an operator of the query language', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const query = searchQuery(text);
        return query === null || /^'[\p{L}\p{N}]+'(:\*)?( & '[\p{L}\p{N}]+'(:\*)?)*$/u.test(query);
      }),
    );
  });
});
