import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { konosysFile } from '@takwin/demo/konosys-file';
import { apiOf } from '@takwin/platform/testing';
import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';
import createClient from 'openapi-fetch';
import { exampleOf, type Schema } from './testing/example-of.js';
import { faultsOf } from './testing/generated-client.js';
import { startHouse, TO_START, type House } from './testing/house.js';
import { resolved } from './testing/resolved.js';

type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema };
type Operation = {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
/** Of a day of an integrator, what the specs look into: its file is checked against the document, and not by what checks this one. */
type Day = Record<string, unknown> & { run: { total: number; done: number; failed: number } };

let running: House;
let document: Document;
let graph: string;
let tokens: { programme: string; feed: string; centre: string; own: string };
let admin: ReturnType<typeof apiOf>;
/** The days of two integrators, which last: they are sat while compilers look at what they were written against. */
let days: Promise<[given: Given, day: Day][]>;

beforeAll(async () => {
  running = await startHouse();
  tokens = {
    programme: await running.tokenOf('programme-admin'),
    feed: await running.tokenOf('integrator', { subject: 'a feed', scope: ['results'] }),
    // What the programme may not do, because it decides about it.
    centre: await running.tokenOf('academy-manager', { academy: [randomUUID()] }),
    // What is everybody's own to ask.
    own: await running.tokenOf('candidate', { person: randomUUID() }),
  };
  admin = apiOf(running.url, tokens.programme);
  document = (await admin.get('/v1/openapi.json')).body as Document;
  graph = printSchema(buildClientSchema((await admin.graphql(getIntrospectionQuery())).body.data));
  const academies = await withProctors();
  days = Promise.all([
    dayOf('rest-day', 'restDay', academies[0]!, 31),
    dayOf('graph-day', 'graphDay', academies[1]!, 32),
  ]);
  // Whoever waits for them is told.
  days.catch(() => {});
}, TO_START);

afterAll(() => running?.close());

/** The codes of academies where an exam can be sat, once all trainers are heard of. */
async function withProctors(): Promise<string[]> {
  const { items } = (await admin.get('/v1/academies?first=100&state=accredited')).body;
  const ordinary: { id: string; code: string; profile: string }[] = items.filter(
    ({ profile }: { profile: string }) => profile === 'ordinary',
  );
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const found = (await admin.get('/v1/trainers?mayProctor=true&first=100')).body.items as { academyId: string }[];
    const theirs = ordinary.filter(({ id }) => found.some(({ academyId }) => academyId === id));
    if (theirs.length >= 2) return theirs.map(({ code }) => code);
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error('no academies with proctors');
}

type Given = Awaited<ReturnType<typeof givenOf>>;

/** A school's file for a day, and its people's accounts at Microsoft. */
async function givenOf(academy: string, seed: number) {
  const { csv, rows, defects, matricules } = konosysFile({ people: 12, sites: [academy], seed });
  const users = matricules.map((one) => ({ userPrincipalName: `${one}@takwin.test`, usageLocation: 'MA' }));
  const headers = { 'content-type': 'application/json' };
  const url = `${running.urls.simulators}/_simulator/users`;
  await fetch(url, { method: 'POST', body: JSON.stringify({ users }), headers });
  const rejected = Object.values(defects).reduce((sum, count) => sum + count, 0);
  return { url: running.url, tokens, academy, roster: { csv, rows, rejected, matricules } };
}

async function dayOf(file: string, name: string, academy: string, seed: number): Promise<[Given, Day]> {
  const given = await givenOf(academy, seed);
  const day = (await import(new URL(`../clients/${file}.ts`, import.meta.url).href)) as Record<
    string,
    (given: object) => Promise<Day>
  >;
  return [given, await day[name]!(given)];
}

function expectWhole(day: Day, { academy, roster }: Given): void {
  expect(day).toMatchObject({
    academy,
    accepted: roster.rows - roster.rejected,
    rejected: roster.rejected,
    rejectedRows: roster.rejected,
    persons: 12,
    booked: 12,
    passed: 11,
    credentials: 11,
    verified: true,
    why: expect.arrayContaining([expect.any(String)]),
    licensed: true,
    run: { total: 12 },
  });
  expect(day.enrolled).toBeGreaterThan(0);
  expect(day.run.done + day.run.failed).toBe(12);
}

describe('clients that are generated from the OpenAPI document and from the graph', () => {
  it('fit what an integrator does in a day, by types', async () => {
    expect(await faultsOf({ openapi: document, graph })).toBe('');
  }, 240_000);

  it('fit no longer where the documents are wrong', async () => {
    const wrong = structuredClone(document);
    delete wrong.components.schemas.Import!.properties!.rejected;
    const { content } = wrong.paths['/v1/imports']!.post!.requestBody!;
    for (const media of Object.values(content)) media.schema.type = 'object';
    delete wrong.paths['/v1/persons/search'];
    const found = await faultsOf({
      openapi: wrong,
      graph: graph
        .replace('leastExamMinutes: Int!', 'leastMinutes: Int!')
        .replace('mayProctor: Boolean', 'mayProctor: Int'),
    });
    expect(found).toMatch(/rest-day\.ts.*'rejected' does not exist/);
    expect(found).toMatch(/rest-day\.ts.*Type 'string' is not assignable/);
    expect(found).toMatch(/rest-day\.ts.*"\/v1\/persons\/search"/);
    expect(found).toMatch(/graph-exams\.ts.*is of type 'unknown'/);
    expect(found).toMatch(/Cannot query field "leastExamMinutes"/);
    expect(found).toMatch(/Int cannot represent/);
  }, 240_000);

  it('do that day, each', async () => {
    const both = await days;
    expect(both).toHaveLength(2);
    for (const [given, day] of both) expectWhole(day, given);
  }, 240_000);
});

describe('a client that is generated from the OpenAPI document', () => {
  it('reaches every operation of the document, with what the document says of it', async () => {
    const before = await answeredBy();
    const faults: unknown[] = [];
    const operations = Object.entries(resolved(document)).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
    );
    for (const { path, method, operation } of operations) {
      const call = () => exampleCall(operation);
      let answer = await answerTo(tokens.programme, method, path, call());
      for (const token of [tokens.centre, tokens.own])
        if (answer.status === 403) answer = await answerTo(token, method, path, call());
      const { status, refusal } = answer;
      if (isUnread(status, refusal)) faults.push([method, path, status, refusal]);
    }
    expect(faults).toEqual([]);
    const after = await answeredBy();
    const unreached = operations.filter(({ path, method }) => {
      const key = `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
      // The gateway's own: it asks every service for its part.
      return path !== '/v1/own-data' && (after.get(key) ?? 0) <= (before.get(key) ?? 0);
    });
    expect(unreached.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(operations.length).toBeGreaterThan(130);
  }, 120_000);
});

type Refusal = { code?: string; errors?: { code: string }[] };

async function answerTo(token: string, method: string, path: string, call: object) {
  const headers = { authorization: `Bearer ${token}` };
  const client = createClient<Record<string, object>>({ baseUrl: running.url, headers });
  const { error, response } = await client.request(method as never, path as never, call as never);
  return { status: response.status, refusal: (error ?? {}) as Refusal };
}

/** A call of an operation by what the document says alone: what it requires, by examples. */
function exampleCall({ operationId, parameters, requestBody }: Operation) {
  const { schemas } = document.components;
  const of = (place: string): Record<string, unknown> =>
    Object.fromEntries(
      parameters
        .filter((one) => one.in === place && (one.required || one.name === 'Idempotency-Key'))
        .map(({ name, schema }) => [name, HEADERS[name]?.() ?? exampleOf(schema, schemas)]),
    );
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const said = media && (media.example ?? exampleOf(media.schema, schemas));
  return {
    params: { path: of('path'), query: of('query'), header: of('header') },
    parseAs: 'text',
    ...(media && { headers: { 'content-type': type } }),
    ...(type === 'application/json'
      ? { body: { ...(said as object), ...ONE_OF[operationId] } }
      : { body: said, bodySerializer: (file: unknown) => file }),
  };
}

const HEADERS: Record<string, () => string> = { 'If-Match': () => '"1"', 'Idempotency-Key': () => randomUUID() };

/** Of bodies with one of several fields, which no schema of them requires, the one that is sent. */
const ONE_OF: Record<string, object> = { Register: { sittingId: randomUUID() } };

/** What a field may be refused for though it is as its schema says: what it says beside others, or of the world. */
const BEYOND_SCHEMAS = [
  'exactly_one',
  'unknown',
  'ends_before_it_begins',
  'in_the_future',
  'invalid_document',
  'invalid_duration',
];

function isUnread(status: number, { code, errors = [] }: Refusal): boolean {
  if (status === 422 && code === 'INVALID_INPUT') return !errors.every((one) => BEYOND_SCHEMAS.includes(one.code));
  return status >= 500 || [400, 401, 403, 405, 406, 413, 415, 428].includes(status);
}

/** How many requests each route of each service has answered. */
async function answeredBy(): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const url of Object.values(running.urls)) {
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const [, labels, count] of text.matchAll(/^takwin_http_request_seconds_count\{([^}]*)\} (\d+)/gm)) {
      const label = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(labels!)![1]!;
      const key = `${label('method').toLowerCase()} ${label('route')}`;
      counts.set(key, (counts.get(key) ?? 0) + Number(count));
    }
  }
  return counts;
}

describe('an operation that is asked for as it is not served', () => {
  /** As the gateway answers, at the path of each operation, what `init` asks. */
  const asked = (init: (operation: Operation, method: string) => RequestInit | undefined) =>
    Promise.all(
      Object.entries(document.paths).flatMap(([path, item]) =>
        Object.entries(item).map(async ([method, operation]) => {
          const request = init(operation, method);
          if (!request) return [];
          // Which service takes a file, its kind says.
          const url = `${running.url}${path.replaceAll(/\{\w+\}/g, randomUUID())}?kind=konosys`;
          const authorization = `Bearer ${path.startsWith('/v1/own-') ? tokens.own : tokens.programme}`;
          const response = await fetch(url, {
            method: method.toUpperCase(),
            ...request,
            headers: { authorization, ...request.headers },
          });
          const { code } = (await response.json()) as Refusal;
          return [[path, response.status, code, response.headers.get('allow')]];
        }),
      ),
    ).then((all) => all.flat());

  it('names the methods of its path, in the one format', async () => {
    const served = (path: unknown): string[] =>
      Object.keys(document.paths[String(path)]!).flatMap((one) =>
        one === 'get' ? ['GET', 'HEAD'] : [one.toUpperCase()],
      );
    for (const [path, status, code, allow] of await asked(() => ({ method: 'OPTIONS' }))) {
      expect([path, status, code]).toEqual([path, 405, 'METHOD_NOT_ALLOWED']);
      // Those of a path with a parameter that takes this one in, too.
      expect(String(allow).split(', ')).toEqual(expect.arrayContaining(served(path)));
    }
  });

  it('refuses a body of another type, and who takes none of the forms of its answer', async () => {
    const headers = (name: string, value: string) => ({ headers: { [name]: value } });
    const typed = await asked(
      ({ requestBody }) => requestBody && { body: 'x', ...headers('content-type', 'text/html') },
    );
    expect(typed.length).toBeGreaterThan(60);
    for (const [path, ...refusal] of typed)
      expect([path, ...refusal]).toEqual([path, 415, 'UNSUPPORTED_MEDIA_TYPE', null]);
    for (const [path, ...refusal] of await asked(({ requestBody }) =>
      requestBody ? undefined : headers('accept', 'image/png'),
    ))
      expect([path, ...refusal]).toEqual([path, 406, 'NOT_ACCEPTABLE', null]);
  });
});

describe('a feed that may deliver results, and nothing else', () => {
  it('is shown imports of results at both doors, and of no other kind', async () => {
    const sender = apiOf(running.url, tokens.feed);
    const csv = { headers: { 'content-type': 'text/csv' } };
    const { id } = (await sender.post('/v1/imports?kind=results', 'a\n1', csv)).body;
    const ask = async (kind: string, as = sender) =>
      (await as.graphql(`{ imports(kind: ${kind}, first: 1) { edges { node { id } } } }`)).body;
    expect(await ask('RESULTS')).toEqual({ data: { imports: { edges: [{ node: { id } }] } } });
    expect((await sender.get(`/v1/imports/${id}`)).body).toMatchObject({ id, kind: 'results' });
    const refused = { data: { imports: null }, errors: [{ extensions: { code: 'FORBIDDEN' } }] };
    expect(await ask('KONOSYS')).toMatchObject(refused);
    const roster = (await admin.post('/v1/imports?kind=konosys', 'a\n1', csv)).body.id;
    expect((await sender.get('/v1/imports?kind=konosys')).status).toBe(403);
    for (const unknown of [roster, randomUUID()])
      expect((await sender.get(`/v1/imports/${unknown}`)).body.code).toBe('NOT_FOUND');
    for (const kind of ['RESULTS', 'KONOSYS'])
      expect((await ask(kind, apiOf(running.url))).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});
