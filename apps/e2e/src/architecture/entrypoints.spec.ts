import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@takwin/contracts/topology';
import { documented } from '@takwin/deployment/documented';
import { entrypointsOf, handlersOf } from '@takwin/deployment/entrypoints';
import { OWN_DATA_PATH } from '@takwin/gateway/own-data/told-own-data';
import { ROUTES } from '@takwin/gateway/rest/routes';
import { routingOf } from '@takwin/gateway/rest/routing';
import { isOpen } from '@takwin/platform/http';
import { buildSchema, getNamedType, type GraphQLObjectType } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { declaredIn, entrypointFaults, fieldsOf, offeredBy, pageOfReasons } from './entrypoints.js';
import { FIELDS_ONLY } from './one-door.js';
import { ROOT } from './overlay.js';

type Parameter = { name: string; schema?: { type?: string } };
type Document = { paths: Record<string, Record<string, { operationId: string; parameters?: Parameter[] }>> };
const documentAt = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Document;
const DOORS = join(ROOT, 'docs/doors.md');
const gateway = {
  openapi: documentAt('libs/gateway/openapi.json'),
  graph: buildSchema(readFileSync(join(ROOT, 'libs/gateway/published.graphql'), 'utf8')),
};
const services = await Promise.all(
  SERVICES.map(async (name) => {
    const service = await documented(name);
    const offered = entrypointsOf(service);
    await service.close();
    return offered;
  }),
);

describe('the two doors, REST and GraphQL', () => {
  const offered = (rest: string[], graphql: string[]) => ({ rest: new Set(rest), graphql: new Set(graphql) });

  it('offer the same use cases, but for those of which one-door.ts says why', () => {
    const { rest, graphql } = offeredBy(services);
    expect(Math.min(rest.size, graphql.size)).toBeGreaterThan(90);
    expect(entrypointFaults({ rest, graphql })).toEqual([]);
  });

  it('are refused where one of them offers what the other one does not', () => {
    const both = offered(['FindRooms', 'OpenRoom'], ['FindRooms', 'CountRooms']);
    expect(entrypointFaults(both, { rest: {}, graphql: { CountRooms: 'a recount' } })).toEqual([
      'OpenRoom is offered over REST alone, and one-door.ts does not say why',
    ]);
    expect(entrypointFaults(both, { rest: { OpenRoom: 'a file' }, graphql: {} })).toEqual([
      'CountRooms is offered over GraphQL alone, and one-door.ts does not say why',
    ]);
  });

  it('are refused where the list names what is not there, or what both offer', () => {
    const both = offered(['FindRooms'], ['FindRooms']);
    expect(entrypointFaults(both, { rest: { FindRooms: 'a file' }, graphql: { CloseRoom: 'a recount' } })).toEqual([
      'one-door.ts names FindRooms, which both doors offer',
      'one-door.ts names CloseRoom, which is not offered over GraphQL',
    ]);
  });
});

describe('of the use cases that services declare', () => {
  const declared = declaredIn(ROOT);
  const { rest, graphql } = offeredBy(services);
  const fields = fieldsOf(services);
  const fieldOf = (field: string) => {
    const [type, name] = field.split('.') as [string, string];
    return (gateway.graph.getType(type) as GraphQLObjectType).getFields()[name];
  };

  it(`all ${declared.length} are run at a door: ${rest.size} over REST, ${graphql.size} in GraphQL, 0 at none`, () => {
    expect(declared.filter((name, place) => declared.indexOf(name) !== place)).toEqual([]);
    expect(declared.filter((name) => !rest.has(name) && !graphql.has(name))).toEqual([]);
    expect([...rest, ...graphql].filter((name) => !declared.includes(name))).toEqual([]);
  });

  it(`all ${rest.size} of REST are in the gateway's document, each at a path that it routes`, async () => {
    const placesOf = ({ paths }: Document) =>
      Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => [method, path] as const));
    const served = placesOf(gateway.openapi).map((place) => place.join(' '));
    const own = SERVICES.map((name) => documentAt(`apps/${name}/openapi.json`));
    const operations = own.flatMap(({ paths }) => Object.values(paths).flatMap((methods) => Object.values(methods)));
    expect(new Set(operations.map(({ operationId }) => operationId))).toEqual(rest);
    // Two services answer at the same paths of imports: what counts is that the place is served.
    expect(own.flatMap(placesOf).filter((place) => !served.includes(place.join(' ')))).toEqual([]);
    const routing = routingOf(ROUTES);
    // What the gateway puts together of several services it answers itself.
    const handedOn = placesOf(gateway.openapi).filter(([, path]) => path !== OWN_DATA_PATH);
    const routes = await Promise.all(handedOn.map((place) => routing(...place)));
    expect(routes).not.toContain(undefined);
  });

  it(`all ${fields.length} fields of queries and mutations are in the gateway's graph`, () => {
    expect(fields.length).toBeGreaterThan(90);
    expect(fields.filter(([field]) => !fieldOf(field))).toEqual([]);
  });

  it('those that the graph offers only as a field of an object are told of there too', () => {
    const asked = new Set(fields.map(([, operation]) => operation));
    const within = [...rest].filter((name) => graphql.has(name) && !asked.has(name));
    expect(within.toSorted()).toEqual(Object.keys(FIELDS_ONLY).toSorted());
  });

  it('each takes in the graph a boolean or a number where it does so in a URL', () => {
    const parameters = Object.values(gateway.openapi.paths)
      .flatMap((methods) => Object.values(methods))
      .flatMap(({ operationId, parameters: some = [] }) => some.map((one) => ({ operationId, ...one })));
    const kinds = new Map(parameters.map((one) => [`${one.operationId}.${one.name}`, one.schema?.type]));
    expect(parameters.filter(({ schema }) => Array.isArray(schema?.type))).toEqual([]);
    const arguments_ = fields.flatMap(([field, operation]) =>
      fieldOf(field)!.args.map(({ name, type }) => ({
        name: `${operation}.${name}`,
        type: String(getNamedType(type)),
      })),
    );
    const spelled: Record<string, string> = { boolean: 'Boolean', integer: 'Int', number: 'Float' };
    const judged = arguments_.filter(({ name }) => spelled[kinds.get(name)!]);
    expect(judged.length).toBeGreaterThan(3);
    expect(judged.filter(({ name, type }) => type !== spelled[kinds.get(name)!])).toEqual([]);
  });

  it('those that one door lacks are told of in docs/doors.md, with the reason', async () => {
    const page = await format(pageOfReasons(), { ...(await resolveConfig(DOORS)), filepath: DOORS });
    expect(readFileSync(DOORS, 'utf8')).toBe(page);
  });
});

describe('what REST answers without a use case', () => {
  it('has a route that says why nothing describes it, and each such route has an answer', async () => {
    const routing = routingOf(ROUTES);
    const open = services
      .flatMap(({ controllers }) => controllers)
      .flatMap((type) =>
        handlersOf(type)
          .filter(isOpen)
          .map((handler) => `/${pathOf(type)}${pathOf(handler)}`),
      );
    const routes = await Promise.all(open.map((path) => routing('get', path.replace(/:(\w+)/, '{$1}'))));
    expect(new Set(routes)).toEqual(new Set(ROUTES.filter(({ undescribed }) => undescribed)));
  });
});

const pathOf = (one: object) => String(Reflect.getMetadata('path', one)).replace(/^\/$/, '');
