import { isDeepStrictEqual } from 'node:util';
import { withLimits } from './limits/told-limits.js';
import { OWN_DATA, OWN_DATA_PATH } from './own-data/told-own-data.js';
import { IMPORT_KINDS, IMPORTERS, ROUTES, type Owner, type Route } from './rest/routes.js';
import { routingOf } from './rest/routing.js';
import { TAGS } from './rest/tags.js';

type Json = Record<string, unknown>;
type Parameter = Json & { name?: string; description?: string; schema?: Json };
type Operation = Json & { operationId?: string; tags?: string[]; parameters?: Parameter[] };
/** An OpenAPI 3.1 document, as far as merging looks into it. */
export type OpenApi = Json & { paths?: Record<string, Record<string, Operation>>; components?: Record<string, Json> };
/** An operation that a route leads to. */
type Behind = { service: string; operation: Operation };
export type ServiceOpenApi = { service: string; document: OpenApi };

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * One OpenAPI 3.1 document of all services, as the gateway serves them. Refused, all in one Error: an operation that no route
 * serves or one to another service, a route that leads to none, kinds of import that are routed otherwise than taken, two shapes
 * under one component name, one operation twice, a reference to nothing.
 */
export async function mergeOpenApi(
  documents: readonly ServiceOpenApi[],
  routes: readonly Route[] = ROUTES,
): Promise<OpenApi> {
  const faults: string[] = [];
  const paths: NonNullable<OpenApi['paths']> = {};
  const components: Record<string, Json> = {};
  const named = new Map<string, { service: string; value: unknown }>();
  const routing = routingOf(routes);
  const behind = new Map<Route, Behind[]>();

  const once = (name: string, service: string, value: unknown): void => {
    const first = named.get(name);
    if (!first) named.set(name, { service, value });
    else if (!isDeepStrictEqual(first.value, value))
      faults.push(`${first.service} and ${service} give ${name} two shapes`);
  };

  for (const { service, document } of documents.toSorted((a, b) => (a.service < b.service ? -1 : 1))) {
    for (const [path, item] of Object.entries(document.paths ?? {}))
      for (const method of METHODS) {
        const operation = item[method];
        if (!operation) continue;
        const route = await routing(method, path);
        if (route) behind.set(route, [...(behind.get(route) ?? []), { service, operation }]);
        faults.push(...misrouted(route?.owner, service).map((fault) => `${service}: ${method} ${path} ${fault}`));
        const before = (paths[path] ??= {})[method];
        paths[path][method] = before ? both(before, operation) : operation;
      }
    for (const [kind, parts] of Object.entries(document.components ?? {}))
      for (const [name, part] of Object.entries(parts)) {
        once(`#/components/${kind}/${name}`, service, part);
        (components[kind] ??= {})[name] ??= part;
      }
  }
  faults.push(...routes.flatMap((route) => unanswered(route, behind.get(route) ?? [])));

  if (Object.keys(paths).some((path) => path.startsWith('/v1/own-records/'))) paths[OWN_DATA_PATH] = { get: OWN_DATA };
  const parameters = hoisted(paths);
  const merged = withLimits({
    openapi: '3.1.0',
    info: INFO,
    servers: [
      {
        url: '/',
        description: 'The gateway that serves this document: in production, staging or local',
        'x-internal': false,
      },
    ],
    security: [{ bearer: [] }],
    tags: tagsOf(paths),
    paths: sorted(paths),
    components: { ...components, ...parameters },
  });
  merged.components = sorted(
    Object.fromEntries(Object.entries(merged.components ?? {}).map(([kind, parts]) => [kind, sorted(parts)])),
  );
  faults.push(...doubledOperations(merged), ...untoldTags(merged), ...danglingReferences(merged));
  if (faults.length) throw new Error(['The OpenAPI documents do not merge:', ...faults].join('\n  '));
  return merged;
}

/** From how many operations on it is worth while to say a parameter once. */
const OFTEN = 5;

/** Takes out of the operations the parameters that many of them take alike: they stand once, by their name, for all. */
function hoisted(paths: NonNullable<OpenApi['paths']>): Record<string, Json> {
  const operations = Object.values(paths).flatMap((item) => Object.values(item));
  const times = new Map<string, number>();
  for (const text of operations.flatMap(({ parameters = [] }) => parameters.map((one) => JSON.stringify(one))))
    times.set(text, (times.get(text) ?? 0) + 1);
  const taken: Record<string, Json> = {};
  for (const [text] of [...times].filter(([, n]) => n >= OFTEN).toSorted(([, a], [, b]) => b - a)) {
    const parameter = JSON.parse(text) as Json;
    taken[String(parameter.name)] ??= parameter;
  }
  const isTaken = (one: Json): boolean => isDeepStrictEqual(taken[String(one.name)], one);
  for (const operation of operations)
    operation.parameters &&= operation.parameters.map((one) =>
      isTaken(one) ? { $ref: `#/components/parameters/${String(one.name)}` } : one,
    );
  return Object.keys(taken).length > 0 ? { parameters: taken } : {};
}

const INFO = {
  title: 'Takwin',
  version: '1',
  description:
    'The REST surface of the platform on which OFPPT and Microsoft run their partnership: one document for all services, as the gateway' +
    ' serves them. Lists are pages of at most 100 items: `nextCursor` of one is `after` of the next. Refusals are' +
    ' application/problem+json with a stable `code`, in the language that Accept-Language asks for. A path that is served by other' +
    ' methods answers 405 METHOD_NOT_ALLOWED, and Allow names them. Instants are UTC, money is in dirhams.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  contact: { name: 'Takwin' },
};

const tagsIn = (paths: OpenApi['paths'] = {}): Set<string> =>
  new Set(Object.values(paths).flatMap((item) => Object.values(item).flatMap(({ tags = [] }) => tags)));

function tagsOf(paths: OpenApi['paths']): { name: string; description: string }[] {
  const used = tagsIn(paths);
  return Object.entries(TAGS).flatMap(([name, description]) => (used.has(name) ? [{ name, description }] : []));
}

const untoldTags = ({ paths }: OpenApi): string[] =>
  [...tagsIn(paths)]
    .filter((tag) => !(tag in TAGS))
    .map((tag) => `nothing says what the operations of ${tag} are about`);

function misrouted(owner: Owner | undefined, service: string): string[] {
  if (!owner) return ['is served by no route of the gateway'];
  if (owner === 'by-kind' || owner === 'by-import') return IMPORTERS.includes(service as never) ? [] : ['is no import'];
  return owner === service ? [] : [`is routed to ${owner}`];
}

function unanswered({ path, owner, undescribed }: Route, behind: readonly Behind[]): string[] {
  if (undescribed) return behind.length > 0 ? [`${path} is described after all`] : [];
  if (behind.length === 0) return [`${path} leads to no operation of any service`];
  if (owner !== 'by-kind') return [];
  const taken = behind.flatMap(({ service, operation }) => kindsOf(operation).map((kind) => [kind, service]));
  const takers = Object.fromEntries(taken) as object;
  if (isDeepStrictEqual(takers, IMPORT_KINDS)) return [];
  return [`imports are taken as ${JSON.stringify(takers)} and routed as ${JSON.stringify(IMPORT_KINDS)}`];
}

/** One operation of several services, told apart by the kind of import: it takes what any of them takes. */
function both(one: Operation, other: Operation): Operation {
  const parameters = [one, other].flatMap((operation): Parameter[] => {
    const sibling = operation === one ? other : one;
    return (operation.parameters ?? []).flatMap((each): Parameter[] => {
      const shared = named(sibling, each.name);
      if (!shared) return [{ ...each, required: false, description: `Of ${kindsOf(operation).join(', ')} alone` }];
      if (operation === other) return [];
      return [each.name === 'kind' ? eitherKind(each, shared) : each];
    });
  });
  return { ...one, parameters };
}

function eitherKind(one: Parameter, other: Parameter): Parameter {
  const said = [...new Set([one, other].flatMap(({ description }) => description ?? []))];
  const ofBoth = (list: string): unknown[] => [one, other].flatMap(({ schema }) => schema?.[list] ?? []);
  const lists = Object.fromEntries(
    ['enum', 'x-enum-descriptions'].map((list) => [list, ofBoth(list)]).filter(([, all]) => all!.length > 0),
  ) as Json;
  return { ...one, ...(said.length > 0 && { description: said.join('; ') }), schema: { ...one.schema, ...lists } };
}

const named = ({ parameters = [] }: Operation, name?: string): Parameter | undefined =>
  parameters.find((each) => each.name === name);

const kindsOf = (operation: Operation): string[] =>
  (named(operation, 'kind')?.schema?.enum as string[] | undefined) ?? [];

function doubledOperations({ paths = {} }: OpenApi): string[] {
  const seen = new Map<string, string>();
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const id = item[method]?.operationId;
      const before = id === undefined ? undefined : seen.get(id);
      if (id !== undefined) seen.set(id, `${method} ${path}`);
      return before === undefined ? [] : [`${before} and ${method} ${path} are both called ${id}`];
    }),
  );
}

function danglingReferences(document: OpenApi): string[] {
  const missing = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === '$ref' && typeof inner === 'string' && !resolves(document, inner)) missing.add(inner);
      visit(inner);
    }
  };
  visit(document);
  return [...missing].map((reference) => `nothing stands at ${reference}`);
}

function resolves(document: OpenApi, reference: string): boolean {
  const steps = reference.replace(/^#\//, '').split('/');
  const end = steps.reduce<unknown>((at, step) => (at as Json | undefined)?.[step.replaceAll('~1', '/')], document);
  return reference.startsWith('#/') && end !== undefined;
}

const sorted = <T>(entries: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));
