import { afterAll, describe, expect, it } from '@jest/globals';
import { FIELDS, INPUTS, TYPES } from '@takwin/platform/graphql';
import { ESLint } from 'eslint';
import { buildSchema, getNamedType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './overlay.js';

// Else the plugin takes the first graph that it sees for all.
process.env.NODE_ENV = 'test';

const GRAPH = 'libs/gateway/published.graphql';

/** A graph in which every rule is kept, by what comes close to breaking one. */
const KEPT = `
  type Query {
    "Courses, a page at a time"
    courses("How many at most" first: Int, "Where to go on" after: String): CourseConnection
  }
  type Mutation {
    "Closes a course"
    closeCourse("What is asked for" input: CloseCourseInput!): Course!
  }
  "Which course to close"
  input CloseCourseInput { "Which one" id: ID! }
  "One page of courses"
  type CourseConnection { "The page" edges: [CourseEdge!]! "Where it ends" pageInfo: PageInfo! }
  "One course of a page"
  type CourseEdge { "The course" node: Course! "Where it stands" cursor: String! }
  "Where a page ends"
  type PageInfo {
    "Whether more follow" hasNextPage: Boolean! "Whether some came before" hasPreviousPage: Boolean!
    "Where it begins" startCursor: String "Where it ends" endCursor: String
  }
  "A course"
  type Course { "By which it is asked for" id: ID! "Its parts" units: [CourseUnit!]! "Where it stands" state: CourseState! }
  "A part of a course, which has no id"
  type CourseUnit { "What it is called" title: String! }
  "Where a course stands"
  enum CourseState { "It may be joined" OPEN "It may not be joined" CLOSED }
`;

const PLANTS: [name: string, was: string, is: string, says: string][] = [
  ['a type without words', '"A course"\n', '', 'require-description'],
  ['a field without words', '"What it is called" ', '', 'require-description'],
  ['a query without words', '"Courses, a page at a time"\n', '', 'require-description'],
  ['an argument without words', '"How many at most" ', '', 'require-description'],
  ['a field of an input without words', '"Which one" ', '', 'require-description'],
  ['an enum without words', '"Where a course stands"\n', '', 'require-description'],
  ['a value of an enum without words', '"It may be joined" ', '', 'require-description'],
  ['a field in another case', 'title: String!', 'unit_title: String!', 'naming-convention'],
  ['a value in another case', 'OPEN "It', 'Open "It', 'naming-convention'],
  ['a query that says that it gets', 'courses(', 'getCourses(', 'naming-convention'],
  [
    'a type that nothing leads to',
    'type CourseUnit',
    'type Lost { "Of nobody" of: String } "A part" type CourseUnit',
    'no-unreachable-types',
  ],
  ['an end without a reason', 'title: String!', 'title: String! @deprecated', 'require-deprecation-reason'],
  ['a mutation that answers a bare value', 'Course!\n  }', 'Boolean!\n  }', 'no-scalar-result-type-on-mutation'],
  ['a mutation whose input is called otherwise', 'input: CloseCourseInput!', 'what: CloseCourseInput!', 'input-name'],
  ['a list of pages without page info', '"Where it ends" pageInfo: PageInfo!', '', 'relay-connection-types'],
  ['a list of pages that is asked for whole', '"How many at most" first: Int, ', '', 'relay-arguments'],
  ['a page that does not say where it begins', '"Where it begins" startCursor: String ', '', 'relay-page-info'],
  ['a thing that has no id', '"By which it is asked for" id: ID! ', '', 'strict-id-in-types'],
  ['an edge without a cursor', '"Where it stands" cursor: String!', '', 'relay-edge-types'],
];

describe('the lint of the graph', () => {
  const folder = mkdtempSync(join(tmpdir(), 'takwin-graphs-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let graphs = 0;

  /** The rules that a graph breaks. */
  async function lint(graph: string): Promise<string[]> {
    // As they are written by who generates them.
    const text = graph.replaceAll('"', '"""');
    // A file for each: what was read of one is remembered.
    const schema = join(folder, `${++graphs}.graphql`);
    writeFileSync(schema, text);
    const eslint = new ESLint({
      cwd: ROOT,
      overrideConfigFile: join(ROOT, '.config/graph-lint.config.js'),
      overrideConfig: { languageOptions: { parserOptions: { graphQLConfig: { schema } } } },
    });
    const [result] = await eslint.lintText(text, { filePath: GRAPH });
    return result!.messages.map(({ ruleId, message }) => (ruleId ?? message).replace('@graphql-eslint/', ''));
  }

  it('says nothing of a graph that keeps its rules', async () => {
    expect(await lint(KEPT)).toEqual([]);
  });

  it.each(PLANTS)('catches %s', async (_, was, is, says) => {
    expect(KEPT).toContain(was);
    expect(await lint(KEPT.replace(was, is))).toContain(says);
  });
});

/** Codes in a sentence: three or more in capitals. */
const CODES = /\b[A-Z][A-Z0-9_]+(?:, (?:or )?[A-Z][A-Z0-9_]+){2}\b/;

describe('the words of the graph', () => {
  const types = Object.values(buildSchema(readFileSync(join(ROOT, GRAPH), 'utf8')).getTypeMap());
  type Described = { name: string; description?: string | null };
  const of = (type: string, { name, description }: Described): string[] => [
    `${name} ${description}`,
    `${type}.${name} ${description}`,
  ];
  const shown = new Set(
    types.flatMap((type) => {
      const own = `${type.name} ${type.description}`;
      if (isInputObjectType(type))
        return [own, ...Object.values(type.getFields()).flatMap((field) => of(type.name, field))];
      if (!isObjectType(type) && !isInterfaceType(type)) return [own];
      const fields = Object.values(type.getFields());
      return [own, ...fields.flatMap((field) => [field, ...field.args].flatMap((one) => of(type.name, one)))];
    }),
  );

  const visit = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    const { properties = {} } = schema as { properties?: Record<string, { description?: string }> };
    for (const [name, { description }] of Object.entries(properties)) shown.add(`${name} ${description}`);
    Object.values(schema).forEach(visit);
  };
  visit(JSON.parse(readFileSync(join(ROOT, 'libs/gateway/openapi.json'), 'utf8')));

  it('list no codes of what is text: a closed set is an enum', () => {
    const listing = types.filter(isObjectType).flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => getNamedType(field.type).name === 'String' && CODES.test(field.description ?? ''))
        .map((field) => `${type.name}.${field.name}`),
    );
    expect(listing).toEqual([]);
  });

  it.each(Object.entries({ FIELDS, INPUTS, TYPES }))('%s are all of something that has none of its own', (_, words) => {
    const idle = Object.entries(words).filter(([name, said]) => !shown.has(`${name} ${said}`));
    expect(idle.map(([name]) => name)).toEqual([]);
  });
});
