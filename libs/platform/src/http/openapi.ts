import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { z } from 'zod';
import { MOST_MIB } from '../files/store-file.js';
import { aboutOf, isConditional, isQuery, ruleOf } from '../schema/schema.js';
import { answerOf, FILE_TYPES, operationRunBy, sentBy, takesFile } from './operation.js';

type Json = Record<string, unknown>;
type Operation = Json & { parameters: Json[] };
export type OpenApi = {
  openapi: '3.1.0';
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json; responses: Json };
};

// Nest's RequestMethod, by its numbers.
const METHODS = ['get', 'post', 'put', 'delete', 'patch'];

/** One service's REST surface as OpenAPI 3.1, from the same schemas that judge the requests. */
export function openApiOf(app: INestApplication, title: string): OpenApi {
  const schemas: Record<string, Json> = {};
  const paths: OpenApi['paths'] = {};
  const scanner = new MetadataScanner();
  for (const { metatype, instance } of app.get(DiscoveryService, { strict: false }).getControllers()) {
    if (!metatype) continue;
    const base = String(Reflect.getMetadata('path', metatype));
    for (const name of scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
      const handler = (instance as Record<string, object>)[name]!;
      const operation = operationRunBy(handler);
      if (!operation || !Reflect.hasMetadata('path', handler)) continue;
      const path = pathOf(base, String(Reflect.getMetadata('path', handler)));
      const method = METHODS[Number(Reflect.getMetadata('method', handler))]!;
      (paths[path] ??= {})[method] = describe(handler, operation, path, method, schemas);
    }
  }
  return {
    openapi: '3.1.0',
    info: { title, version: '1' },
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: Object.fromEntries(Object.entries({ ...schemas, Problem }).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      responses: {
        Problem: {
          description: 'A refusal with a stable code',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

const Problem: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: "Stable, UPPER_SNAKE, the same as GraphQL's extensions.code" },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

const pathOf = (base: string, path: string): string =>
  `/${[base, path]
    .map((part) => part.replace(/^\/|\/$/g, ''))
    .filter(Boolean)
    .join('/')}`.replace(/:(\w+)/g, '{$1}');

function describe(
  handler: object,
  operation: z.ZodType,
  path: string,
  method: string,
  schemas: Record<string, Json>,
): Operation {
  const { id, own } = partsOf(operation, 'input', schemas);
  const properties = (own.properties ?? {}) as Record<string, Json>;
  const required = (own.required ?? []) as string[];
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const elsewhere = isConditional(operation) ? [...inPath, 'expectedVersion'] : inPath;
  const rest = Object.keys(properties).filter((name) => !elsewhere.includes(name));
  const isFile = takesFile(handler);
  const asBody = method !== 'get' && rest.length > 0 && !isFile;
  const parameter = (name: string, place: 'path' | 'query'): Json => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: properties[name] ?? { type: 'string' },
  });
  return {
    operationId: id,
    ...aboutOf(operation),
    ...(!ruleOf(operation)?.public && { security: [{ bearer: [] }] }),
    parameters: [
      ...inPath.map((name) => parameter(name, 'path')),
      ...(asBody ? [] : rest.map((name) => parameter(name, 'query'))),
      ...(method !== 'get' && !isQuery(operation) ? [IDEMPOTENCY_KEY] : []),
      ...(isConditional(operation) ? [ifMatch(method)] : []),
    ],
    ...(asBody && {
      requestBody: { required: true, content: { 'application/json': { schema: bodyOf(own, rest, required) } } },
    }),
    ...(isFile && { requestBody: FILE }),
    responses: {
      [answerOf(handler)?.status ?? 200]: { description: 'done', content: contentOf(handler, id, schemas) },
      ...(isFile && { 413: REFUSED, 415: REFUSED }),
      default: REFUSED,
    },
  };
}

const REFUSED: Json = { $ref: '#/components/responses/Problem' };
const FILE: Json = {
  required: true,
  description: `The file as it is: at most ${MOST_MIB} MiB`,
  content: Object.fromEntries(FILE_TYPES.map((type) => [type, { schema: { type: 'string', contentMediaType: type } }])),
};
const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 255 },
};
const ifMatch = (method: string): Json => ({
  name: 'If-Match',
  in: 'header',
  required: method !== 'post',
  description: 'The ETag that an answer showed, or the version',
  schema: { type: 'string' },
});

function bodyOf(own: Json, names: readonly string[], required: readonly string[]): Json {
  const properties = own.properties as Record<string, Json>;
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [name, properties[name]])),
    required: names.filter((name) => required.includes(name)),
  };
}

/** What is answered, by its media type. An operation that does not say what it answers is refused: nobody could read it. */
function contentOf(handler: object, id: string, schemas: Record<string, Json>): Json {
  const answer = answerOf(handler);
  const sent = sentBy(handler) ?? (answer && { 'application/json': answer.view });
  if (!sent) throw new Error(`${id} does not say what it answers: name its view, or what it Sends`);
  return Object.fromEntries(
    Object.entries(sent).map(([type, view]) => [type, { schema: partsOf(view, 'input', schemas).schema }]),
  );
}

/** A schema as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is; its named parts go into `schemas`. */
function partsOf(zod: z.ZodType, io: 'input', schemas: Record<string, Json>): { id: string; own: Json; schema: Json } {
  const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(zod, { io }) as Json & { $defs?: Record<string, Json> };
  const text = JSON.stringify({ root, $defs }).replaceAll('#/$defs/', '#/components/schemas/');
  const { root: schema, $defs: parts } = JSON.parse(text) as { root: Json; $defs: Record<string, Json> };
  const id = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1)! : '';
  const isOperation = ruleOf(zod) !== undefined;
  for (const [name, part] of Object.entries(parts)) if (!isOperation || name !== id) schemas[name] = withoutId(part);
  return { id, own: parts[id] ?? schema, schema };
}

function withoutId({ id: _, ...part }: Json): Json {
  return part;
}
