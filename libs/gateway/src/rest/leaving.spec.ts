import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayBefore } from '../testing/toy-gateway.js';
import { ToySubgraphs } from '../testing/toy-subgraphs.js';

type Call = { request: IncomingMessage; response: ServerResponse };
const toys = new ToySubgraphs();
const service = createServer();
let gateway: Awaited<ReturnType<typeof gatewayBefore>>;

beforeAll(async () => {
  await toys.start();
  service.on('request', (request, response) => service.emit('call', { request, response }));
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const [academies, courses, certifications, licensing] = Array.from({ length: 4 }, () => 'http://127.0.0.1:1');
  const urls = { academies, courses, certifications, licensing, trainers: url } as never;
  gateway = await gatewayBefore(toys, { urls });
});
afterAll(async () => {
  await gateway.close();
  service.closeAllConnections();
  service.close();
  await toys.stop();
  expect(gateway.defects).toEqual([]);
});

/** Asks, and leaves once the service is asked; the call that it was asked by. */
async function left(init: RequestInit & { duplex?: 'half' } = {}): Promise<Call> {
  const leaving = new AbortController();
  const called = once(service, 'call') as Promise<[Call]>;
  const answer = fetch(`${gateway.url}/v1/trainers`, { ...init, signal: leaving.signal }).catch(() => 'left');
  const [call] = await called;
  const gone = once(call.response, 'close');
  leaving.abort();
  expect(await answer).toBe('left');
  await gone;
  return call;
}

describe('a REST call whose caller leaves', () => {
  it('is broken off at its service, which is asked nothing more by it', async () => {
    const { response } = await left();
    expect(response.writableFinished).toBe(false);
    const [call, answer] = [once(service, 'call') as Promise<[Call]>, fetch(`${gateway.url}/v1/trainers`)];
    (await call)[0].response.end('{}');
    expect((await answer).status).toBe(200);
    // Undone by its timeout alone, it would end a good while later.
  }, 20_000);

  it('is broken off in the middle of what it sends', async () => {
    const body = new ReadableStream({ start: (sending) => sending.enqueue(new TextEncoder().encode('{')) });
    const { request } = await left({
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    });
    expect(request.complete).toBe(false);
  });
});

describe('a REST call that is answered before all of it was sent', () => {
  it('is answered so to its caller, each time', async () => {
    service.removeAllListeners('request');
    service.on('request', (_, response: ServerResponse) => void response.writeHead(401).end('{}'));
    const body = 'x'.repeat(300_000);
    const headers = { 'content-type': 'application/json' };
    const ask = async () => {
      const answer = await fetch(`${gateway.url}/v1/trainers`, { method: 'POST', body, headers });
      await answer.text();
      return answer.status;
    };
    const answers: number[] = [];
    const caller = async () => {
      for (let turn = 0; turn < 10; turn++) answers.push(await ask());
    };
    await Promise.all(Array.from({ length: 12 }, caller));
    expect(new Set(answers)).toEqual(new Set([401]));
  }, 60_000);
});
