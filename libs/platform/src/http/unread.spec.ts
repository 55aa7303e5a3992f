import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { Agent, request } from 'undici';
import { Words } from '../errors/words.js';
import { answering } from './problem.js';
import { refuseWhileClosing, refusingUnread } from './unread.js';

describe('a server that is closing', () => {
  let server: FastifyInstance;
  let caller: Agent;
  let url: string;

  beforeEach(async () => {
    server = fastify(refusingUnread(new Words()) as object);
    server.setErrorHandler(answering(new Words(), () => {}));
    refuseWhileClosing(server);
    server.get('/', () => 'here');
    server.get('/slow', () => pause(300, 'done'));
    url = await server.listen({ port: 0, host: '127.0.0.1' });
    caller = new Agent({ connections: 1, pipelining: 2 });
  });
  afterEach(async () => {
    await caller.close();
    await server.close();
  });

  it('answers what is under way, and refuses what comes after on its connection as any service that is away', async () => {
    const slow = request(`${url}/slow`, { dispatcher: caller });
    await pause(100);
    const closed = server.close();
    await pause(50);
    const after = request(url, { dispatcher: caller });
    expect(await (await slow).body.text()).toBe('done');
    const { statusCode, headers, body } = await after;
    expect(statusCode).toBe(503);
    expect(await body.json()).toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503 });
    expect(headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/problem+json; charset=utf-8' });
    await closed;
  });
});
