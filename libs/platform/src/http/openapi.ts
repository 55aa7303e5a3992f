import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { z } from 'zod';
import { Words } from '../errors/words.js';
import { MOST_MIB } from '../files/store-file.js';
import { type About, aboutOf, INSTEAD_OF, isConditional, isQuery, ruleOf } from '../schema/schema.js';
import { Examples } from './example.js';
import { answersBy, PROBLEM, refusalsOf } from './openapi-answers.js';
import { type OpenApiPart, partsOf } from './openapi-schema.js';
import { type Answer, answerOf, FILE_TYPES, isTagged, operationRunBy, sentBy, takesFile } from './operation.js';

type Operation = OpenApiPart & { parameters: OpenApiPart[] };
type Paths = Record<string, Record<string, Operation>>;
type Components = Record<
  'schemas' | 'responses' | 'headers' | 'securitySchemes' | 'examples',
  Record<string, OpenApiPart>
>;
export type OpenApi = {
  openapi: '3.1.0';
  info: { title: string; version: string };
  paths: Paths;
  components: Components;
};

const AN_ID = /"(\w+I|i)ds?":/;
const A_PART = /"#\/components\/schemas\/(\w+)"/g;

/** Whether a property names a thing by its id, however deep it lies, in other parts too: what may be answered 404. */
function namesThings(part: OpenApiPart, parts: Record<string, OpenApiPart>, seen = new Set<string>()): boolean {
  const text = JSON.stringify(part);
  if (AN_ID.test(text)) return true;
  const inner = [...text.matchAll(A_PART)].map(([, name]) => name!).filter((name) => !seen.has(name));
  return inner.some((name) => namesThings(parts[name] ?? {}, parts, seen.add(name)));
}

// Nest's RequestMethod, by its numbers.
const METHODS = ['get', 'post', 'put', 'delete', 'patch'];

/** One service's REST surface as OpenAPI 3.1, from the same schemas that judge the requests. */
export function openApiOf(app: INestApplication, title: string): OpenApi {
  const words = app.get(Words, { strict: false });
  const surface = new Surface();
  const paths: Paths = {};
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
      (paths[path] ??= {})[method] = surface.describe(handler, operation, path, method);
    }
  }
  return {
    openapi: '3.1.0',
    info: { title, version: '1' },
    paths: sorted(paths),
    components: {
      schemas: sorted({ ...surface.schemas, Problem: PROBLEM }),
      securitySchemes: { bearer: BEARER },
      responses: sorted(answersBy(words)),
      headers: { ETag },
      examples: surface.exemplify(paths),
    },
  };
}

const sorted = <T>(entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));

const BEARER: OpenApiPart = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'An access token, checked as RFC8725 asks: signed by RS256, ES256 or EdDSA with a published key of the issuer, for this audience,' +
    ' and not expired. Its role, region, academies and person decide what it reaches.',
};
const ETag: OpenApiPart = {
  description: 'Which state of it this is: for If-None-Match, and for If-Match where there is a version',
  schema: { type: 'string' },
};

const pathOf = (base: string, path: string): string =>
  `/${[base, path]
    .map((part) => part.replace(/^\/|\/$/g, ''))
    .filter(Boolean)
    .join('/')}`.replace(/:(\w+)/g, '{$1}');

/** `/v1/voucher-lots/{id}/recall` is of `Voucher lots`: the thing that its path begins with. */
function tagOf(path: string): string {
  const [thing = ''] = path.replace(/^\/v\d+\//, '').split('/');
  return `${thing[0]?.toUpperCase()}${thing.slice(1).replaceAll('-', ' ')}`;
}

/** What operations say, and the parts that they share. */
class Surface {
  readonly schemas: Record<string, OpenApiPart> = {};
  /** The bodies that examples are still to be made of, since a field is shown as any schema that names it says. */
  readonly #bodies: { media: OpenApiPart; own: OpenApiPart; shown: readonly string[] }[] = [];
  readonly #inputs: OpenApiPart[] = [];

  describe(handler: object, operation: z.ZodType, path: string, method: string): Operation {
    const { id, own } = partsOf(operation, this.schemas);
    this.#inputs.push(own);
    const properties = (own.properties ?? {}) as Record<string, OpenApiPart>;
    const required = (own.required ?? []) as string[];
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const elsewhere = isConditional(operation) ? [...inPath, 'expectedVersion'] : inPath;
    const insteadOf = (name: string) => String(properties[name]![INSTEAD_OF]);
    const rest = Object.keys(properties).filter(
      (name) => !elsewhere.includes(name) && !inPath.includes(insteadOf(name)),
    );
    const isFile = takesFile(handler);
    const asBody = method !== 'get' && rest.length > 0 && !isFile;
    const isOpen = ruleOf(operation)?.public !== undefined;
    const isWrite = method !== 'get' && !isQuery(operation);
    const { summary, description, shown = [], exactlyOne, mayConflict = false } = aboutOf(operation);
    return {
      operationId: id,
      tags: [tagOf(path)],
      summary,
      description,
      security: isOpen ? [{}, { bearer: [] }] : [{ bearer: [] }],
      parameters: [
        ...inPath.map((name) => parameter(name, 'path', true, properties[name])),
        ...(asBody ? [] : rest.map((name) => parameter(name, 'query', required.includes(name), properties[name]))),
        ...(isWrite ? [IDEMPOTENCY_KEY] : []),
        ...(isConditional(operation) ? [ifMatch(method)] : []),
      ],
      ...(asBody && {
        requestBody: {
          required: true,
          content: { 'application/json': this.#body(own, rest, required, shown, exactlyOne) },
        },
      }),
      ...(isFile && { requestBody: FILE }),
      responses: {
        ...this.#answers(handler, id, method),
        ...refusalsOf({
          isOpen,
          hasBody: asBody || isFile,
          namesThings:
            inPath.length > 0 || rest.some((name) => namesThings({ [name]: properties[name] }, this.schemas)),
          mayConflict: isWrite || mayConflict,
          version: !isConditional(operation) ? 'none' : method === 'post' ? 'may' : 'must',
        }),
      },
    };
  }

  /** Gives every body its example, and answers those of the views, by the name of the view. */
  exemplify(paths: Paths): Record<string, OpenApiPart> {
    const examples = new Examples(this.schemas);
    for (const schema of [...this.#inputs, ...Object.values(this.schemas)]) examples.learn(schema);
    for (const { media, own, shown } of this.#bodies) media.example = examples.said(own, shown);
    const named = [...JSON.stringify(paths).matchAll(/"#\/components\/examples\/(\w+)"/g)].map(([, name]) => name!);
    return sorted(Object.fromEntries(named.map((name) => [name, { value: examples.of(this.schemas[name]!, name) }])));
  }

  #body(
    own: OpenApiPart,
    names: readonly string[],
    required: readonly string[],
    shown: readonly string[],
    exactlyOne?: About['exactlyOne'],
  ): OpenApiPart {
    const properties = own.properties as Record<string, OpenApiPart>;
    const schema: OpenApiPart = {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(names.map((name) => [name, properties[name]])),
      required: names.filter((name) => required.includes(name)),
      ...(exactlyOne && oneOf(exactlyOne)),
    };
    const media: OpenApiPart = { schema };
    this.#bodies.push({ media, own: schema, shown });
    return media;
  }

  #answers(handler: object, id: string, method: string): OpenApiPart {
    const isRead = method === 'get';
    const answer = answerOf(handler);
    const sent = sentBy(handler);
    const content = sent ? this.#sent(sent) : this.#viewed(id, answer);
    const isShown = isRead && (answer !== undefined || isTagged(handler));
    const headers = isShown || this.#isVersioned(content) ? { headers: { ETag: TAGGED } } : {};
    const statuses = answer ? [answer.status, ...answer.others] : [200];
    return {
      ...Object.fromEntries(statuses.map((status) => [status, { description: DONE[status], ...headers, content }])),
      ...(isShown && { 304: { $ref: '#/components/responses/NotModified' } }),
    };
  }

  #sent(types: Readonly<Record<string, z.ZodType>>): Record<string, OpenApiPart> {
    const shown = ([type, view]: [string, z.ZodType]) =>
      [type, { schema: partsOf(view, this.schemas).schema }] as const;
    return Object.fromEntries(Object.entries(types).map(shown));
  }

  /** An operation that does not say what it answers is refused: nobody could read it. */
  #viewed(operation: string, answer: Answer | undefined): Record<string, OpenApiPart> {
    if (!answer) throw new Error(`${operation} does not say what it answers: name its view, or what it Sends`);
    const { id, schema } = partsOf(answer.view, this.schemas);
    const shown = id && { examples: { [id]: { $ref: `#/components/examples/${id}` } } };
    return { 'application/json': { schema, ...shown } };
  }

  #isVersioned(content: Record<string, OpenApiPart>): boolean {
    const { $ref } = (content['application/json']?.schema ?? {}) as { $ref?: string };
    const view = $ref === undefined ? undefined : this.schemas[$ref.split('/').at(-1)!];
    return 'version' in ((view?.properties ?? {}) as OpenApiPart);
  }
}

/** JSON Schema's words for: exactly one of these fields, and what goes with one of them not without it. */
const oneOf = (fields: NonNullable<About['exactlyOne']>): OpenApiPart => {
  const beside = Object.entries(fields).flatMap(([field, some]) => some.map((one) => [one, [field]]));
  return {
    oneOf: Object.keys(fields).map((field) => ({ required: [field] })),
    ...(beside.length > 0 && { dependentRequired: Object.fromEntries(beside) as OpenApiPart }),
  };
};

const DONE: Record<number, string> = {
  200: 'Done: this is how it is now',
  201: 'It was made',
  202: 'It was taken in, and is done in the background',
};
const TAGGED: OpenApiPart = { $ref: '#/components/headers/ETag' };
const FILE: OpenApiPart = {
  required: true,
  description: `The file as it is: at most ${MOST_MIB} MiB`,
  content: Object.fromEntries(
    FILE_TYPES.map((type) => [
      type,
      { schema: { type: 'string', contentMediaType: type, maxLength: MOST_MIB * 2 ** 20 } },
    ]),
  ),
};

const parameter = (
  name: string,
  place: 'path' | 'query',
  required: boolean,
  schema: OpenApiPart = { type: 'string' },
): OpenApiPart => {
  const { description, ...rest } = schema;
  return { name, in: place, required, ...(typeof description === 'string' && { description }), schema: rest };
};

const IDEMPOTENCY_KEY: OpenApiPart = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Names this write: once it is done, the same key within 24 hours is answered alike, and it is not done twice. A refusal is not' +
    ' kept: what is sent again after one is judged anew',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\w.:+/=-]+$' },
};
const ifMatch = (method: string): OpenApiPart => ({
  name: 'If-Match',
  in: 'header',
  required: method !== 'post',
  description:
    'The version that was read: as the thing tells it, or as the ETag of that thing does, which begins with it. The ETag of' +
    ' what has no version, such as a list, is refused as INVALID_INPUT',
  schema: { type: 'string', maxLength: 100, pattern: '^(?:W/)?"?(\\d{1,9})(?:\\.[\\w-]+)?"?$', examples: ['"3"'] },
});
