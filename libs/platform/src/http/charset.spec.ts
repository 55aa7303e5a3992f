import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Refusal } from '../errors/refusal.js';
import { Words } from '../errors/words.js';
import { charsetOf } from './charset.js';

const TakeFile = z.strictObject({ encoding: z.string().optional() });
const named = (contentType: string | undefined, encoding?: string) => charsetOf(contentType, TakeFile, { encoding });

describe('the charset of a file', () => {
  it.each([
    ['text/csv; charset=windows-1256', 'windows-1256'],
    ['text/csv;charset="UTF-8"', 'utf-8'],
    ['text/csv; header=present; Charset=utf8', 'utf-8'],
    ['text/csv; charset=CP1252', 'windows-1252'],
    ['text/csv; charset=UTF-16', 'utf-16'],
    ['text/csv; charset=UTF-16LE', 'utf-16le'],
    ['text/csv; charset=UTF-16BE', 'utf-16be'],
    ['text/csv; charset=utf16', 'utf-16'],
  ])('%s is the encoding %s', (contentType, encoding) => {
    expect(named(contentType)).toEqual({ encoding });
    expect(named(contentType, encoding)).toEqual({ encoding });
  });

  it('is none where none is named, or nothing is asked of an encoding', () => {
    expect(named('text/csv')).toEqual({});
    expect(named(undefined, 'utf-8')).toEqual({});
    expect(charsetOf('application/json; charset=latin9', z.strictObject({}), {})).toEqual({});
  });

  it('is refused where it is not read, and where the encoding contradicts it', () => {
    const told = (contentType: string): unknown => {
      try {
        return named(contentType);
      } catch (error) {
        const { errors } = new Words().problemOf(error as Refusal, 'en');
        return (errors as { message: string }[])[0]!.message;
      }
    };
    const faults = (contentType: string, encoding?: string) => {
      try {
        return named(contentType, encoding);
      } catch (error) {
        return (error as { faults: object[] }).faults;
      }
    };
    for (const charset of ['koi8-r', '', 'utf-7'])
      expect(faults(`text/csv; charset=${charset}`)).toMatchObject([{ path: 'content-type', code: 'unknown_charset' }]);
    expect(told('text/csv; charset=koi8-r')).toBe(
      'not one that files are read in: utf-8, utf-16, utf-16le, utf-16be, windows-1252, windows-1256',
    );
    expect(faults('text/csv; charset=utf-8', 'windows-1256')).toMatchObject([
      { path: 'encoding', code: 'contradicts' },
    ]);
  });
});
