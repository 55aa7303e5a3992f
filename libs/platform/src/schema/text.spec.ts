import { describe, expect, it } from '@jest/globals';
import { OneLine, plainCode, Text, Title } from './text.js';

const text = Text({ max: 20 });

describe('free text', () => {
  it('is kept without what nobody sees', () => {
    const unseen = [
      '\u200b',
      '\u00ad',
      '\u200e',
      '\u200f',
      '\u202a',
      '\u2066',
      '\u2060',
      '\ufeff',
      '\u034f',
      '\u061c',
      '\u3164',
      '\u{e0041}',
    ];
    for (const one of unseen) {
      expect(text.parse(`Zi${one}neb`)).toBe('Zineb');
      expect(text.parse(`${one} Zineb ${one}`)).toBe('Zineb');
      expect(text.safeParse(one).error?.issues).toMatchObject([{ code: 'too_small' }]);
    }
    expect(text.parse('e\u200b\u0301')).toBe('é');
  });

  it('keeps its lines, and the joiners that Arabic is written with', () => {
    for (const kept of ['two\nlines', 'a\ttab', 'می\u200cخواهم', 'ه\u200d']) expect(text.parse(kept)).toBe(kept);
  });

  it.each([
    ['NUL', 'a\0b'],
    ['half of a surrogate pair', '\ud800'],
    ['a control character', 'a\u0007b'],
    ['what stands for a letter that could not be read', 'H\ufffdlène'],
    ['UTF-8 read as Windows-1252', 'HÃ©lÃ¨ne'],
    ['the same of a letter whose second half became a blank', 'voilÃ '],
    ['the same of Arabic', 'Ù…Ø­Ù…Ø¯'],
    ['the same of Tifinagh', 'â´°âµŽ'],
    ['the same of an apostrophe', 'lâ€™Oued'],
    ['UTF-8 read as Windows-1256', 'ظ…ط­ظ…ط¯'],
    ['Windows-1256 read as Windows-1252', 'Lycée ãÍãÏ'],
    ['a letter of DOS', 'B\u0082ni'],
    ['letters that were turned round', '\u202eiualA'],
    ['letters that were kept from turning', '\u202dسلمى\u202c'],
    ['a word that begins with a final form', 'ﺪﻤﺤﻣ'],
    ['a word that ends with an initial form', 'ﻯﺪﻫ'],
    ['several such words', 'ﻲﻧﺎﻤﺜﻌﻟﺍ ﺪﻤﺤﻣ'],
    ['one beside others', 'Ali محمد ﺪﻤﺤﻣ'],
    ['one with marks', 'ﺪَّﻤَﺤُﻣ'],
    ['one with what nobody sees before it', '\u200fﺪﻤﺤﻣ\u200b'],
    ['a form that is joined to one that is not', 'ﺀﺍﺮﻫﺯ'],
    ['a word with lam and alef in one', 'ﻡﻼﺴﻟﺍ ﺪﺒﻋ'],
  ])('refuses %s, at every text', (_, broken) => {
    for (const one of [text, OneLine({ max: 20 }), Title({ max: 20 })])
      expect(one.safeParse(broken).error?.issues).toMatchObject([{ params: { code: 'invalid_text' } }]);
  });

  it.each([
    'ANDRÉ\u00a0MARIE',
    'ANDRÉ–MARIE',
    '«CAFÉ»',
    'çà et là',
    'Où\u00a0?',
    'À',
    'João',
    'الرباط، سلا',
    'محفوظ…',
    'Ñ',
    'Łøïc',
    'ﺯﻫﺮﺍﺀ',
    'ﻋﺒﺪ ﺍﻟﺴﻼﻡ',
    'ﻣﺤﻤـﺪ',
    '1447 ﻫ',
    'ﷲ ﺩﺍﻭﺩ',
    'ﻣحﻤد',
  ])('takes %s for what it says', (said) => expect(text.parse(said)).toBe(said));
});

describe('a line', () => {
  it.each([
    ['tabs, breaks and several blanks', ' El\tIdrissi \r\n\u00a0 Al\vAmrani', 'El Idrissi Al Amrani'],
    ['full-width letters and digits', 'ＩＳＴＡ　２', 'ISTA 2'],
    ['Roman numerals of one character', 'Hassan Ⅻ', 'Hassan XII'],
    ['ligatures', 'ﬁlière', 'filière'],
    ['letters of mathematics', '𝐀𝐥𝐢', 'Ali'],
    ['Arabic letters as they are joined', 'ﻣﺤﻤﺪ', 'محمد'],
    ['joiners', 'علی\u200cرضا ه\u200d', 'علیرضا ه'],
    ['an Arabic word that is stretched', 'محـــمد', 'محمد'],
    ['marks without their letter', 'َسلمى ّ ◌aَ 1\u0301', 'سلمى ◌a 1'],
    ['directions', '\u202bسلمى\u202c', 'سلمى'],
  ])('has one form of %s', (_, said, kept) => {
    expect(OneLine({ max: 20 }).parse(said)).toBe(kept);
    expect(OneLine({ max: 20 }).parse(kept)).toBe(kept);
  });

  it('keeps raised letters, which are others: of Tamazight, and of numbers', () => {
    for (const said of ['ⵎⴰⴳⴳⵯⴰ', 'gʷalla', 'N.º 1', 'm²']) expect(OneLine({ max: 20 }).parse(said)).toBe(said);
  });
});

describe('a number or a code of ASCII', () => {
  it.each([
    ['２０２６０６０００１２３４', '2026060001234'],
    ['٢٠٢٦٠٦٠٠٠١٢٣٤', '2026060001234'],
    ['۲۰۲۶', '2026'],
    ['\u200e2026\u200b060 ', '2026060'],
    ['MO\u2011200', 'MO-200'],
    ['ＭＯ－２００', 'MO-200'],
    ['MO–200', 'MO-200'],
  ])('is read of %j as it is typed', (said, typed) => expect(plainCode(said)).toBe(typed));
});

describe('a title', () => {
  it.each(['<b>ISTA</b>', 'ISTA 🎓', 'ІSТА', '漢字', 'ISTA \u{f8ff}'])('is not %s', (said) =>
    expect(Title({ max: 20 }).safeParse(said).error?.issues).toMatchObject([{ params: { code: 'invalid_text' } }]),
  );

  it.each([
    'NULL',
    'null',
    ' (Null) ',
    'N/A',
    'n.a.',
    '#N/A',
    '#REF!',
    '-',
    '— —',
    'néant',
    'NEANT',
    'NaN',
    'nan',
    'XXX',
    'xxxx',
    'None',
    'غير معروف',
    'غير متوفر',
  ])('is not what stands for none: %s', (said) =>
    expect(Title({ max: 20 }).safeParse(said).error?.issues[0]).toMatchObject({ params: { code: 'stands_for_none' } }),
  );

  it.each(['=1+1', '+212', '-1', '@SUM(A1)', "'=1+1", "''@A1", '＝1+1', ' =1'])(
    'is no formula of a spreadsheet: %s',
    (said) =>
      expect(Title({ max: 20 }).safeParse(said).error?.issues).toMatchObject([{ params: { code: 'is_formula' } }]),
  );

  it.each([
    'Excel = tableur',
    'C++',
    'Nulle part',
    'Na',
    'NA',
    'Nan',
    'NAN',
    'Windows XX',
    'Annulation',
    'Auto-école',
    '1-2',
  ])('is %s', (said) => expect(Title({ max: 20 }).parse(said)).toBe(said));
});
