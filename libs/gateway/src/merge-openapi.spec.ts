import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@takwin/contracts/topology';
import { mergeOpenApi, type OpenApi } from './merge-openapi.js';
import type { Route } from './rest/routes.js';

const ROUTES: Route[] = [
  { path: '/v1/rooms', owner: 'academies' },
  { path: '/v1/rooms/:id/sittings', owner: 'certifications', alone: true },
];
const ROOMS = { '/v1/rooms': { get: {} }, '/v1/rooms/{id}': { get: {}, patch: {} } };
const SITTINGS = { '/v1/rooms/{roomId}/sittings': { get: {} } };

type Paths = Record<string, object>;
const merged = (academies: Paths, certifications: Paths, routes = ROUTES): Promise<OpenApi> =>
  mergeOpenApi(
    Object.entries({ academies, certifications }).map(([service, paths]) => ({
      service,
      document: { paths } as OpenApi,
    })),
    routes,
  );

describe('the one OpenAPI document', () => {
  it('holds every operation of every service', async () => {
    const { paths } = await merged(ROOMS, SITTINGS);
    expect(paths).toEqual({ ...ROOMS, ...SITTINGS });
  });

  it.each([
    ['is at no route', { '/v1/roomsets': { get: {} } }, 'get /v1/roomsets is served by no route'],
    ['lies below a route that stands alone', { '/v1/rooms/{id}/sittings/{n}': { get: {} } }, 'is routed to academies'],
    ['comes by a method that the gateway does not take', { '/v1/rooms/{id}': { trace: {} } }, 'is served by no route'],
    ['is routed to another service', { '/v1/rooms/{id}': { post: {} } }, 'is routed to academies'],
  ])('is refused where an operation %s', async (_, paths, says) => {
    await expect(merged(ROOMS, { ...SITTINGS, ...paths })).rejects.toThrow(says);
  });

  it('is refused where a route has nothing behind it, unless the table says why', async () => {
    await expect(merged(ROOMS, {})).rejects.toThrow('/v1/rooms/:id/sittings leads to no operation');
    const told = [ROUTES[0]!, { ...ROUTES[1]!, undescribed: 'a page' }];
    expect(await merged(ROOMS, {}, told)).toMatchObject({ paths: ROOMS });
    await expect(merged(ROOMS, SITTINGS, told)).rejects.toThrow('/v1/rooms/:id/sittings is described after all');
  });

  it('tells the kinds of import of all services, and is refused where those are not the ones that are routed', async () => {
    const routes: Route[] = [{ path: '/v1/imports', owner: 'by-kind', alone: true }];
    const taking = (...kinds: string[]) => ({
      '/v1/imports': { post: { parameters: [{ name: 'kind', in: 'query', schema: { enum: kinds } }] } },
    });
    const { paths } = await merged(taking('konosys'), taking('results', 'exam-catalogue'), routes);
    expect(paths?.['/v1/imports']).toMatchObject(taking('konosys', 'results', 'exam-catalogue')['/v1/imports']);
    const taken = (kinds: object) => `imports are taken as ${JSON.stringify(kinds)} and routed as`;
    const more = merged(taking('konosys', 'sds'), taking('results'), routes);
    await expect(more).rejects.toThrow(taken({ konosys: 'academies', sds: 'academies', results: 'certifications' }));
    await expect(merged({}, taking('results'), routes)).rejects.toThrow(taken({ results: 'certifications' }));
  });

  it('says of a parameter of one kind of import that it is of that kind alone, and in words what each kind is', async () => {
    const kind = (name: string, ...others: string[]) => ({
      name: 'kind',
      in: 'query',
      description: `${name}: a file`,
      schema: { enum: [name, ...others] },
    });
    const dryRun = { name: 'dryRun', in: 'query', required: false };
    const academy = { name: 'academyId', in: 'query', required: true };
    const { paths } = await merged(
      { '/v1/imports': { post: { parameters: [kind('konosys'), academy, dryRun] } } },
      { '/v1/imports': { post: { parameters: [kind('results', 'exam-catalogue'), dryRun] } } },
      [{ path: '/v1/imports', owner: 'by-kind', alone: true }],
    );
    expect(paths?.['/v1/imports']?.post?.parameters).toEqual([
      {
        ...kind('konosys'),
        description: 'konosys: a file; results: a file',
        schema: { enum: ['konosys', 'results', 'exam-catalogue'] },
      },
      { ...academy, required: false, description: 'Of konosys alone' },
      dryRun,
    ]);
  });

  it('says of each tag what its operations are about, and is refused where nothing does', async () => {
    const rooms = (tag: string) => ({ '/v1/rooms': { get: { tags: [tag] } } });
    const { tags } = await merged(rooms('Rooms'), SITTINGS);
    expect(tags).toMatchObject([{ name: 'Rooms', description: expect.stringContaining('workstations') }]);
    await expect(merged(rooms('Cellars'), SITTINGS)).rejects.toThrow('nothing says what the operations of Cellars');
  });

  it('says once what many operations take alike', async () => {
    const first = { name: 'first', in: 'query', schema: { type: 'integer' } };
    const rooms = Object.fromEntries(
      'abcde'.split('').map((x) => [`/v1/rooms/${x}`, { get: { parameters: [first] } }]),
    );
    const { paths, components } = await merged(rooms, SITTINGS);
    expect(components?.parameters).toEqual({ first });
    expect(paths?.['/v1/rooms/a']).toEqual({ get: { parameters: [{ $ref: '#/components/parameters/first' }] } });
  });

  it('says of each answer what is left to ask for, and of each operation that it may be too much', async () => {
    const responses = { 200: { description: 'Rooms' }, 404: { $ref: '#/components/responses/NotFound' } };
    const components = { schemas: { Problem: {} }, responses: { NotFound: { description: 'None' } } };
    const { paths, components: told } = await mergeOpenApi(
      [
        { service: 'academies', document: { paths: { '/v1/rooms': { get: { responses } } }, components } as OpenApi },
        { service: 'certifications', document: { paths: SITTINGS } as OpenApi },
      ],
      ROUTES,
    );
    const headers = { RateLimit: { $ref: '#/components/headers/RateLimit' } };
    expect(paths?.['/v1/rooms']?.get).toMatchObject({
      responses: { 200: { headers }, 429: { $ref: '#/components/responses/TooManyRequests' } },
    });
    expect(told?.responses).toMatchObject({
      NotFound: { headers },
      TooManyRequests: { headers: { ...headers, 'Retry-After': {} } },
    });
  });

  it('is made of what the services and the table say now', async () => {
    const documentOf = (project: string) =>
      JSON.parse(readFileSync(new URL(`../../../${project}/openapi.json`, import.meta.url), 'utf8')) as OpenApi;
    const documents = SERVICES.map((service) => ({ service, document: documentOf(`apps/${service}`) }));
    expect(await mergeOpenApi(documents)).toEqual(documentOf('libs/gateway'));
  });
});
