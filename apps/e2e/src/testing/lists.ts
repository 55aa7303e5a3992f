import { readFileSync } from 'node:fs';
import { buildSchema, isListType, isObjectType, isRequiredArgument, isLeafType } from 'graphql';
import { getNamedType, getNullableType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { resolved } from './resolved.js';

/** What a list is cut by, and what of it can be said: an enum's values, an id, anything else. */
type Filter = { name: string; required: boolean; values?: readonly string[]; isId: boolean };

/** A list that REST serves a page at a time. */
export type RestList = { operation: string; path: string; filters: readonly Filter[] };

type Parameter = { name: string; in: string; required?: boolean; schema: { $ref?: string; enum?: string[] } };
type Described = { operationId: string; parameters?: Parameter[] };
type Schema = { enum?: string[]; format?: string };
type Document = {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
};

const GATEWAY = new URL('../../../../libs/gateway/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, GATEWAY), 'utf8');

/** Every GET of the gateway's document that takes a cursor. */
export function restLists(): RestList[] {
  const document = JSON.parse(read('openapi.json')) as Document;
  const { schemas } = document.components;
  const filterOf = ({ name, required = false, schema }: Parameter): Filter => {
    const { enum: values, format } = (schema.$ref ? schemas[schema.$ref.split('/').at(-1)!] : schema) as Schema;
    return { name, required, values, isId: format === 'uuid' };
  };
  return Object.entries(resolved(document)).flatMap(([path, { get }]) => {
    const parameters = get?.parameters ?? [];
    if (!parameters.some(({ name }) => name === 'after')) return [];
    const filters = parameters.filter((one) => one.in !== 'header' && !['first', 'after'].includes(one.name));
    return [{ operation: get!.operationId, path, filters: filters.map(filterOf) }];
  });
}

/** A list of the graph: `ask` is the document that asks for a page of it, `node` selects what of each item. */
export type GraphList = {
  field: string;
  needs: readonly string[];
  node: string;
  /** What lies in each item that is none of its own values, by name. */
  within: Readonly<Record<string, string>>;
};

/** Every list of the graph that takes a cursor, by the object that it is a field of. */
export function graphLists(): Map<string, GraphList[]> {
  const schema = buildSchema(read('published.graphql'), { assumeValidSDL: true });
  const objects = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));
  const found = objects.map(
    (type) => [type.name, Object.values(type.getFields()).filter(isPaged).map(listOf)] as const,
  );
  return new Map(found.filter(([, lists]) => lists.length > 0));
}

const isPaged = (field: GraphQLField<unknown, unknown>): boolean =>
  getNamedType(field.type).name.endsWith('Connection');

function listOf({ name, type, args }: GraphQLField<unknown, unknown>): GraphList {
  const connection = getNamedType(type) as GraphQLObjectType;
  const edge = getNamedType(connection.getFields().edges!.type) as GraphQLObjectType;
  const node = getNamedType(edge.getFields().node!.type) as GraphQLObjectType;
  const inside = Object.values(node.getFields()).filter(
    (field) => isObjectType(getNamedType(field.type)) && !field.args.some(isRequiredArgument) && !isPaged(field),
  );
  return {
    field: name,
    needs: args.filter(isRequiredArgument).flatMap((one) => (one.name === 'first' ? [] : [one.name])),
    node: valuesOf(node),
    within: Object.fromEntries(inside.map((field) => [field.name, selectionOf(field)])),
  };
}

function selectionOf(field: GraphQLField<unknown, unknown>): string {
  const isPart = isListType(getNullableType(field.type)) && field.args.some(({ name }) => name === 'first');
  return `${field.name}${isPart ? '(first: 2)' : ''} { ${valuesOf(getNamedType(field.type) as GraphQLObjectType)} }`;
}

const valuesOf = (type: GraphQLObjectType): string =>
  [
    '__typename',
    ...Object.values(type.getFields())
      .filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument))
      .map(({ name }) => name),
  ].join(' ');
