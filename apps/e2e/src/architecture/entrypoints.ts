import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Entrypoints, handlersOf } from '@takwin/deployment/entrypoints';
import { operationRunBy } from '@takwin/platform/http';
import { operationOf } from '@takwin/platform/schema';
import { FIELDS_ONLY, GRAPHQL_ONLY, REST_ONLY, type Reasons } from './one-door.js';

/** The use cases that each door offers, by name. */
export type Offered = { rest: ReadonlySet<string>; graphql: ReadonlySet<string> };
type Listed = { rest: Reasons; graphql: Reasons; fields: Reasons };

/** A reference offers nothing by itself: a caller comes to it by fields that do. */
const IN_GRAPHQL = ['graphql:resolver_type', 'graphql:resolve_property'];

/** What the controllers and the resolvers of services run. */
export function offeredBy(services: readonly Entrypoints[]): Offered {
  const namesAt = (types: readonly object[], ...marks: string[]) =>
    new Set(
      types
        .flatMap(handlersOf)
        .filter((handler) => marks.some((mark) => Reflect.hasMetadata(mark, handler)))
        .flatMap((handler) => operationRunBy(handler) ?? [])
        .map(operationOf),
    );
  return {
    rest: namesAt(
      services.flatMap(({ controllers }) => controllers),
      'path',
    ),
    graphql: namesAt(
      services.flatMap(({ resolvers }) => resolvers),
      ...IN_GRAPHQL,
    ),
  };
}

const DECLARES = /\b(?:command|query)\(\s*'(\w+)'/g;

/** The use cases that the libraries of services declare, by name. */
export const declaredIn = (root: string): string[] =>
  globSync('libs/{academies,trainers,courses,certifications,licensing,programme}/src/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.spec.ts'))
    .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(DECLARES)].map(([, name]) => name!));

/** Of a service's resolvers, the fields of the graph that run something, as `Query.rooms`, with the use case that each runs. */
export const fieldsOf = (services: readonly Entrypoints[]): [field: string, operation: string][] =>
  services
    .flatMap(({ resolvers }) => resolvers)
    .flatMap(handlersOf)
    .flatMap((handler) => {
      const [type, name] = ['graphql:resolver_type', 'graphql:resolver_name'].map(
        (mark) => Reflect.getMetadata(mark, handler) as string | undefined,
      );
      const operation = operationRunBy(handler);
      if (!operation || !['Query', 'Mutation'].includes(type ?? '')) return [];
      return [[`${type}.${name ?? (handler as { name: string }).name}`, operationOf(operation)]];
    });

const LISTED: Listed = { rest: REST_ONLY, graphql: GRAPHQL_ONLY, fields: FIELDS_ONLY };

/** The page that tells where the doors differ, and why. */
export function pageOfReasons({ rest, graphql, fields }: Listed = LISTED): string {
  const table = (reasons: Reasons) => [
    '| use case | why |',
    '| --- | --- |',
    ...Object.entries(reasons).map(([name, why]) => `| ${name} | ${why.replaceAll('|', '\\|')} |`),
  ];
  return [
    ...['# Where the two doors differ', ''],
    ...['Each use case of a service is served by the gateway over REST and in GraphQL, but for these.', ''],
    ...['## Over REST alone', '', ...table(rest), ''],
    ...['## In GraphQL alone', '', ...table(graphql), ''],
    ...['## In GraphQL only as a field of an object', '', ...table(fields), ''],
  ].join('\n');
}

/** Where the doors differ and the list does not say why, or says it of what is not so; one sentence for each. */
export function entrypointFaults({ rest, graphql }: Offered, listed: Omit<Listed, 'fields'> = LISTED) {
  const faults = (here: ReadonlySet<string>, there: ReadonlySet<string>, reasons: Reasons, door: string) => [
    ...[...here]
      .filter((name) => !there.has(name) && !Object.hasOwn(reasons, name))
      .map((name) => `${name} is offered over ${door} alone, and one-door.ts does not say why`),
    ...Object.keys(reasons).flatMap((name) => {
      if (!here.has(name)) return [`one-door.ts names ${name}, which is not offered over ${door}`];
      return there.has(name) ? [`one-door.ts names ${name}, which both doors offer`] : [];
    }),
  ];
  return [...faults(rest, graphql, listed.rest, 'REST'), ...faults(graphql, rest, listed.graphql, 'GraphQL')];
}
