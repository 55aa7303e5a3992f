import { describe, expect, it } from '@jest/globals';
import { Text } from './text.js';

const text = Text({ max: 20 });

describe('free text', () => {
  it('is kept without what nobody sees', () => {
    const unseen = [
      '\u200b',
      '\u00ad',
      '\u200e',
      '\u200f',
      '\u202e',
      '\u2066',
      '\u2060',
      '\ufeff',
      '\u034f',
      '\u061c',
      '\u0007',
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

  it('refuses NUL and lone surrogates', () => {
    for (const broken of ['a\0b', '\ud800'])
      expect(text.safeParse(broken).error?.issues).toMatchObject([{ params: { code: 'invalid_text' } }]);
  });
});
