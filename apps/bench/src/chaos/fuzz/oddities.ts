import { pick } from '@takwin/demo/seeded';

type Random = () => number;

/** What code that was sent would make of itself where something ran it: no text of ours holds it. */
const PRODUCT = [123_457, 765_433] as const;
export const RUN = String(PRODUCT[0] * PRODUCT[1]);
/** What is set where a header, or the prototype of all objects, was reached. */
export const SET = 'zqfuzzed';

const sum = PRODUCT.join('*');

/** Texts by what they try. None holds what a verdict looks for, so what is said again to who sent it is no finding. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  sql: [
    `'`,
    `' or '1'='1`,
    `1; drop table person; --`,
    `'; select pg_sleep(60); --`,
    `'||(${sum})||'`,
    `\\'; --`,
    `%' --`,
    '$1',
    '$$;$$',
    '1) or (1=1',
    '%_%',
  ],
  header: [`x\r\nset-cookie: ${SET}=1`, `x\nset-cookie: ${SET}=1`, `x%0d%0aset-cookie:%20${SET}=1`, 'a, b', '"', ';'],
  path: [
    '../../../../etc/passwd',
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e%2f',
    '%252e%252e',
    '/etc/passwd',
    'file:///etc/passwd',
    'C:\\Windows\\win.ini',
    '.',
    '..',
    '%00',
    '%c0%ae%c0%ae/',
    '%zz',
    '//127.0.0.1:1/',
    'http://127.0.0.1:1/',
    '?x#y',
    '%',
  ],
  template: [
    `{{${sum}}}`,
    `\${${sum}}`,
    `<%= ${sum} %>`,
    `#{${sum}}`,
    '<script>alert(1)</script>',
    `=${sum}`,
    '${jndi:ldap://127.0.0.1:1/a}',
    '%s%n%d',
    '{0} {name}',
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
  ],
  unicode: [
    '\u0000',
    'a\u0000b',
    '\ud800',
    'x\udfff',
    '\ud83d',
    '\u202eabc',
    '\u200f\u0645',
    '\ufeffx',
    '\u200b',
    '\uffff',
    '\u{10ffff}',
    'e\u0301\u0301\u0301',
    '\ufdfa',
    'İ',
    '\u2028',
    '\u0085',
    '\u001b[31m',
    '\u007f',
    '\t',
    '\n',
    '٣٤٥',
    'ⵜⵉⴼⵉⵏⴰⵖ',
  ],
  long: ['x'.repeat(300), 'x'.repeat(5_000), '\u0645'.repeat(30_000), '\ufdfa'.repeat(2_000), ' '.repeat(9_000)],
  empty: ['', ' ', '\u00a0', 'null', 'undefined', 'NaN', '[object Object]', 'true', '[]', '{}', '-1', '0'],
  time: [
    '0000-01-01',
    '0001-01-01',
    '9999-12-31',
    '10000-01-01',
    '-000001-01-01',
    '+275760-09-13',
    '2026-02-30',
    '2026-13-45',
    '1900-02-29',
    '2026-1-1',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    '2026-06-30T23:59:60Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:00:00+99:99',
    '+275760-09-13T00:00:00Z',
    '-271821-04-20T00:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00-23:59',
    'infinity',
    'now',
    'P1D',
  ],
};
const KINDS = Object.keys(TEXTS);

/** Names that every object of JavaScript has, or that programs trust. */
export const PROTOTYPE = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON'];

/** Numbers as JSON may write them, which no number of JavaScript is always. */
const NUMBERS = [
  ...['1e400', '-1e400', '1e-400', '9007199254740993', '2147483647', '2147483648', '-2147483649'],
  ...['9223372036854775808', '9'.repeat(400), '0.1', '-0', '1E5', '-1', '0', '32768', '4294967296'],
];

/** A text that tries something, and what. */
export function oddText(random: Random): { kind: string; text: string } {
  const kind = pick(random, KINDS);
  return { kind, text: pick(random, TEXTS[kind]!) };
}

const RAW = ['@raw(', ')raw@'] as const;
/** Stands for a number that is written as it is here. */
const rawNumber = (random: Random): string => RAW.join(pick(random, NUMBERS));

/** JSON in which raw numbers stand as they are. */
export const jsonOf = (value: unknown): string =>
  (JSON.stringify(value) ?? '').replaceAll(/"@raw\(([^)"]*)\)raw@"/g, '$1');

/** A value of any type. */
export function oddValue(random: Random): unknown {
  const small: readonly unknown[] = [null, true, false, 0, 1.5, '', [], {}, [null], [[]], { a: 1 }, 'x', [1, 'x', {}]];
  const dice = random();
  if (dice < 0.35) return pick(random, small);
  if (dice < 0.5) return rawNumber(random);
  if (dice < 0.56) return poisoned(random);
  if (dice < 0.58) return nested(20 + Math.floor(random() * 2_000));
  if (dice < 0.6) return Array.from({ length: 2_000 }, () => 'x');
  return oddText(random).text;
}

/** An object with a name of the prototype as its own. */
export function poisoned(random: Random): object {
  const value = random() < 0.5 ? { [SET]: true } : SET;
  return Object.defineProperty({}, pick(random, PROTOTYPE), { value, enumerable: true });
}

/** Objects or lists inside each other. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value };
  return value;
}

/** All that a text may be, for the spec that looks whether a verdict would take it for a finding. */
export const allTexts = (): string[] => Object.values(TEXTS).flat();
