import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shippedCsv } from './shipped-csv.js';

describe('shippedCsv', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'takwin-csv-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (text: string): URL => {
    const path = join(folder, 'x.csv');
    writeFileSync(path, text);
    return pathToFileURL(path);
  };

  it('drops the byte order mark and the columns nobody asked for', () => {
    expect(shippedCsv(file('\uFEFFa,b,c\n1,2,3\n'), ['a', 'c'])).toEqual([{ a: '1', c: '3' }]);
  });

  it('keeps blanks, quotes and no-break spaces as found', () => {
    expect(shippedCsv(file('a,b\r\n" x, ""y"" ",z\u00a0\r\n'), ['a', 'b'])).toEqual([{ a: ' x, "y" ', b: 'z\u00a0' }]);
  });

  it('refuses a file without a column it needs', () => {
    expect(() => shippedCsv(file('a\n1\n'), ['b'])).toThrow('has no column b');
  });

  it('refuses a row with a cell too few', () => {
    expect(() => shippedCsv(file('a,b\n1\n'), ['a'])).toThrow();
  });
});
