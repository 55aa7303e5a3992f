import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@takwin/contracts/topology';
import { documented } from '@takwin/deployment/documented';
import { ROUTES } from '@takwin/gateway/rest/routes';
import { routingOf } from '@takwin/gateway/rest/routing';
import { isOpen } from '@takwin/platform/http';
import { entrypointFaults, entrypointsOf, handlersOf, offeredBy } from './entrypoints.js';

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
