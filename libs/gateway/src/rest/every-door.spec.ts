import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES, type Service } from '@takwin/contracts/topology';
import { apiOf } from '@takwin/platform/testing';
import { gatewayBefore } from '../testing/toy-gateway.js';
import { ToySubgraphs } from '../testing/toy-subgraphs.js';
import type { ServiceUrls } from '../service-urls.js';
import { IMPORT_KINDS } from './routes.js';

type Operation = { service: Service; method: string; path: string };

const toys = new ToySubgraphs();
const servers: Server[] = [];
let gateway: Awaited<ReturnType<typeof gatewayBefore>>;

beforeAll(async () => {
  await toys.start();
  const urls = await Promise.all(SERVICES.map(async (service) => [service, await echoing(service)]));
  gateway = await gatewayBefore(toys, { urls: Object.fromEntries(urls) as ServiceUrls });
});

afterAll(async () => {
  await gateway.close();
  await toys.stop();
  for (const server of servers) server.close();
});

/** Who may ask certifications alone. */
const OF_RESULTS = { authorization: 'Bearer of-results' };

/** A service that tells what reached it; it knows the imports that bear its name. */
async function echoing(service: Service): Promise<string> {
  const server = createServer(({ method = '', url = '', headers }, response) => {
    const isForeign = url.startsWith('/v1/imports/') && !url.includes(service);
    const isForbidden = headers.authorization === OF_RESULTS.authorization && service !== 'certifications';
    response.writeHead(isForbidden ? 403 : isForeign ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ service, method: method.toLowerCase(), path: url.split('?')[0] }));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Described = { parameters: { name: string; required: boolean }[] };

function documentOf(service: Service): Record<string, Record<string, Described>> {
  const file = new URL(`../../../../apps/${service}/openapi.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Record<string, Described>> }).paths;
}

function operationsOf(service: Service): Operation[] {
  return Object.entries(documentOf(service)).flatMap(([template, item]) =>
    Object.keys(item).map((method) => ({ service, method, path: template.replaceAll(/\{\w+\}/g, service) })),
  );
}

describe('the REST edge', () => {
  it('hands every operation that a service describes to that service, as it was asked', async () => {
    const operations = SERVICES.flatMap(operationsOf);
    const reached = await Promise.all(
      operations.map(async ({ service, method, path }) => {
        const kind = Object.keys(IMPORT_KINDS).find((one) => IMPORT_KINDS[one] === service);
        const response = await fetch(`${gateway.url}${path}?kind=${kind}`, { method: method.toUpperCase() });
        return (await response.json()) as Operation;
      }),
    );
    expect(reached).toEqual(operations);
    expect(operations.length).toBeGreaterThan(100);
  });

  it('asks the service, too, by methods that nothing is served by, for the service says by which its path is', async () => {
    const reached = async (method: string, path: string) =>
      (await (await fetch(`${gateway.url}${path}`, { method })).json()) as Operation;
    expect(await reached('OPTIONS', '/v1/trainers')).toMatchObject({ service: 'trainers', method: 'options' });
    expect(await reached('PATCH', '/v1/imports')).toMatchObject({ method: 'patch', path: '/v1/imports' });
  });

  it('lets an import that a caller may not read be as unknown as one that is not there, whoever has asked for it before', async () => {
    const status = async (id: string, headers = {}) =>
      (await fetch(`${gateway.url}/v1/imports/${id}`, { headers })).status;
    expect(await status('academies')).toBe(200);
    expect(await Promise.all(['academies', 'nothing'].map((id) => status(id, OF_RESULTS)))).toEqual([404, 404]);
  });

  it('demands of whatever changes or replaces a thing which version of it is meant', () => {
    const changes = SERVICES.flatMap((service) => Object.entries(documentOf(service))).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, { parameters }]) =>
        ['patch', 'put'].includes(method) ? [{ path, method, parameters }] : [],
      ),
    );
    const free = changes.filter(({ parameters }) => !parameters.some((one) => one.name === 'If-Match' && one.required));
    expect(free).toEqual([]);
    expect(changes.length).toBeGreaterThan(8);
  });

  it('knows nothing beside its table', async () => {
    const api = apiOf(gateway.url);
    for (const path of ['/v1/nowhere', '/v1', '/v1/roomsets', '/keys', '/keys/1/2'])
      expect((await api.get(path)).body.code).toBe('NOT_FOUND');
  });
});
