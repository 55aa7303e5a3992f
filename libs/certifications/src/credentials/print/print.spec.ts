import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Title } from '@takwin/platform/schema';
import { judged, keysOf, LATER, PUBLIC_URL, SALMA, signedBadge } from '../../testing/badges.js';
import { verifyOffline } from '../../verification/verify-offline.js';
import type { CredentialKeys } from '../keys.js';
import { certificateInputs } from './certificate.js';
import { NotPrintable, PrinterIsBusy, Typesetter } from './typesetter.js';

let typesetter: Typesetter;
let keys: CredentialKeys;
let folder: string;
beforeAll(async () => {
  typesetter = new Typesetter();
  keys = await keysOf();
  folder = mkdtempSync(join(tmpdir(), 'takwin-print-'));
});
afterAll(() => {
  typesetter.close();
  rmSync(folder, { recursive: true, force: true });
});

async function inputsOf(name: string, nameAr: string | null) {
  const { badge, jwt, json } = await signedBadge(keys, { holder: { name, nameAr } });
  return certificateInputs({
    id: SALMA.id,
    url: PUBLIC_URL,
    badge,
    kind: 'digital-literacy',
    nameAr: 'محو الأمية الرقمية',
    jwt,
    json,
  });
}
const print = async (name = SALMA.holder.name, nameAr = SALMA.holder.nameAr) =>
  typesetter.set(await inputsOf(name, nameAr), SALMA.issuedAt);

const register = { register: async () => ({ faults: [], asOf: LATER }) };

const has = (tool: string): boolean => spawnSync(tool, ['-v']).error === undefined;

describe('a certificate on paper', () => {
  it('is a tagged PDF/A-3a, the same bytes for the same credential', async () => {
    const inputs = await inputsOf('Salma EL AMRANI', 'سلمى العمراني');
    const [one, other] = [await typesetter.set(inputs, SALMA.issuedAt), await typesetter.set(inputs, SALMA.issuedAt)];
    const text = Buffer.from(one).toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text).toMatch(/pdfaid:part>3<[\s\S]*pdfaid:conformance>A</);
    expect(text).toContain('/MarkInfo');
    expect(Buffer.from(other).equals(Buffer.from(one))).toBe(true);
  });

  it('is verified as it is by the credential that it carries, with files alone, and at the door', async () => {
    const credential = await print();
    const found = await verifyOffline({ credential, documents: [JSON.stringify(keys.did)], now: LATER, patience: 0 });
    expect(found).toMatchObject({ verdict: 'undetermined', faults: ['STATUS_UNCHECKED'], issuer: keys.issuer });
    const sent = `data:application/pdf;base64,${Buffer.from(credential).toString('base64')}`;
    expect(await judged(keys, sent, register)).toMatchObject({ verdict: 'valid', kind: 'open-badge' });
  });

  it('refuses what no font can show, and goes on', async () => {
    await expect(print('Salma 漢字', null)).rejects.toThrow(NotPrintable);
    expect((await print()).length).toBeGreaterThan(10_000);
  });

  it.each([
    ['Latin, with the letters of Tamazight', 'Yiɣil UḤEMMU-ƐLI', null],
    ['Arabic alone', 'سلمى العمراني', null],
    ['Tifinagh', 'ⵢⴰⵙⵉⵏ ⴰⵎⵓⵔ', null],
    ['Tifinagh, with the labialization mark, and Arabic', 'ⵎⴰⴳⴳⵯⴰ ⵓⵃⵎⵎⵓ', 'ياسين أمور'],
    ['Tifinagh where Arabic is expected', 'Yassine AMOUR', 'ⵢⴰⵙⵉⵏ ⴰⵎⵓⵔ'],
    ['full-width letters, as it was taken in once', 'ＡＭＲＡＮＩ　Salma', null],
    ['a Roman numeral of one character, as it was taken in once', 'Hassan Ⅻ', null],
    ['Arabic with joiners, as it was taken in once', 'Hoda', 'هدى\u200cسل\u200dمى'],
  ])('prints a name in %s', async (_, name, nameAr) => {
    expect((await print(name, nameAr)).length).toBeGreaterThan(10_000);
  });

  it('prints every character that a title may hold', async () => {
    const title = Title({ max: 2 });
    const all = Array.from({ length: 0x3000 }, (_, code) => String.fromCodePoint(code))
      .flatMap((one) => (/\p{M}/u.test(one) ? [`s${one}`, `س${one}`, `ⴰ${one}`] : [one]))
      .filter((one) => title.safeParse(one).success && title.parse(one) === one);
    expect(all.length).toBeGreaterThan(1000);
    const lines = all
      .join('')
      .match(/(?:\P{M}\p{M}*){1,200}/gu)!
      .map((line) => line.replace(/(?:\P{M}\p{M}*){25}/gu, '$& '));
    for (const line of lines) expect((await print(line, `سلمى ${line}`)).length).toBeGreaterThan(10_000);
  });

  it('prints what looks like markup as it is, and the longest name that the register takes', async () => {
    expect((await print('#panic("x") $x$ *b* \\ @a <l>', null)).length).toBeGreaterThan(10_000);
    expect((await print('A'.repeat(100) + ' ' + 'B'.repeat(99), 'م'.repeat(200))).length).toBeGreaterThan(10_000);
  });

  it('replaces a process that has set so many, while others still wait for theirs', async () => {
    const worn = new Typesetter({ each: 2 });
    const inputs = await inputsOf('Many', null);
    const all = await Promise.all(Array.from({ length: 5 }, () => worn.set(inputs, LATER)));
    expect(new Set(all.map((pdf) => Buffer.from(pdf).toString('base64'))).size).toBe(1);
    worn.close();
  });

  it('refuses what takes too long, and starts anew', async () => {
    const hasty = new Typesetter({ patience: 1 });
    const inputs = await inputsOf('Slow', null);
    await expect(hasty.set(inputs, LATER)).rejects.toThrow('PRINTER_FAILED');
    hasty.close();
    expect((await print()).length).toBeGreaterThan(10_000);
  });

  it('lets only so many wait', async () => {
    const small = new Typesetter({ most: 1 });
    const inputs = await inputsOf('One', null);
    const first = small.set(inputs, LATER);
    await expect(small.set(inputs, LATER)).rejects.toThrow(PrinterIsBusy);
    await first;
    small.close();
  });
});

const POPPLER = ['pdftotext', 'pdfdetach'];
if (!POPPLER.every(has)) {
  describe('with poppler', () =>
    it.skip(`the text of a certificate: skipped, this machine has no ${POPPLER}`, () => {}));
} else {
  describe('with poppler', () => {
    it.each([
      ['a long name breaks', 'BENABDERRAHMANE EL IDRISSI '.repeat(4), 'العمراني الإدريسي '.repeat(7)],
      ['all the letters that there may be', 'ABCDEFGHI '.repeat(24), 'محمدالعلو '.repeat(24)],
      ['words that cannot break', `${'A'.repeat(120)} ${'B'.repeat(120)}`, 'م'.repeat(240)],
      ['letters of Tifinagh', 'ⵎⴰⴳⴳⵯⴰ ⵓⵃⵎⵎⵓ '.repeat(12), null],
    ])('keeps within its frame, on one page: %s', async (_, name, nameAr) => {
      const file = join(folder, 'long.pdf');
      writeFileSync(file, await print(name, nameAr));
      const boxes = execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8' });
      expect(boxes.match(/<page /g)).toHaveLength(1);
      const [left, right] = ['xMin', 'xMax'].map((side) =>
        [...boxes.matchAll(new RegExp(`${side}="([\\d.-]+)"`, 'g'))].map(([, at]) => Number(at)),
      );
      expect(Math.min(...left!)).toBeGreaterThan(28);
      expect(Math.max(...right!)).toBeLessThan(814);
    });

    it('parts words where a tab or a break was taken in once', async () => {
      const file = join(folder, 'tab.pdf');
      writeFileSync(file, await print('Salma\tEL\nAMRANI', null));
      expect(execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })).toContain('Salma EL AMRANI');
    });

    it('gives a name back in Tifinagh', async () => {
      const file = join(folder, 'tifinagh.pdf');
      writeFileSync(file, await print('ⵢⴰⵙⵉⵏ ⴰⵎⵓⵔ', 'ياسين أمور'));
      expect(execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })).toContain('ⵢⴰⵙⵉⵏ ⴰⵎⵓⵔ');
    });

    it('gives its text back in both scripts, and the signed credential that is attached', async () => {
      const file = join(folder, 'certificate.pdf');
      writeFileSync(file, await print());
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
      // Marks aside, and whatever the order of runs in two directions.
      const bare = text.normalize('NFKC').replace(/[\u064b-\u0652\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
      for (const expected of ['Salma EL AMRANI', 'Microsoft Office Specialist: Excel', '23 novembre 2026', SALMA.id])
        expect(bare).toContain(expected);
      for (const expected of [
        'سلمى العمراني',
        'محو الأمية الرقمية',
        'مكتب التكوين المهني وإنعاش الشغل',
        'شهادة',
        'نونبر',
      ])
        expect(bare).toContain(expected);
      execFileSync('pdfdetach', ['-saveall', '-o', folder, file]);
      for (const attached of ['credential.jwt', 'credential.json'])
        expect(await judged(keys, readFileSync(join(folder, attached), 'utf8'), register)).toMatchObject({
          valid: true,
        });
    });
  });
}
