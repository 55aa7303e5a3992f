import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { languageOf, type Language } from './language.js';
import { invalid, parse, Refusal } from './refusal.js';
import { Words, type Catalogue } from './words.js';

const catalogue: Catalogue = {
  refusals: {
    ROOM_STATE_FORBIDS: {
      status: 409,
      en: ['The room does not allow it', 'It is “{from}” until {until}.'],
      fr: ['La salle ne le permet pas', 'Elle est à l’état « {from} » jusqu’au {until}.'],
      ar: ['القاعة لا تسمح بذلك', 'حالتها «{from}» إلى غاية {until}.'],
    },
    HEADER_UNKNOWN: {
      status: 422,
      ...{
        en: ['A column', 'Rename {columns}.'],
        fr: ['Une colonne', 'Renommez {columns}.'],
        ar: ['عمود', 'غيروا {columns}.'],
      },
    },
    OTHERS_SAID: { family: true, en: ['They said no', 'See.'], fr: ['Leur refus', 'Voyez.'], ar: ['رفضهم', 'انظروا.'] },
  },
  faults: {
    'at most {maximum} characters': { fr: '{maximum} caractères au plus', ar: '{maximum} حرفا على الأكثر' },
    'is missing': { fr: 'manque', ar: 'غير مذكور' },
    '13 digits': { fr: '13 chiffres', ar: '13 رقما' },
    'a hall': { fr: 'une salle', ar: 'قاعة' },
  },
  terms: { open: { en: 'open', fr: 'ouvert', ar: 'مفتوح' } },
};
const words = new Words(catalogue);
const refusal = (extra: Record<string, unknown>) => new Refusal('ROOM_STATE_FORBIDS', { extra });

describe('the language of a refusal', () => {
  it.each<[string | undefined, Language]>([
    [undefined, 'fr'],
    ['*', 'fr'],
    ['de, es', 'fr'],
    ['en', 'en'],
    ['ar-MA', 'ar'],
    ['de, ar;q=0.4, en;q=0.8', 'en'],
    ['fr;q=0.5, ar;q=0.9', 'ar'],
    ['ar, en', 'ar'],
    ['en;q=0, ar;q=0.1', 'ar'],
    ['EN-gb;Q=1', 'en'],
    [';;,,q=', 'fr'],
  ])('%s is answered in %s', (accepted, language) => {
    expect(languageOf(accepted)).toBe(language);
  });
});

describe('a refusal in words', () => {
  it('is told by the family of what others name, and by its code alone where there is none', () => {
    expect(['OTHERS_SAID_NO', 'OTHERS_SAIDNO', 'constructor'].map((code) => words.nameOf(code))).toEqual([
      'OTHERS_SAID',
      undefined,
      undefined,
    ]);
    expect(words.tellOf('OTHERS_SAID_NO', {}, 'fr')).toEqual({ title: 'Leur refus', detail: 'Voyez.' });
    expect([words.titleOf('OTHERS_SAID_NO', 'en'), words.titleOf('ODD', 'en')]).toEqual(['They said no', 'ODD']);
  });

  it('is a problem with the page of its code as type, and a sentence with states and days as people say them', () => {
    const told = words.problemOf(refusal({ from: 'open', until: '2026-11-29' }), 'fr');
    expect(told).toEqual({
      type: '/docs/refusals/ROOM_STATE_FORBIDS',
      title: 'La salle ne le permet pas',
      status: 409,
      code: 'ROOM_STATE_FORBIDS',
      detail: 'Elle est à l’état « ouvert » jusqu’au 29 novembre 2026.',
      from: 'open',
      until: '2026-11-29',
    });
    expect(words.problemOf(refusal({ from: 'open', until: '2026-11-29' }), 'ar').detail).toBe(
      'حالتها «مفتوح» إلى غاية 29 نونبر 2026.',
    );
  });

  it('calls a column as its file does, be it a state or a day elsewhere', () => {
    const about = { columns: ['open', '2026-11-29', 'Shoe'] };
    expect(words.tellOf('HEADER_UNKNOWN', about, 'fr').detail).toBe('Renommez open, 2026-11-29, Shoe.');
    expect(words.tellOf('HEADER_UNKNOWN', about, 'ar').detail).toBe('غيروا open، 2026-11-29، Shoe.');
  });

  it('leaves no gap: where something is not told, its title is the sentence', () => {
    expect(words.problemOf(refusal({ from: 'open' }), 'en').detail).toBe('The room does not allow it');
  });

  it('that no catalogue holds is told by its code', () => {
    const told = words.problemOf(new Refusal('ODD', { detail: 'odd indeed' }), 'ar');
    expect(told).toMatchObject({ title: 'ODD', detail: 'odd indeed', type: '/docs/refusals/ODD' });
  });

  it('says a reason by itself, without a gap', () => {
    expect(words.sentenceOf('ROOM_STATE_FORBIDS', 'fr')).toBe('La salle ne le permet pas');
    expect(words.sentenceOf('ODD', 'fr')).toBeUndefined();
  });

  it('says more to people in their language, or leaves it out; to developers in English', () => {
    const said = (hint: string, language: Language, status = 404) =>
      words.problemOf(new Refusal('ODD', { hint, status }), language).hint;
    expect(said('no such hall', 'en')).toBe('no such hall');
    expect(said('no such hall', 'fr')).toBeUndefined();
    expect(said('a hall', 'fr')).toBe('une salle');
    expect(said('no such field', 'ar', 400)).toBe('no such field');
  });

  it('lets nothing beside its code replace what every problem has', () => {
    const told = words.problemOf(new Refusal('ODD', { extra: { status: 1, code: 'X', type: 'y' } }), 'fr');
    expect(told).toMatchObject({ status: 409, code: 'ODD', type: '/docs/refusals/ODD' });
  });
});

describe('a fault of a field', () => {
  const Schema = z.strictObject({
    matricule: z.string().regex(/^\d{13}$/, '13 digits'),
    name: z.string().min(2),
    title: z.string().min(1).max(5).optional(),
    code: z.string().regex(/^[A-Z]+$/),
    kind: z.enum(['a', 'b']),
  });
  const refused = (value: unknown): Refusal => {
    try {
      parse(Schema, value);
    } catch (error) {
      return error as Refusal;
    }
    throw new Error('it was not refused');
  };
  const saidOf = (value: unknown, language: Language) => {
    const { errors } = words.problemOf(refused(value), language);
    return Object.fromEntries((errors as { path: string; message: string }[]).map((one) => [one.path, one.message]));
  };

  it('is told in the language of the caller, with what the schema says in words', () => {
    const wrong = { matricule: 'x', name: 1, code: 'a', kind: 'c', more: true };
    expect(saidOf(wrong, 'fr')).toMatchObject({
      matricule: '13 chiffres',
      name: 'Entrée invalide : chaîne de caractères attendu, nombre reçu',
      more: 'Clé non reconnue : "more"',
    });
    expect(saidOf(wrong, 'ar').matricule).toBe('13 رقما');
    expect(saidOf(wrong, 'ar').name).toMatch(/\p{Script=Arabic}/u);
    expect(saidOf(wrong, 'en')).toMatchObject({
      matricule: '13 digits',
      name: 'Invalid input: expected string, received number',
    });
  });

  it('that is not there is called missing, and not of a type that programs have', () => {
    const told = (['fr', 'ar', 'en'] as const).map((language) => saidOf({}, language).name);
    expect(told).toEqual(['manque', 'غير مذكور', 'is missing']);
  });

  it('that is a text of blanks is called missing too, and one that is too long tells the limit', () => {
    const told = (title: string) => (['fr', 'ar', 'en'] as const).map((language) => saidOf({ title }, language).title);
    expect(told('')).toEqual(['manque', 'غير مذكور', 'is missing']);
    const limits = ['5 caractères au plus', '5 حرفا على الأكثر', 'at most 5 characters'];
    expect(told('x'.repeat(6))).toEqual(limits);
    const { message } = z.string().max(5).safeParse('x'.repeat(6)).error!.issues[0]!;
    expect((['fr', 'ar', 'en'] as const).map((language) => words.phraseOf(message, language))).toEqual(limits);
  });

  it('never shows a regular expression', () => {
    for (const language of ['fr', 'ar', 'en'] as const)
      expect(JSON.stringify(saidOf({ matricule: 'x', name: 'ab', code: 'a', kind: 'a' }, language))).not.toMatch(
        /\^|\$/,
      );
  });

  it('repeats nothing of what was given', () => {
    const told = words.problemOf(refused({ matricule: 'secret', name: 'ab', code: 'A', kind: 'a' }), 'fr');
    expect(JSON.stringify(told)).not.toMatch(/secret/);
  });

  it('that a rule gives is told by its English, and by it alone where no catalogue holds it', () => {
    const issue = { path: ['on'], code: 'unrecognized_keys', message: '13 digits' };
    expect(words.problemOf(invalid([issue, { ...issue, message: 'odd' }]), 'fr').errors).toEqual([
      { path: 'on', code: 'unrecognized_keys', message: '13 chiffres' },
      { path: 'on', code: 'unrecognized_keys', message: 'odd' },
    ]);
  });
});
