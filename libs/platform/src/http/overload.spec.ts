import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { Words } from '../errors/words.js';
import { eventLoop, refuseWhileBusy } from './overload.js';
import { answering } from './problem.js';

let server: FastifyInstance;
let registry: Registry;
let busy: boolean;

beforeEach(() => {
  busy = false;
  registry = new Registry();
  server = fastify();
  server.setErrorHandler(answering(new Words(), () => {}));
  refuseWhileBusy(
    server,
    [
      { name: 'idle', isBusy: () => false },
      { name: 'database', isBusy: () => busy },
    ],
    registry,
  );
  for (const path of ['/v1/rooms', '/health/live', '/metrics']) server.get(path, () => 'here');
});
afterEach(() => server.close());

describe('while something has more to do than it can', () => {
  it('what is asked is refused at once, by the name of what is busy, and may be asked again soon', async () => {
    expect((await server.inject('/v1/rooms')).statusCode).toBe(200);
    busy = true;
    const { statusCode, headers, json } = await server.inject('/v1/rooms');
    expect(statusCode).toBe(503);
    expect(headers).toMatchObject({
      'retry-after': '2',
      'content-type': expect.stringMatching(/^application.problem.json/),
    });
    expect(json()).toMatchObject({ code: 'OVERLOADED', status: 503, busy: 'database' });
    expect(await registry.metrics()).toContain('takwin_http_overloaded_total{busy="database"} 1');
    busy = false;
    expect((await server.inject('/v1/rooms')).statusCode).toBe(200);
  });

  it('health and metrics are told', async () => {
    busy = true;
    for (const path of ['/health/live', '/metrics']) expect((await server.inject(path)).statusCode).toBe(200);
  });
});

describe('the event loop', () => {
  const block = (milliseconds: number) => {
    for (const end = performance.now() + milliseconds; performance.now() < end;);
  };
  const turn = () => new Promise((later) => setTimeout(later, 260));

  it('is busy once one turn after the other was late by more than a second for five, and no longer', async () => {
    expect(eventLoop.isBusy()).toBe(false);
    block(7_000);
    await turn();
    expect(eventLoop.isBusy()).toBe(false);
    for (let turns = 0; turns < 6; turns++) {
      block(1_600);
      await new Promise((later) => setTimeout(later, 1));
    }
    expect(eventLoop.isBusy()).toBe(true);
    for (let tries = 0; tries < 100 && eventLoop.isBusy(); tries++) await turn();
    expect(eventLoop.isBusy()).toBe(false);
  });
});
