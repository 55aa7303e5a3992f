import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './overlay.js';

const { refusalFaults } = (await import(join(ROOT, '.config/refusals.js'))) as {
  refusalFaults(root: string, files: readonly string[]): string[];
};

const roots: string[] = [];
afterEach(() => roots.splice(0).forEach((root) => rmSync(root, { recursive: true })));

const ENTRY = 'libs/contracts/src/refusals/booking.ts';
const PHRASES = 'libs/contracts/src/refusals/faults.ts';
const NOUN = 'libs/courses/src/offerings/offering.ts';
const IS_FULL = `  IS_FULL: {\n    status: 409,\n    en: ['a', 'b.'],\n  },\n`;
const SPEC = 'libs/courses/src/offerings/offering.spec.ts';
const PROVOKES = "expect(code).toBe('IS_FULL');";
const REFUSES = "super('IS_FULL', { status: 409 });";

function faultsOf(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'takwin-refusals-'));
  roots.push(root);
  const tree = { [PHRASES]: "  'after today': {\n", [ENTRY]: IS_FULL, [NOUN]: REFUSES, [SPEC]: PROVOKES, ...files };
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return refusalFaults(root, Object.keys(tree));
}

describe('the catalogue of refusals', () => {
  it('holds what the source tells, and no more', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each([
    ['refuses with', "super('GONE');"],
    ['throws', "throw new Refusal('NOT_THERE', { status: 404 });"],
    ['refuses a file for', "throw new FileRefused('IS_ODD', 'odd');"],
    ['gives as a reason', "reason: 'TOO_OLD'"],
    ['writes in SQL', "sql`update registration set reason = 'SEEN_LATE'`"],
  ])('has an entry for each code that the source %s', (_, text) => {
    expect(faultsOf({ [NOUN]: `${REFUSES} ${text}` })).toEqual([expect.stringContaining('add its entry')]);
  });

  it('has no entry for what nothing tells', () => {
    expect(
      faultsOf({ [ENTRY]: `${IS_FULL}  IS_GONE: {\n    en: ['a', 'b.'],\n  },\n`, [SPEC]: `${PROVOKES} 'IS_GONE'` }),
    ).toEqual([expect.stringMatching(/^IS_GONE .*take its entry away/)]);
  });

  it('says the status that the source does', () => {
    expect(faultsOf({ [NOUN]: "super('IS_FULL', { status: 422 });" })).toEqual([
      expect.stringMatching(/^IS_FULL refuses with 422, .* says 409/),
    ]);
  });

  it.each([
    ['quotes', PROVOKES],
    ['knows by its class', 'await expect(book()).rejects.toThrow(IsFull);'],
    ['has in a pattern', 'expect(code).toMatch(/^(IS_FULL|IS_ODD)$/);'],
    ['quotes among others', "expect(rows).toEqual(['4 IS_FULL']);"],
  ])('holds a code that a spec %s', (_, text) => {
    const noun = `export class IsFull extends Refusal {\n  constructor() {\n    ${REFUSES}\n  }\n}`;
    expect(faultsOf({ [NOUN]: noun, [SPEC]: text })).toEqual([]);
  });

  it.each([
    ['names nowhere', ''],
    ['has in a title', "it('is refused with IS_FULL', () => {});"],
    ['has in a comment', "  // 'IS_FULL'"],
    ['looks up', "expect(title).toBe(CATALOGUE.refusals['IS_FULL']);"],
    ['refuses with itself', "throw new Refusal('IS_FULL');"],
  ])('holds no code that specs only have so: one %s', (_, text) => {
    expect(faultsOf({ [SPEC]: text })).toEqual([expect.stringMatching(/^IS_FULL is provoked by no spec/)]);
  });

  it('holds a family where a spec provokes one of it', () => {
    const family = `${IS_FULL}  ODD: {\n    family: true,\n    en: ['a', 'b.'],\n  },\n`;
    const told = { [ENTRY]: family, [NOUN]: `${REFUSES} const family = 'ODD';` };
    expect(faultsOf({ ...told, [SPEC]: `${PROVOKES} 'ODD_ONE'` })).toEqual([]);
    expect(faultsOf(told)).toEqual([expect.stringMatching(/^ODD is provoked by no spec/)]);
  });

  it('takes no setting and no word of a test for a code', () => {
    const setting = "env['PUBLIC_URL']";
    expect(faultsOf({ [NOUN]: `${REFUSES} ${setting}`, 'libs/courses/src/testing/given.ts': "'ODD_ONE'" })).toEqual([]);
  });
});

describe('a hint', () => {
  it.each([
    ["throw new NotFound('hall');", 'no such hall'],
    ["throw new Forbidden('of the own hall');", 'of the own hall'],
    ["super(code, { hint: 'it is shut' });", 'it is shut'],
  ])('is said in French and Arabic too: %s', (text, hint) => {
    expect(faultsOf({ [NOUN]: `${REFUSES}\n${text}` })).toEqual([expect.stringContaining(`"${hint}" is a hint`)]);
    const hints = { 'libs/contracts/src/refusals/hints.ts': `  '${hint}': {\n` };
    expect(faultsOf({ [NOUN]: `${REFUSES}\n${text}`, ...hints })).toEqual([]);
  });
});

describe('a fault of a field', () => {
  const withText = (text: string) => faultsOf({ [NOUN]: `${REFUSES}\n${text}` });

  it('is said in French and Arabic too', () => {
    expect(withText("invalid([{ path: ['on'], code: 'in_the_future', message: 'after today' }])")).toEqual([]);
    expect(withText("invalid([{ path: ['on'], code: 'in_the_future', message: 'too new' }])")).toEqual([
      expect.stringMatching(/^"too new" is said of a field/),
    ]);
  });

  it('is said in them too where the message stands before the code, as a schema’s rule gives them', () => {
    const said = (message: string) =>
      withText(`.refine(isOld, {\n    message: '${message}',\n    params: { code: 'odd' } })`);
    expect(said('after today')).toEqual([]);
    expect(said('too new')).toEqual([expect.stringMatching(/^"too new" is said of a field/)]);
  });

  it('of a regular expression says in words what is wanted', () => {
    expect(withText("z.string().regex(/^a$/, 'after today')")).toEqual([]);
    expect(withText('z.string().regex(/^a$/)')).toEqual([expect.stringContaining('says nothing in words')]);
    expect(withText("z.string().regex(CODE, 'an odd code')")).toEqual([expect.stringContaining('in English only')]);
  });
});
