import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { Agent } from 'undici';
import { gatewayBefore } from '../testing/toy-gateway.js';
import { ToySubgraphs } from '../testing/toy-subgraphs.js';
import { subgraphTransport } from './transport.js';

const toys = new ToySubgraphs();
let gateway: Awaited<ReturnType<typeof gatewayBefore>>;

beforeAll(async () => {
  await toys.start();
  gateway = await gatewayBefore(toys);
});

beforeEach(() => toys.start());

afterAll(async () => {
  await gateway.close();
  await toys.stop();
  expect(gateway.defects).toEqual([]);
});

const wide = '{ people(first: 2) { name academy { title sittings } registrations { id } licences } }';

describe('a service that does not answer', () => {
  it('costs its own fields: the rest is answered, and each null has its reason at its path', async () => {
    await toys.stop('licensing');
    const { status, body } = await gateway.ask({ query: wide });
    expect(status).toBe(200);
    expect(body.data?.people).toMatchObject([
      { name: 'Person 0', academy: { sittings: 2 }, registrations: [{ id: 'r0' }], licences: null },
      { name: 'Person 1', academy: { sittings: 2 }, registrations: [{ id: 'r1' }], licences: null },
    ]);
    const extensions = { code: 'SERVICE_UNAVAILABLE', service: 'licensing' };
    const message = expect.stringContaining('licences');
    expect(body.errors).toMatchObject([
      { message, path: ['people', 0, 'licences'], extensions },
      { message, path: ['people', 1, 'licences'], extensions },
    ]);
  });

  it('is named for the fields of each entity that one call was to fill', async () => {
    await toys.stop('certifications');
    const { body } = await gateway.ask({ query: wide });
    expect(body.data?.people).toMatchObject([
      { academy: { title: 'Academy', sittings: null }, registrations: null, licences: ['A3'] },
      { academy: { title: 'Academy', sittings: null }, registrations: null, licences: ['A3'] },
    ]);
    expect(body.errors?.map(({ path }) => path?.join('.')).toSorted()).toEqual([
      'people.0.academy.sittings',
      'people.0.registrations',
      'people.1.academy.sittings',
      'people.1.registrations',
    ]);
  });

  it('is answered for by null data when nobody else was asked', async () => {
    await toys.stop();
    const { status, body } = await gateway.ask({
      query: '{ people(first: 1) { name } exam(code: "MO-200") { code } }',
    });
    expect(status).toBe(200);
    expect(body.data).toBeNull();
    const told = body.errors?.map(({ path, extensions }) => [path?.[0], extensions.code, extensions.service]);
    expect(told?.toSorted()).toEqual([
      ['exam', 'SERVICE_UNAVAILABLE', 'certifications'],
      ['people', 'SERVICE_UNAVAILABLE', 'academies'],
    ]);
  });

  it('is not named by its address', async () => {
    await toys.stop();
    const { body } = await gateway.ask({ query: '{ skus people(first: 1) { name } }' });
    expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|ECONN|undici|\.[jt]s\b/);
  });

  it('is asked again as soon as it is back', async () => {
    await toys.stop('licensing');
    expect((await gateway.ask({ query: '{ skus }' })).body.errors).toHaveLength(1);
    await toys.start('licensing');
    expect((await gateway.ask({ query: '{ skus }' })).body).toEqual({ data: { skus: ['A3'] } });
  });

  it('may be down when the gateway starts', async () => {
    await toys.stop();
    const early = await gatewayBefore(toys);
    try {
      expect((await early.ask({ query: '{ skus }' })).body.errors?.[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
      await toys.start();
      expect((await early.ask({ query: wide })).body.errors).toBeUndefined();
    } finally {
      await early.close();
    }
  });
});

describe('a service that is slow', () => {
  it('costs its fields with a code of its own', async () => {
    const { body } = await gateway.ask({ query: '{ skus waits(milliseconds: 5000) }' });
    expect(body.data).toEqual({ skus: ['A3'], waits: null });
    expect(body.errors).toMatchObject([
      { path: ['waits'], extensions: { code: 'SERVICE_TIMEOUT', service: 'certifications' } },
    ]);
  });

  it('takes no longer than all calls of a query may together', async () => {
    const hasty = await gatewayBefore(toys, { queryTimeout: 50, callTimeout: 60_000 });
    try {
      const { body } = await hasty.ask({ query: '{ waits(milliseconds: 30000) }' });
      expect(body.errors).toMatchObject([{ path: ['waits'], extensions: { code: 'SERVICE_TIMEOUT' } }]);
    } finally {
      await hasty.close();
    }
  });

  it('is told when the caller has left', async () => {
    const leaving = new AbortController();
    const asked = gateway.ask({ query: '{ waits(milliseconds: 900) }' }, {}, leaving.signal).catch(() => 'left');
    await until(() => toys.calls.some(({ query }) => query.includes('900')));
    leaving.abort();
    expect(await asked).toBe('left');
    await until(() => toys.calls.some(({ query, left }) => query.includes('900') && left));
  });
});

describe('a caller who leaves at any moment', () => {
  it('has no further service asked', async () => {
    const client = new Agent();
    const urls = { licensing: `${toys.urls.licensing}/graphql` };
    const ask = subgraphTransport({
      ask: (options) => client.request(options),
      urls,
      timeout: 1_000,
    }).getSubgraphExecutor({ subgraphName: 'licensing' });
    toys.calls.length = 0;
    const context = {
      headers: {},
      abandoned: AbortSignal.abort(),
      endsAt: Infinity,
      charge: async () => {},
      mayIntrospect: true as const,
      told: {},
    };
    const { errors } = await ask({ document: parse('{ skus }'), context });
    await client.close();
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['ABANDONED']);
    expect(toys.calls).toEqual([]);
  });

  it('spoils the query for nobody else', async () => {
    for (const [delay, alias] of [0, 1, 2, 4, 8].map((delay) => [delay, `after${delay}`] as const)) {
      const query = `{ ${alias}: people(first: 2) { name registrations { exam { voucherPrice } } } }`;
      const leaving = new AbortController();
      const asked = gateway.ask({ query }, {}, leaving.signal).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, delay));
      leaving.abort();
      await asked;
      expect((await gateway.ask({ query })).body).toMatchObject({ data: { [alias]: [{}, {}] } });
    }
  });
});

describe('an error of a service', () => {
  it('keeps its code, what it says beside it, and its path', async () => {
    const { body } = await gateway.ask({ query: '{ refuses }' });
    expect(body).toMatchObject({
      data: { refuses: null },
      errors: [{ path: ['refuses'], extensions: { code: 'SITTING_IS_FULL', alternatives: ['s2'] } }],
    });
  });

  it.each(['{ skus }', 'mutation { rename(input: { id: "7", name: "Salma" }) { name } }'])(
    'is told as the refusal that it is where a header is refused: %s',
    async (query) => {
      const { body } = await gateway.ask({ query }, { 'idempotency-key': 'a b' });
      const errors = [{ path: 'idempotency-key', code: 'invalid_format', message: 'odd' }];
      expect(body.errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', status: 422, errors } }]);
      expect(body.errors?.[0]?.path ?? []).toBeInstanceOf(Array);
    },
  );

  it('shows no stack trace, and has a code if it brought none', async () => {
    const { body } = await gateway.ask({ query: '{ crashes }' });
    expect(body.errors).toMatchObject([{ path: ['crashes'], extensions: { code: 'INTERNAL' } }]);
    expect(JSON.stringify(body)).not.toMatch(/Internal server error|secret\.ts/);
  });
});

async function until(met: () => boolean): Promise<void> {
  for (const end = performance.now() + 5_000; !met();) {
    if (performance.now() > end) throw new Error('it did not happen within 5 seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
