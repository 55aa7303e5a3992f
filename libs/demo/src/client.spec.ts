import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Client, eachOf, Refused, until } from './client.js';
import { Unanswered } from './insist.js';

type Turn = (response: ServerResponse, request: IncomingMessage) => void;
type Said = { method?: string; path?: string; key?: string | string[]; body: string; at: number };

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((closed) => (server ? server.close(closed) : closed(undefined)));
  server = undefined;
});

/** A server that takes each request by the next of the turns, the last of which stays; `said` is what it was asked. */
async function serverOf(...turns: Turn[]): Promise<{ api: Client; said: Said[]; url: string }> {
  const said: Said[] = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const turn = turns[Math.min(said.length, turns.length - 1)]!;
    const { method, url: path, headers } = request;
    said.push({ method, path, key: headers['idempotency-key'], body, at: performance.now() });
    turn(response, request);
  });
  await new Promise<void>((listening) => server!.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { api: new Client(url, 'token', { each: 500, whole: 5_000 }), said, url };
}

const answer =
  (status: number, body: object = {}, headers: Record<string, string> = {}): Turn =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const fine = answer(200, { well: true });
const reset: Turn = (_, request) => request.socket.resetAndDestroy();
const cutShort: Turn = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"half":');
  setImmediate(() => response.destroy());
};
const hang: Turn = () => {};
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString();

describe('a request of the demo', () => {
  it.each([
    ['a 429', answer(429)],
    ['a 502', answer(502)],
    ['a 503', answer(503)],
    ['a 504', answer(504)],
    ['a connection that is reset', reset],
    ['an answer that breaks off', cutShort],
    ['no answer at all', hang],
  ])('is made again after %s', async (_, fault) => {
    const { api, said } = await serverOf(fault, fault, fine);
    expect(await api.get('/v1/things')).toEqual({ well: true });
    expect(said.map(({ method, path }) => `${method} ${path}`)).toEqual(Array(3).fill('GET /v1/things'));
  });

  it.each([
    ['seconds', () => '1', 1_000],
    ['a date', () => inSeconds(2), 900],
  ])('waits as long as Retry-After says in %s', async (_, after, least) => {
    const busy: Turn = (response, request) => answer(503, {}, { 'retry-after': after() })(response, request);
    const { api, said } = await serverOf(busy, fine);
    await api.get('/v1/things');
    expect(said[1]!.at - said[0]!.at).toBeGreaterThanOrEqual(least);
  });

  it('that writes is sent again word for word with the key of the first time, and another one with another', async () => {
    const made = new Map<unknown, number>();
    const write: Turn = (response, request) => {
      const key = request.headers['idempotency-key'];
      const known = made.has(key);
      if (!known) made.set(key, made.size + 1);
      if (!known) reset(response, request);
      else answer(201, { id: made.get(key) })(response, request);
    };
    const { api, said } = await serverOf(write);
    expect(await api.post('/v1/things', { a: 1 })).toEqual({ id: 1 });
    expect(await api.post('/v1/files', 'a,b', 'text/csv')).toEqual({ id: 2 });
    expect(made.size).toBe(2);
    expect(said.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}', 'a,b', 'a,b']);
    expect([said[0]!.key, said[2]!.key]).toEqual([said[1]!.key, said[3]!.key]);
  });

  it('over GraphQL is made again where a service did not answer the gateway', async () => {
    const unavailable = answer(200, {
      data: null,
      errors: [{ message: 'The service does not answer.', extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
    const { api, said } = await serverOf(unavailable, answer(200, { data: { well: true } }));
    expect(await api.graphql('{ well }')).toEqual({ well: true });
    expect(said).toHaveLength(2);
    expect(said[0]!.key).toBe(said[1]!.key);
  });

  it.each([400, 403, 404, 409, 412, 422, 500])(
    'that is refused with %d ends at once with what was said',
    async (status) => {
      const { api, said } = await serverOf(answer(status, { code: 'SITTING_IS_FULL' }));
      const refused = api.post('/v1/registrations');
      await expect(refused).rejects.toThrow(Refused);
      await expect(refused).rejects.toThrow(
        `POST /v1/registrations was answered with ${status}: {"code":"SITTING_IS_FULL"}`,
      );
      expect(said).toHaveLength(1);
    },
  );

  it('is given up in the end, and tells how often it was made and what came of it last', async () => {
    const { url, said } = await serverOf(answer(503, { code: 'SERVICE_UNAVAILABLE' }));
    const failed = new Client(url, 'token', { each: 500, whole: 1_000 }).get('/v1/things');
    await expect(failed).rejects.toThrow(Unanswered);
    await expect(failed).rejects.toThrow(
      `GET /v1/things was given up after ${said.length} tries, the last of which ended with 503: {"code":"SERVICE_UNAVAILABLE"}`,
    );
    expect(said.length).toBeGreaterThan(1);
  });

  it('does not wait for a time that it does not have', async () => {
    const { api, said } = await serverOf(answer(503, {}, { 'retry-after': '3600' }));
    await expect(api.get('/v1/things')).rejects.toThrow(Unanswered);
    expect(said).toHaveLength(1);
  });
});

describe('a poll of the demo', () => {
  it('that fails is answered by the next one', async () => {
    const { api, said } = await serverOf(
      answer(503),
      reset,
      answer(200, { state: 'accepted' }),
      answer(200, { state: 'done' }),
    );
    const ask = async (deadline: number) => (await api.get('/v1/imports/1', { deadline })) as { state: string };
    expect(await until(ask, ({ state }) => state === 'done', 20, 'the import')).toEqual({ state: 'done' });
    expect(said).toHaveLength(4);
  });

  it('ends by its own deadline, with what came last', async () => {
    const { api } = await serverOf(hang);
    const polled = until((deadline) => api.get('/v1/imports/1', { deadline }), Boolean, 1, 'the import');
    await expect(polled).rejects.toThrow(
      /^the import: not within 1 s; GET \/v1\/imports\/1 was given up after \d+ tries/,
    );
  });

  it('that is refused ends at once', async () => {
    const { api, said } = await serverOf(answer(403));
    await expect(until(() => api.get('/v1/imports/1'), Boolean, 20, 'the import')).rejects.toThrow(Refused);
    expect(said).toHaveLength(1);
  });
});

describe('many pieces of work', () => {
  it('end with the first failure: nothing else begins, and what had begun has ended', async () => {
    const [begun, ended]: number[][] = [[], []];
    const work = async (item: number): Promise<void> => {
      begun!.push(item);
      await pause(item * 10);
      ended!.push(item);
      if (item === 1) throw new Error('the first');
    };
    await expect(eachOf([3, 1, 2, 4, 5], 3, work)).rejects.toThrow('the first');
    expect([begun, ended]).toEqual([
      [3, 1, 2],
      [1, 2, 3],
    ]);
  });
});
