import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { Agent, request, type Dispatcher } from 'undici';
import { Drain } from './drain.js';

describe('a server that is told to end', () => {
  let server: FastifyInstance;
  let drain: Drain;
  let caller: Agent;
  let url: string;

  beforeEach(async () => {
    server = fastify();
    drain = new Drain(server);
    server.get('/', () => 'here');
    server.get('/slow', () => pause(300, 'done'));
    url = await server.listen({ port: 0, host: '127.0.0.1' });
    // As the gateway keeps its connections to services.
    caller = new Agent({ connections: 1, keepAliveMaxTimeout: 1_000 });
  });
  afterEach(async () => {
    await caller.close();
    await server.close();
  });

  const ask = async (path = '/', dispatcher: Dispatcher = caller) => {
    const { statusCode, headers, body } = await request(url + path, { dispatcher });
    return { statusCode, connection: headers.connection, text: await body.text() };
  };

  it('answers what is under way and what comes on open connections, and takes no new one', async () => {
    await ask();
    const slow = ask('/slow', caller);
    await pause(50);
    const drained = drain.run(5);
    await pause(20);
    await expect(ask('/', new Agent())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await slow).toEqual({ statusCode: 200, connection: 'close', text: 'done' });
    await drained;
  });

  it('answers on a connection that was idle, and asks its caller to let it go', async () => {
    await ask();
    const drained = drain.run(5);
    await pause(100);
    expect(await ask()).toEqual({ statusCode: 200, connection: 'close', text: 'here' });
    await drained;
  });

  it('waits no longer than it was told for a caller who stays', async () => {
    const staying = new Agent({ keepAliveTimeout: 60_000 });
    await ask('/', staying);
    const from = performance.now();
    await drain.run(0.3);
    expect(performance.now() - from).toBeGreaterThan(250);
    expect(await ask('/', staying)).toMatchObject({ connection: 'close' });
    await staying.close();
  });

  it('does nothing where it is given no time', async () => {
    await drain.run(0);
    expect(await ask()).toMatchObject({ statusCode: 200, connection: 'keep-alive' });
  });
});
