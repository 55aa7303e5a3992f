import { afterAll, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { Words } from '../errors/words.js';
import { refuseOtherMethods } from './allowed.js';

const server = fastify();
refuseOtherMethods(server, new Words());
server.get('/v1/halls/:id', () => ({}));
server.patch('/v1/halls/:id', () => ({}));
server.post('/v1/halls/:id/close', () => ({}));
server.get('/v1/halls/:id.pdf', () => ({}));
server.post('/v1/halls/search', () => ({}));
afterAll(() => server.close());

describe('a path that is served by other methods', () => {
  it.each([
    ['DELETE', '/v1/halls/7?x=1', 'GET, HEAD, PATCH'],
    ['GET', '/v1/halls/7/close', 'POST'],
    ['GET', '/v1/halls/search', 'POST'],
    ['PATCH', '/v1/halls/search', 'POST'],
    ['DELETE', '/v1/halls/search', 'POST'],
  ] as const)('%s %s is refused with those that it is', async (method, url, allow) => {
    const { statusCode, headers, body } = await server.inject({ method, url });
    expect([statusCode, headers.allow]).toEqual([405, allow]);
    expect(JSON.parse(body)).toMatchObject({ code: 'METHOD_NOT_ALLOWED', status: 405 });
  });

  it('is not one that nobody serves, nor one that is served', async () => {
    expect((await server.inject({ method: 'GET', url: '/v1/castles/7' })).statusCode).toBe(404);
    expect((await server.inject({ method: 'GET', url: '/v1/halls/7/close/door' })).statusCode).toBe(404);
    expect((await server.inject({ method: 'GET', url: '/v1/halls/7' })).statusCode).toBe(200);
    expect((await server.inject({ method: 'POST', url: '/v1/halls/search' })).statusCode).toBe(200);
  });
});
