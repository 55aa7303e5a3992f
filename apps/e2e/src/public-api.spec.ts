import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf, type Send } from '@takwin/platform/testing';
import { eventually } from './testing/eventually.js';
import { startHouse, TO_START, type House } from './testing/house.js';
import { serverAudits } from 'graphql-http';
import { statementsOf } from './testing/statements-of.js';
import { WHOLE_PERSON } from './testing/whole-person.js';

let running: House;
let admin: ReturnType<typeof apiOf>;
let tokenFor: House['tokenOf'];

beforeAll(async () => {
  running = await startHouse();
  tokenFor = running.tokenOf;
  admin = apiOf(running.url, await tokenFor('programme-admin'));
  await eventually(async () => (await admin.get('/v1/trainers?first=100')).body.items.length === 100);
}, TO_START);

afterAll(() => running?.close());

describe('one query over five services', () => {
  const people = (first: number, send?: Send) =>
    admin.graphql(`{ trainers(first: ${first}) { edges { node { topics person { ${WHOLE_PERSON} } } } } }`, {}, send);

  it('answers for one person by matricule', async () => {
    const { body } = await admin.graphql(
      `{ person(matricule: "9999000000001") { ${WHOLE_PERSON} trainer { topics } } }`,
    );
    expect(body.errors).toBeUndefined();
    expect(body.data.person).toMatchObject({ enrolments: [], registrations: [], licences: [] });
    expect(body.data.person.credentials).toEqual(expect.any(Array));
    expect(body.data.person.placements[0].academy.name.fr).toEqual(expect.any(String));
  });

  it('takes a variable that is null for one that was not given', async () => {
    const query = `query ($first: Int, $region: String, $id: ID) {
      academies(first: $first, region: $region) { edges { node { id } } } person(id: $id, matricule: "9999000000001") { id } }`;
    const { body } = await admin.graphql(query, { first: null, region: null, id: null });
    expect(body.errors).toBeUndefined();
    expect(body.data.academies.edges).toHaveLength(20);
    expect(body.data.person.id).toEqual(expect.any(String));
    const needed = await admin.graphql('query ($id: ID!) { academy(id: $id) { id } }', { id: null });
    expect(needed.body.errors[0].extensions).toMatchObject({ code: 'INVALID_INPUT', errors: [{ path: 'id' }] });
  });

  it('makes as many calls and statements for 100 persons as for one', async () => {
    await people(2);
    const one = await costOf((send) => people(1, send));
    const many = await costOf((send) => people(100, send));
    expect(one.answer.body.data.trainers.edges).toHaveLength(1);
    expect(many.answer.body.data.trainers.edges).toHaveLength(100);
    expect(many.answer.body.errors).toBeUndefined();
    expect(many.calls).toBe(one.calls);
    expect(many.statements).toBe(one.statements);
    expect(one.calls).toBeGreaterThan(3);
    expect(one.statements).toBeGreaterThan(4);
  });
});

describe('the gateway before the real services', () => {
  it('lists imports of either kind, each from the service that takes it', async () => {
    const send = async (kind: string): Promise<string> =>
      (await admin.post(`/v1/imports?kind=${kind}`, 'a\n1', { headers: { 'content-type': 'text/csv' } })).body.id;
    const [roster, results] = [await send('konosys'), await send('results')];
    const { body } =
      await admin.graphql(`{ rosters: imports(kind: KONOSYS) { ...Page } results: imports(kind: RESULTS) { ...Page } }
      fragment Page on Imports { totalCount edges { node { id kind } } pageInfo { hasNextPage } }`);
    const page = (id: string, kind: string) => ({
      ...{ totalCount: 1, edges: [{ node: { id, kind } }], pageInfo: { hasNextPage: false } },
    });
    expect(body).toEqual({ data: { rosters: page(roster, 'KONOSYS'), results: page(results, 'RESULTS') } });
  });

  it('passes every audit of GraphQL over HTTP', async () => {
    // Some of them ask for the schema, which needs a token.
    const authorization = `Bearer ${await tokenFor('programme-admin')}`;
    const fetchFn = (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), authorization } });
    const audits = serverAudits({ url: `${running.url}/graphql`, fetchFn });
    const results = await Promise.all(audits.map((audit) => audit.fn()));
    const failed = results.filter(({ status }) => status !== 'ok').map(({ name }) => name);
    expect(audits.length).toBeGreaterThanOrEqual(61);
    expect(failed).toEqual([]);
  });

  it('serves its documents without a token', async () => {
    const anyone = apiOf(running.url);
    expect((await anyone.get('/v1/openapi.json')).body).toMatchObject({ openapi: '3.1.0' });
    expect((await anyone.get('/docs')).status).toBe(200);
    expect((await anyone.get('/.well-known/jwks.json')).body.keys).toHaveLength(2);
    expect((await anyone.get('/health/ready')).status).toBe(200);
    const page = await fetch(`${running.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toMatch(/graphiql/i);
  });
});

describe('bad input at the public door', () => {
  const refused = (status: number, code: string) => ({ status, body: { code } });

  it('of tokens: expired, unsigned and foreign ones, and none', async () => {
    const [head, claims] = (await tokenFor('programme-admin')).split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
    for (const token of [undefined, unsigned, `${head}.${claims}.AAAA`, 'nonsense']) {
      expect(await admin.as(token).get('/v1/academies')).toMatchObject(refused(401, 'UNAUTHENTICATED'));
      const { body } = await admin.as(token).graphql('{ academies { edges { cursor } } }');
      expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  it('of text, ids, numbers and enum values: a 422 with the field named, and no row written', async () => {
    const academy = {
      code: 'ISTA-TEST-1',
      name: { fr: 'ISTA Test' },
      kind: 'ISTA',
      region: 'MA-04',
      province: '04.421',
      city: 'Rabat',
    };
    const post = (about: object) => admin.post('/v1/academies', { ...academy, ...about });
    const fault = async (about: object) => (await post(about)).body.errors?.[0]?.path;
    expect(await fault({ name: { fr: 'A\u0000B' } })).toBe('name.fr');
    expect(await fault({ name: { fr: 'A\uD800B' } })).toBe('name.fr');
    expect(await fault({ kind: 'CASTLE' })).toBe('kind');
    expect(await fault({ region: 'MA-13' })).toBe('region');
    expect(await fault({ admin: true })).toBe('admin');
    expect(await admin.get('/v1/academies/me')).toMatchObject(refused(422, 'INVALID_INPUT'));
    expect(await admin.get('/v1/academies?first=1e400')).toMatchObject(refused(422, 'INVALID_INPUT'));
    expect(await admin.get('/v1/academies?first=99999999999999999999')).toMatchObject(refused(422, 'INVALID_INPUT'));
    expect(await admin.get('/v1/academies?after=nonsense')).toMatchObject(refused(422, 'INVALID_INPUT'));
    const { items } = (await admin.get(`/v1/academies?q=${academy.code}&first=100`)).body;
    expect(items.map(({ code }: { code: string }) => code)).not.toContain(academy.code);
  });

  it('of bodies: malformed, of another type, and of 10 MB', async () => {
    expect(await admin.post('/v1/academies', '{"code":')).toMatchObject(refused(400, 'MALFORMED'));
    const xml = { headers: { 'content-type': 'application/xml' } };
    expect(await admin.post('/v1/academies', '<a/>', xml)).toMatchObject(refused(415, 'UNSUPPORTED_MEDIA_TYPE'));
    const huge = JSON.stringify({ code: 'x'.repeat(10_000_000) });
    expect(await admin.post('/v1/academies', huge)).toMatchObject(refused(413, 'PAYLOAD_TOO_LARGE'));
    expect(await admin.get('/v1/nowhere')).toMatchObject(refused(404, 'NOT_FOUND'));
  });

  it('of queries: too deep and too many aliases', async () => {
    const deep = `{ academies { edges { node ${'{ rooms { id } sittings { academy '.repeat(8)} { id } ${'} }'.repeat(8)} } } }`;
    expect((await admin.graphql(deep)).body.errors[0].extensions.code).toBe('QUERY_TOO_DEEP');
    const aliased = `{ ${Array.from({ length: 200 }, (_, index) => `a${index}: academies { edges { cursor } }`).join(' ')} }`;
    expect((await admin.graphql(aliased)).body.errors[0].extensions.code).toBe('TOO_MANY_ALIASES');
  });

  it('of another academy’s manager: what one may not know of does not exist', async () => {
    const { items } = (await admin.get('/v1/academies?first=2')).body;
    const [mine, other] = items as { id: string }[];
    const manager = apiOf(running.url, await tokenFor('academy-manager', { academy: [mine!.id] }));
    const body = { code: 'S9', seats: 10 };
    expect(await manager.post(`/v1/academies/${other!.id}/rooms`, body)).toMatchObject(refused(404, 'NOT_FOUND'));
    expect((await manager.post(`/v1/academies/${mine!.id}/rooms`, body)).status).toBe(201);
    const candidate = apiOf(running.url, await tokenFor('candidate', { person: crypto.randomUUID() }));
    expect(await candidate.post(`/v1/academies/${mine!.id}/rooms`, body)).toMatchObject(refused(403, 'FORBIDDEN'));
  });
});

describe('what is mapped', () => {
  it('is known to the service that runs: an academy and a room are changed', async () => {
    const { id, version } = (await admin.get('/v1/academies?first=1')).body.items[0];
    const changed = await admin.patch(`/v1/academies/${id}`, { profile: 'minors' });
    expect(changed).toMatchObject({ status: 200, body: { profile: 'minors', version: version + 1 } });
    const room = (await admin.post(`/v1/academies/${id}/rooms`, { code: 'S10', seats: 10 })).body;
    expect((await admin.post(`/v1/rooms/${room.id}/close`)).body).toMatchObject({ state: 'closed', version: 2 });
  });
});

describe('licensing behind the gateway', () => {
  const teacher = async (): Promise<string> => (await admin.get('/v1/trainers?first=1')).body.items[0].id;

  it('tells a person’s entitlement and the rules, at both doors', async () => {
    const id = await teacher();
    await eventually(async () => (await admin.get(`/v1/entitlements/${id}`)).status === 200);
    const { body } = await admin.get(`/v1/entitlements/${id}`);
    expect(body).toMatchObject({ personId: id, entitled: true });
    const names = (await admin.get('/v1/entitlement-rules')).body.items.map(({ name }: { name: string }) => name);
    const told = await admin.graphql(
      `{ entitlement(personId: "${id}") { entitled person { matricule } } entitlementRules { items { name } } }`,
    );
    expect(told.body).toEqual({
      data: {
        entitlement: { entitled: true, person: { matricule: expect.any(String) } },
        entitlementRules: { items: names.map((name: string) => ({ name })) },
      },
    });
    expect(names).toContain('Formateurs et personnel');
  });

  it('lists drift, and hands first passwords over', async () => {
    const drift = await admin.graphql('{ licenceDrift(kind: NOT_HERE) { edges { node { sku person { id } } } } }');
    expect(drift.body).toEqual({ data: { licenceDrift: { edges: [] } } });
    expect((await admin.get('/v1/licence-drift')).body).toEqual({ items: [], nextCursor: null });
    const id = await teacher();
    const handed = await admin.post('/v1/initial-secrets/hand-over', { personIds: [id] });
    expect(handed).toMatchObject({ status: 200, body: { items: [], missing: [id] } });
    const candidate = admin.as(await tokenFor('candidate', { person: id }));
    expect((await candidate.get(`/v1/entitlements/${id}`)).body.entitled).toBe(true);
    for (const path of ['/v1/entitlement-rules', '/v1/licence-drift'])
      expect((await candidate.get(path)).body.code).toBe('FORBIDDEN');
    expect((await candidate.post('/v1/initial-secrets/hand-over', { personIds: [id] })).body.code).toBe('FORBIDDEN');
  });
});

type Cost<T> = { answer: T; calls: number; statements: number };

/** How many calls the gateway made and how many statements the services ran for one request. */
async function costOf<T>(ask: (send: Send) => Promise<T>): Promise<Cost<T>> {
  const { answer, statements } = await statementsOf(async (send) => {
    const before = await callsMade();
    return { answer: await ask(send), calls: (await callsMade()) - before };
  });
  return { ...answer, statements };
}

async function callsMade(): Promise<number> {
  const text = (await admin.get('/metrics')).body as string;
  const counts = [...text.matchAll(/^takwin_gateway_call_seconds_count\{[^}]*\} (\d+)/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
