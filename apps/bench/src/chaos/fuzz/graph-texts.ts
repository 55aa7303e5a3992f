import { pick } from '@takwin/demo/seeded';
import { oddText, PROTOTYPE } from './oddities.js';

type Random = () => number;
type Trick = { text: string; how: string };

/** A text of GraphQL with something done to its letters. */
export function harmedText(right: string, random: Random): Trick {
  const at = Math.floor(random() * right.length);
  const { kind, text } = oddText(random);
  const ways: readonly Trick[] = [
    { text: right.slice(0, at), how: 'cut off' },
    { text: right.slice(0, at) + text + right.slice(at), how: `${kind} within` },
    { text: right.replaceAll(/\$\w+/g, () => JSON.stringify(text)), how: `${kind} for variables` },
    { text: `\ufeff${right}`, how: 'a mark before' },
    { text: right.replace(/^\w+/, 'subscription'), how: 'a subscription' },
    { text: `${right} ${right}`, how: 'twice' },
    { text: right.replaceAll('__typename', pick(random, PROTOTYPE)), how: 'a name of the prototype' },
    { text: right.replaceAll('{', '{{'), how: 'braces' },
    { text: '#'.repeat(20_000), how: 'a comment alone' },
    { text: '', how: 'no text' },
  ];
  return pick(random, ways);
}

type About = { field: string; selected: string; right: string; random: Random };

/** Texts that are GraphQL and ask for what may not be asked, or for too much. */
export const TRICKS: readonly ((about: About) => Trick)[] = [
  ({ field, selected }) => {
    const all = Array.from({ length: 200 }, (_, index) => `a${index}: ${field}(first: 1) ${selected}`);
    return { text: `{ ${all.join(' ')} }`.slice(0, 40_000), how: 'aliases' };
  },
  () => ({ text: '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }', how: 'a circle of fragments' }),
  () => {
    const fragments = Array.from(
      { length: 40 },
      (_, index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`,
    );
    return {
      text: `{ ...f0 } ${fragments.join(' ')} fragment f40 on Query { __typename }`,
      how: 'fragments that double',
    };
  },
  ({ random }) => {
    const depth = pick(random, [13, 200, 2_000]);
    return { text: `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`, how: 'levels' };
  },
  ({ right }) => ({
    text: right.replace(/\{/, `{ __schema { types { name fields { name type { name ofType { name } } } } } `),
    how: 'the schema beside',
  }),
  ({ random }) => {
    const depth = pick(random, [3, 9]);
    return {
      text: `{ __schema { types { ${'fields { type { '.repeat(depth)} name ${'} }'.repeat(depth)} } } }`,
      how: 'the schema, deep',
    };
  },
  ({ right, random }) => ({
    text: right.replace(
      '{ ',
      `${pick(random, ['@defer', '@stream(initialCount: 1)', '@skip(if: "x")', '@include', '@zq', '@skip(if: true) '.repeat(60)])} { `,
    ),
    how: 'directives',
  }),
  ({ field, random }) => ({
    text: `{ ${field}(first: ${pick(random, ['-1', '0', '101', '99999999999', '1e9', '"1"', 'null', '[1]', '{a: 1}', 'ZQ', '1.5'])}) { __typename } }`,
    how: 'odd first',
  }),
  ({ field, random }) => ({
    text: `{ ${field}(${pick(random, ['id', 'code', 'after', 'q', 'search', '__proto__'])}: ${pick(random, ['"""\u0000"""', '"\\u{110000}"', '"\\ud800"', '1', 'null', '[]', '"\\u0000"', `"${'x'.repeat(3_000)}"`])}) { __typename } }`,
    how: 'an odd literal',
  }),
  ({ field }) => ({ text: `query ($${'v'.repeat(9_000)}: Int) { ${field} }`, how: 'a long name' }),
  ({ random }) => ({
    text: `{ ${pick(random, PROTOTYPE)} { ${pick(random, PROTOTYPE)} } }`,
    how: 'fields of the prototype',
  }),
  ({ field }) => ({ text: `fragment zq on ${field} { id }`, how: 'no operation' }),
  ({ field }) => ({ text: `query { ${field} } type Zq { a: Int }`, how: 'a definition beside' }),
  () => ({
    text: '{ _service { sdl } _entities(representations: [{}]) { __typename } }',
    how: 'what is between services',
  }),
];
