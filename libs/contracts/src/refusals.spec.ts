import { describe, expect, it } from '@jest/globals';
import { CAPABILITIES, CATALOGUE, exampleOf, meaningsOf } from './refusals.js';
import { EXAMPLES, EXAMPLES_OF } from './refusals/examples.js';

const LANGUAGES = ['en', 'fr', 'ar'] as const;
const placeholdersOf = (sentence: string) =>
  [...sentence.matchAll(/\{(\w+)(?:\|\w+)?\}/g)].map(([, name]) => name).toSorted();
const ARABIC = /\p{Script=Arabic}/u;

const entries = CAPABILITIES.flatMap(({ entries }) => Object.entries(entries));

describe('what codes mean that are told as reasons', () => {
  it('is their title and sentence, the title alone where the sentence tells of one case', () => {
    expect(meaningsOf(['ALREADY_PASSED', 'RETAKE_TOO_SOON'])).toEqual({
      ALREADY_PASSED: 'Already passed. The candidate has passed this exam.',
      RETAKE_TOO_SOON: 'Too soon for a retake',
    });
  });

  it('is nothing of a code that the catalogue does not have', () => {
    expect(() => meaningsOf(['NO_SUCH_CODE'])).toThrow('NO_SUCH_CODE');
  });
});

describe('the catalogue of refusals', () => {
  it('tells of a member that is named twice in the same words, be it of a body or of what is verified in one', () => {
    const twice = 'names a member of an object twice';
    const { MALFORMED } = CATALOGUE.refusals;
    const { fr, ar } = CATALOGUE.faults[twice]!;
    expect(MALFORMED!.en[1]).toContain(twice);
    expect([MALFORMED!.fr[1], MALFORMED!.ar[1]]).toEqual([expect.stringContaining(fr!), expect.stringContaining(ar!)]);
  });

  it('has each code once', () => {
    const codes = entries.map(([code]) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect(Object.keys(CATALOGUE.refusals)).toHaveLength(codes.length);
  });

  it('says a title and a sentence in three languages, the Arabic ones in Arabic', () => {
    const silent = entries.flatMap(([code, entry]) =>
      LANGUAGES.filter((language) =>
        entry[language].some((text) => text.trim() === '' || ARABIC.test(text) !== (language === 'ar')),
      ).map((language) => `${code} ${language}`),
    );
    expect(silent).toEqual([]);
    expect(entries.filter(([, { en, fr, ar }]) => [en, fr, ar].some((said) => said.length !== 2))).toEqual([]);
  });

  it('glues no Arabic letter to a Latin one, or to what may be one: in Windows-1256 that is a word of neither', () => {
    const said = [
      ...CAPABILITIES.map(({ name }) => name.ar),
      ...entries.flatMap(([, { ar }]) => ar),
      ...Object.values(CATALOGUE.faults).map(({ ar }) => ar),
      ...Object.values(CATALOGUE.terms).map(({ ar }) => ar),
    ];
    const glued = /[\u0620-\u06d3\u0640][\p{Script=Latin}{]|[\p{Script=Latin}}][\u0620-\u06d3\u0640]/u;
    expect(said.filter((text) => glued.test(text))).toEqual([]);
  });

  it('ends its sentences and not its titles', () => {
    const loose = entries.flatMap(([code, entry]) =>
      LANGUAGES.filter((language) => !entry[language][1].endsWith('.') || entry[language][0].endsWith('.')).map(
        (language) => `${code} ${language}`,
      ),
    );
    expect(loose).toEqual([]);
  });

  it('fills the same placeholders in all languages, and none in a title', () => {
    const uneven = entries.flatMap(([code, { en, fr, ar }]) => {
      const wanted = JSON.stringify(placeholdersOf(en[1]));
      const same = [fr, ar].every(([, detail]) => JSON.stringify(placeholdersOf(detail)) === wanted);
      return same && [en, fr, ar].every(([title]) => placeholdersOf(title).length === 0) ? [] : [code];
    });
    expect(uneven).toEqual([]);
  });

  it('calls each state of a closed sitting by a word', () => {
    expect(Object.keys(CATALOGUE.terms)).toEqual(expect.arrayContaining(['begun', 'cancelled']));
  });

  it('has an example of every placeholder, and no other', () => {
    const bare = entries.filter(([code]) => Object.values(exampleOf(code)).some((value) => value === undefined));
    expect(bare.map(([code]) => code)).toEqual([]);
    const names = new Set(entries.flatMap(([code]) => Object.keys(exampleOf(code))));
    expect(Object.keys(EXAMPLES).filter((name) => !names.has(name))).toEqual([]);
    expect(Object.keys(EXAMPLES_OF).filter((code) => !CATALOGUE.refusals[code])).toEqual([]);
  });

  it('says faults of fields and states in French and Arabic, with the placeholders of the English', () => {
    const wrong = Object.entries(CATALOGUE.faults).flatMap(([en, { fr, ar }]) => {
      const wanted = JSON.stringify(placeholdersOf(en));
      const same = [fr, ar].every((text) => JSON.stringify(placeholdersOf(text)) === wanted);
      return same && fr !== '' && !ARABIC.test(fr) && ARABIC.test(ar) ? [] : [en];
    });
    expect(wrong).toEqual([]);
    expect(Object.values(CATALOGUE.terms).filter(({ ar, fr }) => !ARABIC.test(ar) || ARABIC.test(fr))).toEqual([]);
  });
});
