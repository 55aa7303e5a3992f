import { randomUUID } from 'node:crypto';
import { pick } from '@takwin/demo/seeded';
import { brokenBody, jsonBody, oversized, type Body } from './broken-bytes.js';
import { fileBody } from './files.js';
import type { Known } from './known.js';
import { oddText, oddValue } from './oddities.js';
import type { Door, FuzzRequest } from './request.js';
import { Values, type Schema } from './values.js';

type Random = () => number;
type Parameter = { name: string; in: string; required?: boolean; schema: Schema };
type Content = Record<string, { schema?: Schema; example?: unknown }>;
type Described = {
  operationId: string;
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Content };
};
/** A document of OpenAPI 3.1, as a house serves it. */
export type Document = {
  paths: Record<string, Record<string, Described>>;
  components: { parameters?: Record<string, Parameter>; schemas?: Record<string, Schema> };
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'];

/** Headers that anything may carry, in which something is tried. */
const HEADERS = [
  ...['idempotency-key', 'if-match', 'if-none-match', 'accept', 'accept-language', 'traceparent', 'authorization'],
  ...[
    'x-forwarded-for',
    'x-forwarded-host',
    'forwarded',
    'cookie',
    'range',
    'prefer',
    'x-http-method-override',
    'origin',
  ],
];
const ACCEPTS = [
  'application/json',
  'text/html',
  'application/xml',
  'application/vc+jwt',
  'text/csv',
  'image/*',
  ';',
  '*',
];
const LANGUAGES = ['fr', 'ar', 'en', 'ar-MA, fr;q=0.8', 'xx', '*', 'fr;q=9', ';;', 'a'.repeat(5_000)];

/** Requests to one door, made from the document that it serves. */
export class RestRequests {
  readonly #operations: readonly { method: string; path: string; described: Described }[];

  constructor(
    private readonly door: Door,
    private readonly document: Document,
    private readonly known: Known,
    private readonly callers: readonly string[],
  ) {
    this.#operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({ method: method.toUpperCase(), path, described })),
    );
  }

  get operations(): string[] {
    return this.#operations.map(({ described }) => described.operationId);
  }

  /** The one at this turn: operations in their order, so that none is left out. */
  draw(random: Random, turn: number): FuzzRequest {
    const { method, path, described } = this.#operations[turn % this.#operations.length]!;
    const values = new Values(this.document.components.schemas ?? {}, this.known, random);
    // What is right but for one thing reaches further than what is wrong all over.
    const part = pick(random, [
      'nothing',
      'path',
      'query',
      'headers',
      'body',
      'body',
      'body',
      'bytes',
      'method',
      'all',
    ] as const);
    const isHarmed = (one: string): boolean => part === one || part === 'all';
    const parameters = (described.parameters ?? []).map((one) => this.#parameter(one));
    const done: string[] = [];
    const there = this.#path(path, parameters, values, random, isHarmed('path') ? done : undefined);
    const query = this.#query(parameters, values, random, isHarmed('query') ? done : undefined);
    const body = this.#body(
      described,
      values,
      random,
      isHarmed('bytes') ? 'bytes' : isHarmed('body') ? 'body' : 'nothing',
    );
    if (body?.done) done.push(body.done);
    const headers = { ...this.#headers(parameters, random, isHarmed('headers') ? done : undefined), ...body?.headers };
    const way = isHarmed('method') && part !== 'all' ? pick(random, METHODS) : method;
    if (way !== method) done.push(`by ${way}`);
    return {
      door: this.door,
      kind: 'rest',
      about: `${described.operationId}: ${done.join(', ') || 'as it should be'}`,
      as: random() < 0.5 ? 'programme-admin' : pick(random, this.callers),
      method: way,
      path: `${there}${query && `?${query}`}`,
      headers,
      ...(body && { body: body.body }),
    };
  }

  #parameter(one: Parameter | { $ref: string }): Parameter {
    return '$ref' in one ? this.document.components.parameters![one.$ref.split('/').at(-1)!]! : one;
  }

  #path(path: string, parameters: Parameter[], values: Values, random: Random, done?: string[]): string {
    const parts = path.split('/');
    const made = parts.map((part, index) =>
      part.replace(/\{(\w+)\}/, (_, name: string) => {
        const schema = parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? {};
        const known = this.known.inPath(random, parts[index - 1] ?? '');
        const isRight = !done || (parts.filter((one) => one.includes('{')).length > 1 && random() < 0.5);
        if (isRight) return encodeURIComponent(String(known ?? values.valid(schema, name)));
        const { kind, text } = oddText(random);
        done.push(`${kind} in {${name}}`);
        return written(text.slice(0, 3_000), random);
      }),
    );
    if (done && !path.includes('{')) {
      const { kind, text } = oddText(random);
      done.push(`${kind} after the path`);
      made.push(written(text.slice(0, 3_000), random));
    }
    return made.join('/');
  }

  #query(parameters: Parameter[], values: Values, random: Random, done?: string[]): string {
    const asked = parameters.filter((one) => one.in === 'query');
    const right = asked
      .filter(({ required }) => required || random() < 0.3)
      .map(({ name, schema }) => `${name}=${encodeURIComponent(text(values.valid(schema, name)))}`);
    if (!done) return right.join('&');
    const name =
      asked.length > 0 && random() < 0.8 ? pick(random, asked).name : pick(random, ['zq', '__proto__', 'first', '']);
    const odd =
      random() < 0.4
        ? text(values.faulty(asked.find((one) => one.name === name)?.schema ?? {}, name).value)
        : oddText(random).text;
    const said = written(odd.slice(0, 6_000), random);
    done.push(`odd ?${name}`);
    const forms = [
      `${name}=${said}`,
      `${name}=${said}&${name}=${said}`,
      `${name}[]=${said}`,
      `${name}[a][b]=${said}`,
      name,
      `${name}=`,
    ];
    return [...right, pick(random, forms)].join('&');
  }

  #headers(parameters: Parameter[], random: Random, done?: string[]): Record<string, string> {
    const headers: Record<string, string> = {};
    const named = parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase());
    if (named.includes('idempotency-key') && random() < 0.3) headers['idempotency-key'] = randomUUID();
    if (named.includes('if-match')) headers['if-match'] = `"${1 + Math.floor(random() * 3)}"`;
    if (!done) return headers;
    const name = random() < 0.5 && named.length > 0 ? pick(random, named) : pick(random, HEADERS);
    const value =
      name === 'accept' && random() < 0.7
        ? pick(random, ACCEPTS)
        : name === 'accept-language' && random() < 0.7
          ? pick(random, LANGUAGES)
          : headerText(oddText(random).text);
    done.push(`odd ${name}`);
    return { ...headers, [name]: value };
  }

  #body(
    { requestBody }: Described,
    values: Values,
    random: Random,
    harmed: 'nothing' | 'body' | 'bytes',
  ): Body | undefined {
    if (!requestBody) return harmed === 'bytes' && random() < 0.5 ? brokenBody(oddValue(random), random) : undefined;
    const { schema } = requestBody.content['application/json'] ?? {};
    if (!schema) return fileBody(Object.keys(requestBody.content), random, harmed !== 'nothing');
    if (harmed === 'body') {
      const { value, done } = values.faulty(schema, 'body');
      return { ...jsonBody(value), done };
    }
    const value = values.valid(schema, 'body');
    if (harmed === 'nothing') return jsonBody(value);
    return random() < 0.02 ? oversized(value) : brokenBody(value, random);
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** As a path or a query may have it: escaped, escaped twice, or as it is but for what ends a request line. */
function written(odd: string, random: Random): string {
  const dice = random();
  const safe = odd.toWellFormed();
  if (dice < 0.6) return encodeURIComponent(safe);
  if (dice < 0.7) return encodeURIComponent(encodeURIComponent(safe));
  return Buffer.from(safe)
    .toString('latin1')
    .replaceAll(/[^!-\u00ff]/g, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** As a client can send it in a header: bytes of UTF-8, without what would end the line. */
const headerText = (odd: string): string =>
  Buffer.from(odd.toWellFormed())
    .toString('latin1')
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '?')
    .slice(0, 6_000);
