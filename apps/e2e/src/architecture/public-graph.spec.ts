import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenOperations, publicGraphOf } from './public-graph.js';
import { ROOT } from './overlay.js';

const SUPERGRAPH = `
  schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION) {
    query: Query
  }
  directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on OBJECT
  directive @join__field(graph: join__Graph) repeatable on FIELD_DEFINITION
  directive @link(url: String, for: link__Purpose) repeatable on SCHEMA
  directive @inaccessible on FIELD_DEFINITION | ENUM_VALUE | OBJECT
  enum join__Graph { COURSES }
  scalar join__FieldSet
  enum link__Purpose { SECURITY EXECUTION }
  type Query @join__type(graph: COURSES) { courses(search: String): [Course!]! }
  type Course @join__type(graph: COURSES, key: "id") {
    id: ID!
    title: String! @join__field(graph: COURSES)
    name: String @deprecated(reason: "title")
    secret: String @inaccessible
    state: CourseState!
  }
  enum CourseState { OPEN CLOSED HIDDEN @inaccessible }
  type Hidden @inaccessible { id: ID! }
`;

describe('the graph that callers see', () => {
  const graph = publicGraphOf(SUPERGRAPH);

  it('holds no word of the gateway', () => {
    expect(graph).not.toMatch(/join__|link__|@link|inaccessible|secret|HIDDEN|Hidden/);
    expect(graph).toContain('name: String @deprecated(reason: "title")');
  });

  it.each([
    ['a field goes', 'title: String! @join__field(graph: COURSES)', '', 'Course.title was removed'],
    ['a field may be null', 'title: String!', 'title: String', 'Course.title changed type'],
    ['a field has another type', 'title: String!', 'title: Int!', 'Course.title changed type'],
    ['a field is hidden', 'title: String!', 'title: String! @inaccessible', 'Course.title was removed'],
    ['an argument is demanded', '(search: String)', '(search: String, lang: String!)', 'A required arg lang'],
    ['an argument goes', '(search: String)', '', 'Query.courses arg search was removed'],
    ['a value goes', 'OPEN CLOSED', 'OPEN', 'CLOSED was removed from enum'],
    ['a value is hidden', 'OPEN CLOSED', 'OPEN CLOSED @inaccessible', 'CLOSED was removed from enum'],
  ])('breaks when %s', (_, was, is, says) => {
    const broken = brokenOperations(graph, publicGraphOf(SUPERGRAPH.replace(was, is)));
    expect(broken).toEqual([expect.stringContaining(says)]);
  });

  it('may grow', () => {
    const grown = SUPERGRAPH.replace('(search: String)', '(search: String, lang: String)')
      .replace('OPEN CLOSED', 'OPEN CLOSED FULL')
      .replace('id: ID!', 'id: ID! hours: Float');
    expect(brokenOperations(graph, publicGraphOf(grown))).toEqual([]);
  });
});

describe('this graph', () => {
  const [published, supergraph] = ['published', 'supergraph'].map((name) => join(ROOT, `libs/gateway/${name}.graphql`));
  const read = (file: string, command: string): string => {
    if (!existsSync(file)) throw new Error(`${file.slice(ROOT.length + 1)} is missing: run \`npm run ${command}\``);
    return readFileSync(file, 'utf8');
  };

  it('keeps what published.graphql promises to callers', () => {
    const current = publicGraphOf(read(supergraph!, 'generate'));
    expect(brokenOperations(read(published!, 'record'), current)).toEqual([]);
  });

  it('has recorded all that it offers: else run `npm run record`, and commit what it wrote', () => {
    expect(read(published!, 'record')).toBe(publicGraphOf(read(supergraph!, 'generate')));
  });
});
