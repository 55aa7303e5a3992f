import { z } from 'zod';
import type { Role, Scope } from '../auth/actor.js';

// PostgreSQL has no year 0, and ISO 8601 of four digits no year 10000, in which what begins in 9999 may end.
const onCalendar = [
  (text: string) => !/^(0000|9999)/.test(text),
  { message: 'between the years 1 and 9998', params: { code: 'invalid_format' } },
] as const;

// West of Greenwich the first day of year 1 is in a year that there is not, and so is its beginning with an offset.
const FIRST = Date.parse('0001-01-02T00:00:00Z');

/** A UTC instant of the years 1 to 9998: an ISO 8601 string with offset on every wire, a Date inside. */
export const Instant = z
  .codec(
    z.iso
      .datetime({ offset: true })
      .max(40)
      .refine((text) => onCalendar[0](text) && Date.parse(text) >= FIRST, onCalendar[1]),
    z.date(),
    {
      decode: (text) => new Date(text),
      encode: (date) => date.toISOString(),
    },
  )
  .meta({ id: 'Instant', description: 'ISO 8601 instant with offset' });

/** A calendar day of the years 1 to 9998 without time or zone, YYYY-MM-DD. */
export const LocalDate = z.iso.date().refine(...onCalendar);

const WORDS = new Map([
  ['true', true],
  ['false', false],
]);

/** Yes or no: a boolean in JSON and in GraphQL, and in a URL the word `true` or `false`. */
export const Flag = z.preprocess(
  (said) => (typeof said === 'string' ? (WORDS.get(said) ?? said) : said),
  z.boolean({ error: 'true or false' }),
);

const inDigits = (said: unknown): unknown => (typeof said === 'string' && /^-?\d+$/.test(said) ? Number(said) : said);

/** A whole number from `least` to `most`: a number in JSON and in GraphQL, and in a URL its decimal digits. */
export const WholeNumber = (least: number, most: number) => z.preprocess(inDigits, z.int().min(least).max(most));

/** Which role may run an operation, and within which scope; whoever is not named may not. */
export type Rule = Partial<Record<Role, Scope>>;

/**
 * What a use case is called and what it does, in sentences: OpenAPI's and the graph's documentation. `shown` names what an example
 * shows though it may be absent, where nothing can be asked without one of several.
 */
export type About = {
  summary: string;
  description: string;
  shown?: readonly string[];
  /** Fields of which exactly one is said, each with those that may be said beside it alone. */
  exactlyOne?: Readonly<Record<string, readonly string[]>>;
  /** Of a read: that what is there now may not allow it (409), as it may any write. */
  mayConflict?: boolean;
};

type Declared = Omit<About, 'description'> & { allow: Rule; kind: 'command' | 'query'; scope?: string };
const declared = z.registry<Declared>();

export const isQuery = (schema: z.ZodType): boolean => declared.get(schema)?.kind === 'query';
export const ruleOf = (schema?: z.ZodType): Rule | undefined => schema && declared.get(schema)?.allow;
/** The name by which an operation is known to policy, OAuth scopes and documentation. */
export const operationOf = (schema: z.ZodType): string => String(z.globalRegistry.get(schema)?.id);
/** What is told of an operation: its summary is a name, its description says all by itself. */
export const aboutOf = (schema: z.ZodType): About => ({
  summary: String(declared.get(schema)?.summary),
  shown: declared.get(schema)?.shown,
  exactlyOne: declared.get(schema)?.exactlyOne,
  mayConflict: declared.get(schema)?.mayConflict,
  description: String(z.globalRegistry.get(schema)?.description),
});
/** The OAuth scope that grants it to a machine together with its kin; most have their own name only. */
export const scopeOf = (schema: z.ZodType): string | undefined => declared.get(schema)?.scope;

function declare<const S extends z.ZodRawShape>(
  kind: Declared['kind'],
  id: string,
  allow: Rule,
  shape: S,
  { description, ...about }: About,
  scope?: string,
) {
  if (kind === 'command' && 'auditor' in allow) throw new Error(`${id}: an auditor writes nothing`);
  const schema = z.strictObject(shape).meta({ id, description });
  declared.add(schema, { allow, kind, scope, ...about });
  return schema;
}

type Declaring = <const S extends z.ZodRawShape>(
  ...what: [id: string, allow: Rule, shape: S, about: About, scope?: string]
) => z.ZodObject<S, z.core.$strict>;

/** What a use case that changes something takes, and who may ask for it within which scope. */
export const command: Declaring = (...what) => declare('command', ...what);

/** The same for a read: its fields are URL parameters on REST and arguments in GraphQL. */
export const query: Declaring = (...what) => declare('query', ...what);

/**
 * What a command takes that changes a thing which others may change too: the version that its caller read. REST's PATCH and PUT
 * demand it as If-Match; without it the last change wins.
 */
export const conditional = {
  expectedVersion: z
    .int()
    .min(0)
    .optional()
    .describe(
      'The version that was read; VERSION_MISMATCH where it is another by now. REST demands it as If-Match; without it the last change wins',
    ),
};

export const isConditional = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodObject && 'expectedVersion' in schema.shape;

/** In the meta of a field: which other it stands instead of, so that REST does not show it where that is in the path. */
export const INSTEAD_OF = 'x-instead-of';

/** How many items a page has at most. */
export const MOST_ON_A_PAGE = 100;

/** How a list is asked for: at most 100 items a page, from after a cursor on. */
export const paging = {
  // The default lies within, else no document would tell it.
  first: z.preprocess(inDigits, z.int().min(1).max(MOST_ON_A_PAGE).default(20)),
  after: z
    .string()
    .max(500)
    .optional()
    .meta({ description: 'nextCursor or endCursor of the page before', pattern: '^[\\w-]+$' }),
};

/** The same of a list that is a field of an object. */
export const Paging = z.strictObject(paging).meta({ id: 'Paging' });
export type Paging = z.output<typeof Paging>;
