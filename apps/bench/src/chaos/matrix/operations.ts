import {
  buildClientSchema,
  getIntrospectionQuery,
  Kind,
  parse,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import type { Caller } from './caller.js';
import type { Doors } from './doors.js';

/** An operation of REST as the house's own document describes it: what stands in its path and what narrows it. */
export type Operation = {
  id: string;
  method: string;
  path: string;
  places: readonly string[];
  query: readonly { name: string; isRequired: boolean }[];
};

type Parameter = { name: string; in: string; required?: boolean };
type Described = { operationId: string; parameters?: (Parameter | { $ref: string })[] };
type Document = {
  paths: Record<string, Record<string, Described>>;
  components: { parameters?: Record<string, Parameter> };
};

/** Every operation that the house says it serves by REST. */
export async function operationsOf(doors: Doors, caller: Caller): Promise<Operation[]> {
  const { paths, components } = await doors.done<Document>(caller, { method: 'GET', path: '/v1/openapi.json' });
  const resolved = (one: Parameter | { $ref: string }): Parameter =>
    '$ref' in one ? components.parameters![one.$ref.split('/').at(-1)!]! : one;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [] }]) => {
      const all = parameters.map(resolved);
      return {
        ...{ id: operationId, method: method.toUpperCase(), path },
        places: all.filter((one) => one.in === 'path').map(({ name }) => name),
        query: all
          .filter((one) => one.in === 'query')
          .map(({ name, required = false }) => ({ name, isRequired: required })),
      };
    }),
  );
}

/** The graph that answers at an address, as it describes itself. */
export async function graphAt(doors: Doors, caller: Caller, at?: string): Promise<GraphQLSchema> {
  const body = { query: getIntrospectionQuery() };
  const { data } = await doors.done<{ data: IntrospectionQuery }>(caller, {
    method: 'POST',
    path: '/graphql',
    body,
    at,
  });
  return buildClientSchema(data);
}

/** `Type.field` of what a service's graph names and another service answers. */
export async function fieldsOfOthers(doors: Doors, caller: Caller, at: string): Promise<string[]> {
  const body = { query: '{ _service { sdl } }' };
  type Said = { data: { _service: { sdl: string } } };
  const { data } = await doors.done<Said>(caller, { method: 'POST', path: '/graphql', body, at });
  return parse(data._service.sdl).definitions.flatMap((type) =>
    type.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (type.fields ?? [])
          .filter(({ directives }) => directives?.some(({ name }) => name.value === 'external'))
          .map(({ name }) => `${type.name.value}.${name.value}`)
      : [],
  );
}
