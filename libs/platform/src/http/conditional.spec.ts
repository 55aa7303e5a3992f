import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { apiOf } from '../testing/api.js';
import { SampleModule } from '../testing/sample-service.js';
import { testService, type TestService } from '../testing/service.js';
import { testTokens, type TestTokens } from '../testing/tokens.js';

let tokens: TestTokens;
let service: TestService;
let token: string;
let api: ReturnType<typeof apiOf>;
let path: string;
let id: string;

beforeAll(async () => {
  tokens = await testTokens();
  service = await testService(SampleModule, { env: tokens.env });
  token = await tokens.of({ role: 'programme-admin' });
  api = apiOf(service.url, token);
});
afterAll(async () => {
  await service?.close();
  await tokens?.close();
});
beforeEach(async () => {
  id = (await api.post('/v1/orders', { table: randomUUID(), dish: 'tajine', guests: 2 })).body.id;
  path = `/v1/orders/${id}`;
});

/** A change that says exactly this as its condition. */
const change = async (guests: number, condition?: string) => {
  const headers: Record<string, string> = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  if (condition !== undefined) headers['if-match'] = condition;
  const answer = await fetch(service.url + path, { method: 'PATCH', headers, body: JSON.stringify({ guests }) });
  return { status: answer.status, etag: answer.headers.get('etag'), body: await answer.json() };
};
const read = (headers?: Record<string, string>) => api.get(path, { headers });

describe('a change of one thing', () => {
  it('is refused without a condition', async () => {
    expect(await change(3)).toMatchObject({ status: 428, body: { code: 'PRECONDITION_REQUIRED' } });
    expect((await read()).body.guests).toBe(2);
  });

  it('is made of who read the latest version, whose answer shows the next ETag', async () => {
    const { headers } = await read();
    const { status, etag } = await change(3, headers.get('etag')!);
    expect(status).toBe(200);
    expect(etag).toBe((await read()).headers.get('etag'));
    expect((await change(4, 'W/"2"')).status).toBe(200);
  });

  it('is refused of who read an earlier one, and told the present one', async () => {
    await change(3, '"1"');
    expect(await change(4, '"1"')).toMatchObject({ status: 412, body: { code: 'VERSION_MISMATCH', current: 2 } });
  });

  it.each(['', '*', 'abc', '"1.5" x', '12345678901', '"1", "2"'])('is refused on the condition %j', async (given) => {
    const { status, body } = await change(3, given);
    expect([status, body.code, body.errors[0].path]).toEqual([422, 'INVALID_INPUT', 'if-match']);
  });

  it('is made once of two who read the same', async () => {
    const both = await Promise.all([change(3, '"1"'), change(4, '"1"')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  it('says in the graph which version it expects', async () => {
    const text = 'mutation ($input: ChangeOrderInput!) { changeOrder(input: $input) { guests } }';
    const said = async (expectedVersion?: number) =>
      (await api.graphql(text, { input: { id, guests: 5, expectedVersion } })).body;
    expect((await said(9)).errors).toMatchObject([{ extensions: { code: 'VERSION_MISMATCH', current: 1 } }]);
    expect(await said(1)).toEqual({ data: { changeOrder: { guests: 5 } } });
    expect(await said()).toEqual({ data: { changeOrder: { guests: 5 } } });
  });

  it('is not passed over where an operation takes no condition', async () => {
    const { status, body } = await api.post(`${path}/serve`, {}, { headers: { 'if-match': '"1"' } });
    expect([status, body.errors[0]]).toMatchObject([422, { path: 'if-match', code: 'unrecognized_keys' }]);
  });
});

describe('a body', () => {
  it.each([
    ['text/plain', '{"guests":3}', 415],
    ['application/x-www-form-urlencoded', 'guests=3', 415],
    ['application/json; charset=iso-8859-1', '{"guests":3}', 415],
    ['application/json; charset=utf-16', '{"guests":3}', 415],
    ['application/json', Buffer.from('{"note":"caf\xe9"}', 'latin1'), 400],
    ['application/json; charset=utf-8', Buffer.from('{"note":"\xed\xa0\x80"}', 'latin1'), 400],
    ['application/json', '[{"guests":3}]', 422],
    ['application/json', '"three"', 422],
    ['application/json', 'null', 422],
  ])('of %s that says %s is refused, and nothing of it passed over', async (type, body, status) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    const answer = await fetch(`${service.url}${path}/serve`, { method: 'POST', headers, body });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it.each(['application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'application/json; charset=utf8'])(
    'of %s is read as it was written',
    async (type) => {
      const note = 'طاجين aux citrons confits \u{1F34B}';
      const placed = { table: randomUUID(), dish: 'tajine', guests: 2, note };
      const { status, body } = await api.post('/v1/orders', placed, { headers: { 'content-type': type } });
      expect([status, body.note]).toEqual([201, note]);
    },
  );
});

describe('a read', () => {
  it('is not sent again to who has it', async () => {
    const etag = (await read()).headers.get('etag')!;
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*'])
      expect(await read({ 'if-none-match': known })).toMatchObject({ status: 304, body: '' });
    expect((await read({ 'if-none-match': '"1.other"' })).status).toBe(200);
    await change(3, etag);
    expect((await read({ 'if-none-match': etag })).status).toBe(200);
  });

  it.each([
    ['one thing', () => path],
    ['a list', () => '/v1/orders'],
  ])('of the head of %s has the ETag of the whole', async (_, where) => {
    const etag = (await api.get(where())).headers.get('etag')!;
    const head = (more: Record<string, string> = {}) =>
      fetch(service.url + where(), { method: 'HEAD', headers: { authorization: `Bearer ${token}`, ...more } });
    expect((await head()).headers.get('etag')).toBe(etag);
    const known = await head({ 'if-none-match': etag });
    expect([known.status, known.headers.get('etag')]).toEqual([304, etag]);
  });

  it('of a list has an ETag too, and a refusal has none', async () => {
    const list = await api.get('/v1/orders');
    const again = { headers: { 'if-none-match': list.headers.get('etag')! } };
    expect((await api.get('/v1/orders', again)).status).toBe(304);
    expect((await api.get(`/v1/orders/${randomUUID()}`)).headers.get('etag')).toBeNull();
  });
});
