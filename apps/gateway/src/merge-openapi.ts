import { isDeepStrictEqual } from 'node:util';
import { IMPORTERS, ownerOf } from './rest/routes.js';

type Json = Record<string, unknown>;
type Operation = Json & { operationId?: string; parameters?: (Json & { name?: string; schema?: Json })[] };
/** An OpenAPI 3.1 document, as far as merging looks into it. */
export type OpenApi = Json & { paths?: Record<string, Record<string, Operation>>; components?: Record<string, Json> };
export type ServiceOpenApi = { service: string; document: OpenApi };

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * One OpenAPI 3.1 document of all services, as the gateway serves them. What the gateway does not route is left out;
 * what it routes to another service, two shapes under one component name, one operation twice and a reference to nothing
 * are refused, all in one Error. Import routes, which several services share, take the kinds of all.
 */
export function mergeOpenApi(documents: readonly ServiceOpenApi[]): OpenApi {
  const faults: string[] = [];
  const paths: NonNullable<OpenApi['paths']> = {};
  const components: Record<string, Json> = {};
  const named = new Map<string, { service: string; value: unknown }>();

  const once = (name: string, service: string, value: unknown): void => {
    const first = named.get(name);
    if (!first) named.set(name, { service, value });
    else if (!isDeepStrictEqual(first.value, value))
      faults.push(`${first.service} and ${service} give ${name} two shapes`);
  };

  for (const { service, document } of documents.toSorted((a, b) => (a.service < b.service ? -1 : 1))) {
    for (const [path, item] of Object.entries(document.paths ?? {})) {
      const owner = ownerOf(path);
      if (!owner) continue;
      const several = owner === 'by-kind' || owner === 'by-import';
      if (several ? !IMPORTERS.includes(service as never) : owner !== service)
        faults.push(`${service} describes ${path}, which the gateway routes to ${owner}`);
      paths[path] = several && paths[path] ? withKinds(paths[path], item) : item;
    }
    for (const [kind, parts] of Object.entries(document.components ?? {}))
      for (const [name, part] of Object.entries(parts)) {
        once(`#/components/${kind}/${name}`, service, part);
        (components[kind] ??= {})[name] ??= part;
      }
  }

  const merged: OpenApi = {
    openapi: '3.1.0',
    info: { title: 'Takwin', version: '1', description: 'One document for all services, as the gateway serves them.' },
    servers: [{ url: '/' }],
    paths: sorted(paths),
    components: sorted(Object.fromEntries(Object.entries(components).map(([kind, parts]) => [kind, sorted(parts)]))),
  };
  faults.push(...doubledOperations(merged), ...danglingReferences(merged));
  if (faults.length) throw new Error(['The OpenAPI documents do not merge:', ...faults].join('\n  '));
  return merged;
}

function withKinds(item: Record<string, Operation>, other: Record<string, Operation>): Record<string, Operation> {
  const methods = new Set([...Object.keys(item), ...Object.keys(other)]);
  return Object.fromEntries(
    [...methods].map((method) => {
      const [own, more] = [item[method], other[method]];
      return [
        method,
        own && more ? { ...own, parameters: own.parameters?.map((one) => joined(one, more)) } : (own ?? more),
      ];
    }),
  ) as Record<string, Operation>;
}

function joined(parameter: NonNullable<Operation['parameters']>[number], { parameters = [] }: Operation) {
  const kinds = parameters.find(({ name }) => name === 'kind')?.schema?.enum as unknown[] | undefined;
  if (parameter.name !== 'kind' || !kinds) return parameter;
  const own = (parameter.schema?.enum as unknown[] | undefined) ?? [];
  return { ...parameter, schema: { ...parameter.schema, enum: [...new Set([...own, ...kinds])] } };
}

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
