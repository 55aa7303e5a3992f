import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { inTurns, Turns } from './turns.js';

const FOREVER = { first: 60_000, longest: 60_000 };
const soon = () => new Promise((later) => setTimeout(later, 5));

describe('an answer that nobody reads, since its caller has left', () => {
  it('ends by itself alone', async () => {
    const service = createServer((_, response) => void response.end('{}')).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const client = new Agent();
    const origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    const { body } = await inTurns(client, () => 'courses')({ origin, path: '/', method: 'GET' });
    // Its last byte has come, and none of it was read.
    await new Promise((later) => setTimeout(later, 50));
    const faults: unknown[] = [];
    const emit = body.emit.bind(body);
    body.emit = (name: string, ...about: unknown[]) => {
      if (name === 'error' && body.listenerCount('error') === 0) return !!faults.push(about[0]);
      return emit(name, ...about);
    };
    body.destroy();
    await new Promise((closed) => void body.once('close', closed));
    expect(faults).toEqual([]);
    await client.destroy();
    service.close();
  });
});

describe('turns', () => {
  it('let so many in at once, and the others in the order in which they came', async () => {
    const turns = new Turns('courses', 2, FOREVER);
    const [one, two] = [await turns.take(), await turns.take()];
    const order: string[] = [];
    const later = ['a', 'b', 'c'].map((name) => turns.take().then((leave) => (order.push(name), leave)));
    await soon();
    expect(order).toEqual([]);
    one();
    one();
    await later[0];
    await soon();
    expect(order).toEqual(['a']);
    two();
    (await later[0]!)();
    await Promise.all(later);
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('refuse by name at once where others have waited too long, and those who have', async () => {
    const turns = new Turns('courses', 1, { first: 20, longest: 60 });
    const leave = await turns.take();
    const waiting = turns.take();
    waiting.catch(() => {});
    await new Promise((later) => setTimeout(later, 30));
    const overloaded = { code: 'OVERLOADED', status: 503, extra: { busy: 'courses' } };
    await expect(turns.take()).rejects.toMatchObject(overloaded);
    await expect(waiting).rejects.toMatchObject(overloaded);
    leave();
    (await turns.take())();
  });

  it('are not kept for who has left', async () => {
    const turns = new Turns('courses', 1, FOREVER);
    const leave = await turns.take();
    const leaving = new AbortController();
    const left = turns.take(leaving.signal);
    const next = turns.take();
    leaving.abort();
    await expect(left).rejects.toThrow();
    leave();
    (await next)();
    (await turns.take())();
  });
});
