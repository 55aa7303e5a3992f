import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import sql, { raw } from 'sql-template-tag';
import type { Role } from '../auth/actor.js';
import { type OpenApi, openApiOf } from '../http/openapi.js';
import { actorOf } from './actor.js';
import { mutationsOf, type Mutation } from './mutations.js';
import type { ServiceWithAdmin } from './service-with-admin.js';

/** A write that can be done now: who asks, and what stands in its path, URL and body. */
export type Sample = {
  token?: string;
  path?: Record<string, string>;
  url?: string;
  body?: Record<string, unknown> | string;
  headers?: Record<string, string>;
  /** The version that a change names; the one that stands unless told. */
  expectedVersion?: number;
  /** What another body says; another path where there is none. */
  other?: Record<string, unknown> | string;
};

/** Of each operation, how to come by one that can be done: called for each that is sent. */
export type Samples = Record<string, () => Sample | Promise<Sample>>;

export type Service = Pick<ServiceWithAdmin, 'running' | 'database' | 'tokens'>;
type Keyed = { operation: string; method: string; path: string };
type Told = { status: number; text: string };

/** The operations of a service that declare an Idempotency-Key, by its documents. */
export function keyedOf({ running }: Service): Keyed[] {
  const { paths }: OpenApi = openApiOf({ get: (token: never) => running.get(token) } as never, 'kept');
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, { parameters: { name: string }[]; operationId: string }>)
      .filter(([, { parameters }]) => parameters.some(({ name }) => name === 'Idempotency-Key'))
      .map(([method, { operationId }]) => ({ operation: operationId, method, path })),
  );
}

/**
 * Declares what every keyed write of a service holds, by REST and where the graph has it by GraphQL: an operation without a sample
 * fails. `serving` is the service once the suite has started it.
 */
export function itKeepsAnswers(serving: () => Service, samples: Samples): void {
  it('has a sample of every operation that declares an Idempotency-Key', () => {
    expect(Object.keys(samples).toSorted()).toEqual(
      keyedOf(serving())
        .map(({ operation }) => operation)
        .toSorted(),
    );
  });

  it.each(Object.keys(samples))('%s is done once for a key, and answered alike to the byte', async (operation) => {
    const service = serving();
    const route = keyedOf(service).find((one) => one.operation === operation)!;
    const rest = restCaller(service, route);
    await demandKept(service, rest, samples[operation]!);
    const mayBeStale = ['patch', 'put'].includes(route.method);
    if (mayBeStale) await demandKeptWhenStale(service, route, rest, samples[operation]!);
    const mutations = await mutationsOf(service.running.url);
    expect(mutations.size).toBeGreaterThan(0);
    const mutation = mutations.get(operation);
    if (!mutation) return;
    await demandKept(service, graphCaller(service, mutation), samples[operation]!);
    if (mayBeStale) await demandKeptWhenStale(service, route, graphCaller(service, mutation), samples[operation]!);
  });
}

type Caller = (sample: Sample, key: string, other?: boolean) => Promise<Told & { code?: string }>;

async function demandKept(service: Service, call: Caller, sampled: Samples[string]): Promise<void> {
  const { database } = service;
  const sample = await sampled();
  const key = randomUUID();
  const before = await contentOf(database.db);
  const first = await call(sample, key);
  // What is refused is not kept: a sample has to be one that can be done.
  expect({ ...first, done: first.status < 300 && !first.code }).toMatchObject({ done: true });
  const after = await contentOf(database.db);
  expect(await call(sample, key)).toEqual(first);
  expect(await call(sample, key, true)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  expect(await contentOf(database.db)).toEqual(after);

  const twin = await sampled();
  const calm = await contentOf(database.db);
  const twins = await Promise.all([1, 2, 3].map(() => call(twin, `${key}-twins`)));
  expect(new Set(twins.map(({ text }) => text)).size).toBe(1);
  expect(twins[0]).toMatchObject({ status: first.status, code: undefined });
  expect(grownBy(calm, await contentOf(database.db))).toEqual(grownBy(before, after));

  // A key is its caller's own: another's is new, whatever it comes with.
  const others = await call({ ...sample, token: await anothersToken(service, sample) }, key, true);
  expect(others.code).not.toBe('IDEMPOTENCY_KEY_REUSED');
}

/**
 * A change that was done is told again to whoever asks again under its key, though the version that it names is stale by then; all
 * others are judged by the version.
 */
async function demandKeptWhenStale(
  service: Service,
  route: Keyed,
  call: Caller,
  sampled: Samples[string],
): Promise<void> {
  const sample = await seen(service, route, await sampled());
  const key = randomUUID();
  const first = await call(sample, key);
  expect({ ...first, done: first.status < 300 && !first.code }).toMatchObject({ done: true });
  expect(await call(sample, key)).toEqual(first);
  expect(await call(sample, key, true)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  expect(await call(sample, randomUUID())).toMatchObject({ code: 'VERSION_MISMATCH' });
  const another = { ...sample, token: await anothersToken(service, sample) };
  expect(await call(another, key)).toMatchObject({ code: 'VERSION_MISMATCH' });
}

/** The sample with the version that stands now, as either door is told it. */
async function seen({ running, tokens }: Service, { path }: Keyed, sample: Sample): Promise<Sample> {
  const place = running.url + path.replace(/\{(\w+)\}/g, (_, name) => sample.path![name]!);
  const authorization = `Bearer ${sample.token ?? (await tokens.of({ role: 'programme-admin' }))}`;
  const etag = sample.headers?.['if-match'] ?? (await fetch(place, { headers: { authorization } })).headers.get('etag');
  const expectedVersion = Number(/\d+/.exec(etag ?? '0')![0]);
  return { ...sample, headers: { ...sample.headers, 'if-match': `"${expectedVersion}"` }, expectedVersion };
}

/** What another person of the same rights comes with. */
async function anothersToken({ tokens }: Service, { token }: Sample): Promise<string> {
  const claims = token === undefined ? { role: 'programme-admin' } : decodeJwt(token);
  const wire = { ...claims, sub: `another ${String(claims.sub ?? '')}` };
  return tokens.of({ role: claims.role as Role, wire });
}

export function restCaller({ running, tokens }: Service, { method, path }: Keyed): Caller {
  return async (sample, key, other = false) => {
    const { body, url = '', headers } = sample;
    const places = other && sample.other === undefined ? elsewhere(sample.path) : sample.path;
    const said = other && sample.other !== undefined ? sample.other : body;
    const isText = typeof said === 'string';
    const place = running.url + path.replace(/\{(\w+)\}/g, (_, name) => places![name]!) + url;
    const authorization = `Bearer ${sample.token ?? (await tokens.of({ role: 'programme-admin' }))}`;
    const known = ['patch', 'put'].includes(method) && (await fetch(place, { headers: { authorization } }));
    const response = await fetch(place, {
      method: method.toUpperCase(),
      body: isText ? said : said && JSON.stringify(said),
      headers: {
        ...(said !== undefined && { 'content-type': isText ? 'text/csv' : 'application/json' }),
        ...(known && { 'if-match': known.headers.get('etag') ?? '"0"' }),
        authorization,
        'idempotency-key': key,
        ...headers,
      },
    });
    const text = await response.text();
    return { status: response.status, text, code: codeIn(text) };
  };
}

export function graphCaller({ running, tokens }: Service, mutation: Mutation): Caller {
  return async (sample, key, other = false) => {
    const places = other && sample.other === undefined ? elsewhere(sample.path) : sample.path;
    const said = (other ? (sample.other ?? sample.body) : sample.body) as object | undefined;
    const version = sample.expectedVersion !== undefined && { expectedVersion: sample.expectedVersion };
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      body: JSON.stringify({
        query: mutation.document,
        variables: { input: mutation.inputOf({ ...said, ...places, ...version }) },
      }),
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${sample.token ?? (await tokens.of({ role: 'programme-admin' }))}`,
        'idempotency-key': key,
      },
    });
    const text = await response.text();
    return { status: response.status, text, code: codeIn(text) };
  };
}

function codeIn(text: string): string | undefined {
  const body = JSON.parse(text) as {
    code?: string | null;
    type?: string;
    errors?: { extensions?: { code: string } }[];
  };
  return body.errors?.[0]?.extensions?.code ?? (body.type !== undefined && body.code ? body.code : undefined);
}

/** Another place of the same kind, which nobody knows. */
const elsewhere = (path: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(path).map(([name, value]) => [name, /^[0-9a-f-]{36}$/.test(value) ? randomUUID() : `${value}0`]),
  );

type Content = Record<string, { rows: number; hash: string }>;

/** Each table of the service but those of what is kept and of what is followed: its rows, by their number and all that they say. */
export async function contentOf(db: Service['database']['db']): Promise<Content> {
  return db.readAs(actorOf('system'), async (tx) => {
    const tables = await tx.query<{ name: string }>(sql`
      select tablename as name from pg_tables where schemaname = current_schema() and tablename not in ('kept_work', 'event_cursor')
      order by 1`);
    const each = tables.map(({ name }) =>
      raw(`select '${name}' as name, count(*)::int as rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text as hash
        from "${name}" t`),
    );
    const rows = await tx.query<{ name: string; rows: number; hash: string }>(
      raw(each.map(({ text }) => text).join(' union all ')),
    );
    return Object.fromEntries(rows.map(({ name, ...content }) => [name, content]));
  });
}

/** By how many rows each table has grown. */
const grownBy = (before: Content, after: Content): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([name, { rows }]) => [name, rows - before[name]!.rows]));
