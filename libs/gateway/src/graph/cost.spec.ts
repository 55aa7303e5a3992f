import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { entitiesOf, reachOf } from './cost.js';
import { LIMITS } from './limits.js';

const schema = buildSchema(`
  type Query { school(id: ID!): School schools(first: Int! = 20): SchoolConnection }
  type Mutation { close(id: ID!): School }
  type SchoolConnection { edges: [SchoolEdge!]! more: Boolean totalCount: Int }
  type SchoolEdge { node: School! cursor: String! }
  type School { id: ID! tags: [String!]! hours: [Hours!]! courses(first: Int, after: ID): [Course!] best: Course }
  type Course { id: ID! school: School }
  type Hours { from: String to: String }
`);
const entities = new Set(['School', 'Course']);

const reach = (text: string, variables: object = {}) => {
  const document = parse(text);
  return reachOf({ schema, document, operation: getOperationAST(document)!, variables }, entities);
};
/** Six for what is looked up, as often as it is. */
const schools = (count: number, each = 0) => count * (1 + 6 + each);

describe('what an operation may bring', () => {
  it('is a value for each field, lists of values too, and more for what is looked up', () => {
    expect(reach('{ school(id: 1) { id tags __typename } }')).toEqual({ lists: 0, values: 6 + 3 });
    expect(reach('mutation { close(id: 1) { best { id } } }')).toEqual({ lists: 0, values: 6 + 6 + 1 });
  });

  it('grows with the pages that are asked for, edges and nodes being one list', () => {
    expect(reach('{ schools { edges { node { id } } } }')).toEqual({ lists: 1, values: 1 + schools(20, 1) });
    expect(reach('{ schools(first: 7) { more edges { node { id } } } }').values).toBe(2 + schools(7, 1));
    const text = 'query ($n: Int! = 3) { schools(first: $n) { edges { node { id } } } }';
    expect(reach(text).values).toBe(1 + schools(3, 1));
    expect(reach(text, { n: 9 }).values).toBe(1 + schools(9, 1));
    expect(reach(text, { n: 1e9 }).values).toBe(1 + schools(100, 1));
    expect(reach('query ($n: Int) { school(id: 1) { courses(first: $n) { id } } }').values).toBe(6 + 6 + 50 * 7);
  });

  it('is much more where a list is counted', () => {
    expect(reach('{ schools(first: 7) { totalCount } }')).toEqual({ lists: 0, values: 1 + 1 + 400 });
  });

  it('multiplies by lists in lists', () => {
    const text =
      '{ schools(first: 10) { edges { node { courses(first: 5) { school { courses(first: 2) { id } } } } } } }';
    const inner = 6 + 6 + 2 * 7;
    expect(reach(text)).toEqual({ lists: 3, values: 1 + schools(10, 6 + 5 * (6 + inner)) });
  });

  it('takes a list without a page for as long as services give it, in each object and in all', () => {
    expect(reach('{ school(id: 1) { courses { id } } }').values).toBe(6 + 6 + 50 * 7);
    expect(reach('{ schools(first: 100) { edges { node { courses { id } } } } }').values).toBe(
      1 + schools(100, 6) + 350 * 7,
    );
    expect(reach('{ school(id: 1) { hours { from } } }').values).toBe(6 + 500 * 2);
  });

  it('counts fragments as often as they are spread, and what introspection asks for hardly', () => {
    const spread =
      '{ a: school(id: 1) { ...S } b: school(id: 2) { ...S } } fragment S on School { courses(first: 3) { id } }';
    expect(reach(spread)).toEqual({ lists: 1, values: 2 * (6 + 6 + 3 * 7) });
    expect(reach('{ school(id: 1) { ... { ... on School { courses(first: 1) { id } } } } }').lists).toBe(1);
    expect(reach('{ __schema { types { fields { args { name } } } } }')).toEqual({ lists: 0, values: 1 });
  });
});

describe('the supergraph', () => {
  const text = readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8');
  const real = buildSchema(text, { assumeValid: true });

  it('tells which types are looked up', () => {
    const found = entitiesOf(text);
    expect([...found]).toEqual(expect.arrayContaining(['Academy', 'Person', 'Offering', 'Sitting']));
    expect([...found]).not.toEqual(expect.arrayContaining(['Room']));
  });

  it('has no list of objects that are looked up without a page, but those of one person or one answer', () => {
    const unpaged = Object.values(real.getTypeMap()).flatMap((type) =>
      'getFields' in type && !type.name.startsWith('__')
        ? Object.values(type.getFields())
            .filter((field) => !('args' in field && field.args.some((one: { name: string }) => one.name === 'first')))
            .filter(({ type: of }) => /^\[/.test(String(of)) && entitiesOf(text).has(String(of).replace(/\W/g, '')))
            .map(({ name }) => `${type.name}.${name}`)
        : [],
    );
    expect(unpaged).toEqual(['LearningRecord.enrolments']);
  });

  it('lets all of the convention’s targets be counted with what proves them', () => {
    const document = parse('{ programme { targets { id actual evidence(first: 1) { totalCount } } } }');
    const asked = { schema: real, document, operation: getOperationAST(document)!, variables: {} };
    expect(reachOf(asked, entitiesOf(text)).values).toBeLessThan(LIMITS.values / 5);
  });

  it('lets the query of the README pass', () => {
    const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
    const query = /```graphql\n([^]*?)```/.exec(readme)![1]!;
    const document = parse(query);
    const { lists, values } = reachOf(
      { schema: real, document, operation: getOperationAST(document)!, variables: {} },
      entitiesOf(text),
    );
    expect(lists).toBeLessThanOrEqual(LIMITS.lists);
    expect(values).toBeLessThan(LIMITS.values);
  });
});
