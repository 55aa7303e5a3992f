import { ArgsType, Directive, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { GraphQLScalarType } from 'graphql';
import { z } from 'zod';
import { MEANINGS } from '../schema/code-list.js';
import { jsonSchema, type Json, type Named } from '../schema/json-schema.js';
import type { Page } from '../schema/page.js';
import { saidBy } from '../schema/reason-text.js';
import { sayingOf } from './reason-text.js';
import { wordsOfField, wordsOfInput, wordsOfType } from './words.js';

type Kind = 'Input' | 'Args' | 'Output';
type Class<T = unknown> = new () => T;

// Text passes through: the use case's schema judges it, so that every entry point names the same fault.
const text = (name: string, description: string): GraphQLScalarType =>
  new GraphQLScalarType({
    name,
    description,
    serialize: (value) => (value instanceof Date ? value.toISOString() : value),
    parseValue: (value) => value,
  });

const DateTime = text('DateTime', 'An instant, ISO 8601 with offset');
const LocalDate = text('LocalDate', 'A calendar day, YYYY-MM-DD');

const SCALARS: Record<string, unknown> = { uuid: ID, 'date-time': DateTime, date: LocalDate };
const PRIMITIVES: Record<string, unknown> = { string: String, integer: Int, number: Float, boolean: Boolean };

/** Command schemas by the name of their GraphQL input, for naming faults as every other entry point does. */
export const inputSchemas = new Map<string, z.ZodType>();

/** What representations of an entity have to be, by the name of its type. */
export const representationSchemas = new Map<string, z.ZodObject>();

/**
 * Says what an entity is represented by: its key, and what else a resolver may be told of it. Several subgraphs of one process may
 * each say a part.
 */
export function represent(type: string, shape: z.ZodRawShape): void {
  representationSchemas.set(type, z.object({ ...representationSchemas.get(type)?.shape, ...shape }));
}

// By name and shape: two subgraphs of one process may use one name for two shapes; within one, GraphQL refuses that.
const made = new Map<string, unknown>();

/** The input type of a command, `<Command>Input`; faults in it are named by the schema. */
export function graphqlInput(schema: z.ZodType): unknown {
  const { id, json, defs } = jsonSchema(schema);
  inputSchemas.set(`${id}Input`, schema);
  return define(id, json, defs, 'Input');
}

/** The arguments of a query, each by its own name. */
export function graphqlArgs(schema: z.ZodType): unknown {
  const { id, json, defs } = jsonSchema(schema);
  return define(id, json, defs, 'Args');
}

/** The object type of a view. With a directive (`@key(...)`) it is an entity, whose representations have the key as the view has it. */
export function graphqlObject<S extends z.ZodType>(view: S, directive?: string): Class<z.output<S>> {
  const { id, json, defs } = jsonSchema(view);
  const type = define(id, json, defs, 'Output') as Class<z.output<S>>;
  if (directive) Directive(directive)(type);
  const [, key] = /^@key\(fields: "(\w+)"\)$/.exec(directive ?? '') ?? [];
  if (key && view instanceof z.ZodObject) represent(id, { [key]: view.shape[key] as z.ZodType });
  return type;
}

/**
 * An entity that another subgraph owns, known here by its `id` alone, for adding fields to. A new class at each call, so that
 * several subgraphs of one process each add their own. `told` are fields of its owner that fields here may need, by `@requires`.
 */
export function entity(name: string, id: z.ZodType, told?: z.ZodObject): Class<Record<string, string>> {
  const type = { [name]: class {} }[name] as Class<Record<string, string>>;
  Field(() => ID, { description: wordsOfField(name, 'id') })(type.prototype as object, 'id');
  if (told) addFields(type, told, '@external');
  represent(name, { id, ...told?.partial().shape });
  Directive('@key(fields: "id")')(type);
  ObjectType(name)(type);
  return type;
}

/** Gives a type the fields of a schema beside its own, each with the directive. */
function addFields(type: Class, more: z.ZodObject, directive?: string): void {
  const { json, defs } = jsonSchema(more);
  for (const [property, schema] of Object.entries(json.properties ?? {})) {
    const part = resolve(schema, defs);
    const about = { nullable: part.nullable, description: part.json.description };
    const value = typeOf(part, property, defs, 'Output');
    Field(() => value as never, about as never)(type.prototype as object, property);
    if (directive) Directive(directive)(type.prototype as object, property);
  }
}

const PageInfo = graphqlObject(
  z
    .object({
      hasNextPage: z.boolean(),
      hasPreviousPage: z.boolean(),
      startCursor: z.string().nullable(),
      endCursor: z.string().nullable(),
    })
    .meta({ id: 'PageInfo' }),
  '@shareable',
);

const TOTAL =
  'How many there are on all pages that the caller may read; null of lists that are not counted, as they are searched or computed, and where they are more than 10,000 or take long to count';

/** The Relay connection of a node; a Page serves it. `more` is what its pages tell besides. */
export function Connection<T>(Node: Class<T>, more?: z.ZodObject): Class<Pick<Page<T>, 'edges' | 'pageInfo'>> {
  const list = `${Node.name}Connection`;
  const List = withPages({ [list]: class {} }[list]!, edgeOf(Node));
  if (more) addFields(List, more);
  ObjectType(list, { description: `One page of a list of ${Node.name}` })(List);
  return List as never;
}

/** An item of a connection. */
export function edgeOf(Node: Class): Class {
  const edge = `${Node.name}Edge`;
  const Edge = { [edge]: class {} }[edge]!;
  Field(() => Node, { description: 'The item itself' })(Edge.prototype, 'node');
  Field(() => String, { description: 'What `after` takes to go on behind it' })(Edge.prototype, 'cursor');
  ObjectType(edge, { description: `One ${Node.name} of a page, and where it stands` })(Edge);
  return Edge;
}

/** Gives a type the fields of a connection, each with the directive. */
export function withPages<C extends Class>(type: C, Edge: Class, directive?: string): C {
  const fields = {
    edges: Field(() => [Edge], { description: 'What is on this page, in the order of the list' }),
    pageInfo: Field(() => PageInfo, { description: 'Whether and where the list goes on' }),
    totalCount: Field(() => Int, { nullable: true, description: TOTAL }),
  };
  for (const [name, field] of Object.entries(fields)) {
    field(type.prototype as object, name);
    if (directive) Directive(directive)(type.prototype as object, name);
  }
  return type;
}

function define(id: string, json: Json, defs: Named['defs'], kind: Kind): unknown {
  const name = kind === 'Input' ? `${id}Input` : id;
  return once(`${kind}:${name}`, json, () => {
    const type = { [name]: class {} }[name]!;
    for (const [property, field] of Object.entries(json.properties ?? {})) {
      const part = resolve(field, defs);
      const path = `${id}${property[0]!.toUpperCase()}${property.slice(1)}`;
      const value = property === 'id' ? ID : typeOf(part, path, defs, kind);
      // Federation rebuilds the schema from text and would hand on an enum's default by its GraphQL name: zod fills those in.
      const defaultValue = part.json.enum || typeof field.default === 'object' ? undefined : field.default;
      const nullable = part.nullable || (defaultValue === undefined && !json.required?.includes(property));
      const { deprecated } = part.json;
      const description =
        part.json.description ?? (kind === 'Output' ? wordsOfField(name, property) : wordsOfInput(name, property));
      const deprecationReason = deprecated ? (description ?? 'deprecated') : undefined;
      const said = saidBy(field);
      const middleware = said === undefined ? undefined : [sayingOf(said)];
      Field(() => value as never, { nullable, description, defaultValue, deprecationReason, middleware } as never)(
        type.prototype as object,
        property,
      );
    }
    const about = { description: json.description ?? wordsOfType(name) };
    if (kind === 'Input') InputType(name, about)(type);
    else if (kind === 'Args') ArgsType()(type);
    else ObjectType(name, about)(type);
    return type;
  });
}

type Part = { json: Json; id?: string; nullable: boolean };

/** What a field's schema is once its name is looked up, and whether it takes null. */
export function resolve(field: Json, defs: Named['defs']): Part {
  const some = field.anyOf?.filter((one) => one.type !== 'null');
  if (some && some.length === 1) {
    const nullable = some.length < field.anyOf!.length;
    const inner = resolve({ ...field, anyOf: undefined, ...some[0] }, defs);
    return { ...inner, nullable: inner.nullable || nullable };
  }
  // What is a value of any shape or the text of one (JSON-LD, a JWT) is its text in GraphQL.
  const asText = some?.find((one) => one.type === 'string');
  if (asText && some!.some((one) => one.type === 'object' && !one.properties))
    return { json: { ...field, anyOf: undefined, ...asText }, nullable: some!.length < field.anyOf!.length };
  if (Array.isArray(field.type))
    return { json: { ...field, type: field.type.find((one) => one !== 'null') }, nullable: true };
  if (!field.$ref) return { json: field, nullable: false };
  const id = field.$ref.split('/').at(-1)!;
  const inner = resolve(defs[id]!, defs);
  const { description = inner.json.description, deprecated } = field;
  return { id, nullable: inner.nullable, json: { ...inner.json, description, deprecated } };
}

function typeOf({ json, id }: Part, path: string, defs: Named['defs'], kind: Kind): unknown {
  const name = id ?? path;
  const own = id ? defs[id]! : json;
  if (json.enum) return enumOf(name, own);
  if (json.type === 'array') {
    const item = resolve(json.items ?? {}, defs);
    if (item.nullable) throw new Error(`${path}: a list of nullable items`);
    return [typeOf(item, path, defs, kind)];
  }
  if (json.type === 'object' && json.properties) return define(name, own, defs, kind === 'Args' ? 'Input' : kind);
  const type = SCALARS[json.format ?? ''] ?? PRIMITIVES[json.type as string];
  if (!type) throw new Error(`${path}: no GraphQL type for ${JSON.stringify(json)}`);
  return type;
}

// A value as GraphQL spells it: no-show is NO_SHOW.
const enumOf = (name: string, json: Json): unknown =>
  once(`enum:${name}`, json, () => {
    const spelled = json.enum!.map((value) => [value.toUpperCase().replace(/\W/g, '_'), value]);
    const values = Object.fromEntries(spelled) as Record<string, string>;
    const meant = spelled.map(([name], place) => [name, { description: json[MEANINGS]?.[place] }]);
    const valuesMap = Object.fromEntries(meant) as object;
    registerEnumType(values, { name, description: json.description ?? wordsOfType(name), valuesMap });
    return values;
  });

/** The GraphQL enum of a named zod enum, for an argument that is written by hand. */
export function graphqlEnum(schema: z.ZodType): object {
  const { id, json } = jsonSchema(schema);
  return enumOf(id, json) as object;
}

function once(name: string, json: Json, make: () => unknown): unknown {
  const key = `${name} ${JSON.stringify(json)}`;
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}
