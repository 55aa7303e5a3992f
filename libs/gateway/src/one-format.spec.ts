import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { apiOf } from '@takwin/platform/testing';
import { gatewayBefore } from './testing/toy-gateway.js';
import { ToySubgraphs } from './testing/toy-subgraphs.js';

const LANGUAGES = ['fr', 'ar', 'en'] as const;
const toys = new ToySubgraphs();
let gateway: Awaited<ReturnType<typeof gatewayBefore>>;

beforeAll(async () => {
  await toys.start();
  gateway = await gatewayBefore(toys);
});

afterAll(async () => {
  await gateway.close();
  await toys.stop();
  expect(gateway.defects).toEqual([]);
});

const problem = (code: string, language: (typeof LANGUAGES)[number]) => ({
  type: `/docs/refusals/${code}`,
  title: CATALOGUE.refusals[code]![language][0],
  code,
  detail: expect.stringMatching(/\S/),
});

describe('the REST edge refuses in one format', () => {
  it.each<[string, string, string | undefined, number, string]>([
    ['GET', '/v1/nowhere', undefined, 404, 'NOT_FOUND'],
    ['GET', '/v1/%zz', undefined, 400, 'MALFORMED'],
    ['GET', `/docs/${'x'.repeat(600)}`, undefined, 414, 'URL_TOO_LONG'],
    ['PROPFIND', '/v1/academies', undefined, 404, 'NOT_FOUND'],
    ['POST', '/docs', '{}', 405, 'METHOD_NOT_ALLOWED'],
    ['OPTIONS', '/health/live', undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['DELETE', '/v1/openapi.json', undefined, 405, 'METHOD_NOT_ALLOWED'],
    ['POST', '/v1/rooms', 'x'.repeat(2 ** 21), 413, 'PAYLOAD_TOO_LARGE'],
    ['POST', '/v1/imports?kind=nothing', 'a,b', 422, 'INVALID_INPUT'],
    ['GET', '/v1/trainers', undefined, 503, 'SERVICE_UNAVAILABLE'],
  ])('%s %s is a problem in three languages', async (method, path, body, status, code) => {
    for (const language of LANGUAGES) {
      const response = await fetch(gateway.url + path, { method, body, headers: { 'accept-language': language } });
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ ...problem(code, language), status });
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(response.headers.get('content-language')).toBe(language);
      expect(response.headers.get('vary')).toMatch(/accept-language/);
    }
  });

  it('refuses a body in a coding at every door, and says that it takes none', async () => {
    for (const path of ['/v1/imports?kind=konosys', '/v1/persons/search', '/graphql', '/v1/trainers']) {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      const response = await fetch(gateway.url + path, { method: 'POST', body: '{}', headers });
      expect([response.status, response.headers.get('accept-encoding')]).toEqual([415, 'identity']);
      expect(await response.text()).toContain('CONTENT_ENCODING_NOT_ACCEPTED');
    }
  });

  it.each([
    [
      'headers beyond all measure',
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    ['what is no HTTP', 'nonsense\r\n\r\n', 400, 'MALFORMED'],
  ])('answers %s with a problem, in French: no language was read', async (_, sent, status, code) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.write(sent);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*application/problem\\+json`));
    expect(JSON.parse(body)).toMatchObject({ ...problem(code, 'fr'), status });
  });

  it('names by which methods its own pages are served', async () => {
    for (const path of ['/', '/docs', '/docs/refusals/FORBIDDEN', '/v1/openapi.json', '/health/ready', '/metrics']) {
      const { status, headers } = await fetch(gateway.url + path, { method: 'PUT' });
      expect([path, status, headers.get('allow')]).toEqual([path, 405, 'GET, HEAD']);
    }
  });

  it('names the service that is away and says when to ask again', async () => {
    const { body, headers } = await apiOf(gateway.url).get('/v1/trainers', { headers: { 'accept-language': 'en' } });
    expect(body).toMatchObject({ service: 'trainers', detail: expect.stringContaining('trainers') });
    expect(headers.get('retry-after')).toBe('1');
    expect(body.errors).toBeUndefined();
  });

  it('says of a kind of import which there are', async () => {
    const { body } = await apiOf(gateway.url).post('/v1/imports?kind=x', 'a', { headers: { 'accept-language': 'fr' } });
    expect(body.errors).toEqual([
      { path: 'kind', code: 'invalid_value', message: expect.stringMatching(/^l’une des valeurs : konosys, /) },
    ]);
  });

  it('asks for the kind of a list of imports, which lies with the service of that kind', async () => {
    expect(await apiOf(gateway.url).get('/v1/imports?first=5')).toMatchObject({
      status: 422,
      body: { code: 'INVALID_INPUT', errors: [{ path: 'kind', message: expect.stringContaining('konosys, results') }] },
    });
  });
});

describe('the GraphQL door refuses in one format', () => {
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const query = (text: string, variables?: object) => JSON.stringify({ query: text, variables });

  it.each([
    ['a subscription, which the graph has none of', query('subscription { x }'), {}, 400, 'OPERATION_NOT_OFFERED'],
    ['what does not parse', query('{ skus'), {}, 200, 'GRAPHQL_PARSE_FAILED'],
    ['what does not fit the schema', query('{ nothing }'), {}, 200, 'GRAPHQL_VALIDATION_FAILED'],
    ['what nests too deep', query(`{ ${'a{'.repeat(20)}b${'}'.repeat(20)} }`), {}, 400, 'QUERY_TOO_DEEP'],
    ['what is too long', query(`{ skus } # ${'x'.repeat(2 ** 15)}`), {}, 400, 'QUERY_TOO_LARGE'],
    ['too many conditions', query(`{ skus ${'@skip(if: false)'.repeat(31)} }`), {}, 400, 'TOO_MANY_DIRECTIVES'],
    ['data beside the schema', query('{ skus __schema { types { name } } }'), {}, 400, 'INTROSPECTION_APART'],
    [
      'one of two without its name',
      query('query A { skus } query B { skus }'),
      {},
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['two in one', '[]', {}, 400, 'BATCH_REFUSED'],
    ['malformed JSON', '{', {}, 400, 'BAD_REQUEST'],
    ['a body beyond the limit', 'x'.repeat(2 ** 19), {}, 413, 'PAYLOAD_TOO_LARGE'],
    ['bytes that are no UTF-8', Buffer.from(query('{ skus } # \xe9'), 'latin1'), {}, 400, 'MALFORMED'],
    ['a member twice', '{"query":"{ skus }","variables":{"a":1,"\\u0061":2}}', {}, 422, 'INVALID_INPUT'],
    [
      'another charset',
      query('{ skus }'),
      { 'content-type': 'application/json; charset=iso-8859-1' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a form', 'query={skus}', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['another media type', 'x', { 'content-type': 'text/csv' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['an answer in another form', query('{ skus }'), { accept: 'text/csv' }, 406, 'NOT_ACCEPTABLE'],
    [
      'ill-typed variables',
      query('query($first: Int!) { people(first: $first) { name } }', { first: 'x' }),
      {},
      200,
      'INVALID_INPUT',
    ],
  ])('%s', async (_, body, headers, status, code) => {
    for (const language of LANGUAGES) {
      const response = await post(body, { 'accept-language': language, ...headers });
      const { errors } = (await response.json()) as {
        errors: { message: string; extensions: Record<string, unknown> }[];
      };
      expect(errors[0]!.extensions).toMatchObject(problem(code, language));
      expect(errors[0]!.message).toBe(errors[0]!.extensions.detail);
      expect(errors[0]!.extensions).not.toHaveProperty('http');
      expect(response.status).toBe(status);
      expect(response.headers.get('content-language')).toBe(language);
      expect(response.headers.get('vary')).toMatch(/accept-language/);
    }
  });

  it('a method that writes nothing, where a mutation is asked for', async () => {
    const mutation = encodeURIComponent('mutation { rename(input: { id: "1", name: "x" }) { name } }');
    const response = await fetch(`${gateway.url}/graphql?query=${mutation}`, { headers: { 'accept-language': 'en' } });
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    expect([response.status, errors[0]!.extensions]).toMatchObject([405, problem('METHOD_NOT_ALLOWED', 'en')]);
  });

  it('tells the faults of variables in the language of the caller', async () => {
    const rename = 'mutation ($input: RenameInput!) { rename(input: $input) { name } }';
    const variables = { input: { id: '1', name: 7, profile: 'X', more: 1 } };
    const ask = async (language: string) =>
      (await gateway.ask({ query: rename, variables }, { 'accept-language': language })).body.errors![0]!.extensions
        .errors;
    expect(await ask('fr')).toEqual([
      { path: 'name', code: 'invalid_type', message: 'n’est pas du type attendu' },
      { path: 'profile', code: 'invalid_value', message: 'l’une des valeurs : MAIN, ANNEX' },
      { path: 'more', code: 'unrecognized_keys', message: 'Clé non reconnue : "more"' },
    ]);
    expect(JSON.stringify(await ask('ar'))).toMatch(/\p{Script=Arabic}/u);
  });

  it('hands nothing back of a body that does not parse', async () => {
    const answer = await post('{"query": "a secret of somebody');
    expect(await answer.text()).not.toContain('secret');
  });

  it('says where a query is wrong, beside the sentence', async () => {
    const { body } = await gateway.ask({ query: '{ skus nothing }' });
    expect(body.errors![0]!.extensions.hint).toMatch(/"nothing"/);
    expect(body.errors![0]!).toMatchObject({ locations: [{ line: 1, column: 8 }] });
  });

  it('names the service that is away, and says when to ask again', async () => {
    await toys.stop('licensing');
    const { body, headers, status } = await gateway.ask({ query: '{ skus }' }, { 'accept-language': 'en' });
    await toys.start('licensing');
    expect(status).toBe(200);
    expect(body.errors![0]!.extensions).toMatchObject({
      ...problem('SERVICE_UNAVAILABLE', 'en'),
      service: 'licensing',
      status: 503,
    });
    expect(headers.get('retry-after')).toBe('1');
  });
});

describe('the page of a code, which is its type', () => {
  const page = async (path: string) => {
    const response = await fetch(gateway.url + path);
    return { status: response.status, headers: response.headers, html: await response.text() };
  };

  it('says title and sentence in three languages, the Arabic from right to left, and the status', async () => {
    const { status, headers, html } = await page('/docs/refusals/SITTING_IS_FULL');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    for (const language of LANGUAGES)
      for (const text of CATALOGUE.refusals.SITTING_IS_FULL![language]) expect(html).toContain(text);
    expect(html).toMatch(/lang="ar" dir="rtl"><h2>الجلسة مكتملة/);
    expect(html).toContain('HTTP 409');
    expect(html).toContain('Inscriptions aux examens');
  });

  it('is there for every code, and listed', async () => {
    const { html } = await page('/docs/refusals');
    const codes = Object.keys(CATALOGUE.refusals);
    expect(codes.filter((code) => !html.includes(`href="/docs/refusals/${code}"`))).toEqual([]);
    const pages = await Promise.all(codes.map((code) => page(`/docs/refusals/${code}`)));
    expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('shows the problem that a caller reads, whole, in each language', async () => {
    const { html } = await page('/docs/refusals/SEATS_SHORT');
    const [, ...examples] = html
      .split('<pre><code>')
      .map((part) => part.split('</code>')[0]!.replaceAll('&quot;', '"'));
    expect(examples.map((text) => JSON.parse(text) as object)).toEqual(
      LANGUAGES.map((language) => ({
        ...{ type: '/docs/refusals/SEATS_SHORT', code: 'SEATS_SHORT', status: 409, needed: 90, free: 40 },
        title: CATALOGUE.refusals['SEATS_SHORT']![language][0],
        detail: CATALOGUE.refusals['SEATS_SHORT']![language][1].replace('{needed}', '90').replace('{free}', '40'),
      })),
    );
  });

  it('shows the page of its family for what Microsoft names itself', async () => {
    const { status, html } = await page('/docs/refusals/GRAPH_REFUSED_REQUEST_BADREQUEST');
    expect(status).toBe(200);
    expect(html).toContain('<code>GRAPH_REFUSED_REQUEST_BADREQUEST</code>');
    expect(html).toContain(CATALOGUE.refusals['GRAPH_REFUSED']!.fr[0]);
  });

  it('is not there for what is no code', async () => {
    for (const path of [
      '/docs/refusals/NOTHING',
      '/docs/refusals/GRAPH_REFUSED_<b>',
      '/docs/refusals/constructor',
      '/docs/refusals/A/B',
    ])
      expect((await page(path)).status).toBe(404);
  });
});
