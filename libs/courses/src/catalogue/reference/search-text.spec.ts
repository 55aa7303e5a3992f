import { describe, expect, it } from '@jest/globals';
import { courses } from './courses.js';
import { foldForSearch, searchText } from './search-text.js';

const texts = courses().map((course) => ({ code: course.code, text: searchText(course) }));
const found = (query: string) =>
  texts.filter(({ text }) => text.includes(foldForSearch(query))).map(({ code }) => code);

describe('search text', () => {
  it('finds French with or without accents, case and apostrophes', () => {
    expect(found('sécurité des systèmes d’information')).toEqual(found("SECURITE DES SYSTEMES D'INFORMATION"));
    expect(found('sécurité des systèmes d’information')).toContain('DIA_DEV_TS.M108');
  });

  it('finds Arabic however alef, ya and ta marbuta are typed, and without vowel signs', () => {
    expect(foldForSearch('شهادةُ أخصائيّ')).toBe(foldForSearch('شهاده اخصائى'));
    expect(found('الحوسبه السحابيه')).toContain('DIA_IDOCC_TS');
  });

  it('finds a Learn module by its topic in French and Arabic, though its title is in neither', () => {
    expect(found('intelligence artificielle')).toContain('learn.build-azure-bot-services-bot');
    expect(found('الذكاء الاصطناعي')).toContain('learn.build-azure-bot-services-bot');
  });

  it('finds by code', () => expect(found('DIA_CMOSE_FQ')).toEqual(['DIA_CMOSE_FQ']));
});
