import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { charsetOf } from './charset.js';

const TakeFile = z.strictObject({ encoding: z.string().optional() });
const named = (contentType: string | undefined, encoding?: string) => charsetOf(contentType, TakeFile, { encoding });

describe('the charset of a file', () => {
  it.each([
    ['text/csv; charset=windows-1256', 'windows-1256'],
    ['text/csv;charset="UTF-8"', 'utf-8'],
    ['text/csv; header=present; Charset=utf8', 'utf-8'],
    ['text/csv; charset=CP1252', 'windows-1252'],
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
    const faults = (contentType: string, encoding?: string) => {
      try {
        return named(contentType, encoding);
      } catch (error) {
        return (error as { faults: object[] }).faults;
      }
    };
    for (const charset of ['koi8-r', '', 'utf-7'])
      expect(faults(`text/csv; charset=${charset}`)).toMatchObject([{ path: 'content-type', code: 'unknown_charset' }]);
    expect(faults('text/csv; charset=utf-8', 'windows-1256')).toMatchObject([
      { path: 'encoding', code: 'contradicts' },
    ]);
  });
});
