import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { gatewayBefore } from '../testing/toy-gateway.js';
import { ToySubgraphs } from '../testing/toy-subgraphs.js';

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

const list = (first: number) =>
  `{ people(first: ${first}) { name academy { title sittings } registrations { exam { code voucherPrice } } licences } }`;

describe('the graph', () => {
  it('makes as many calls for a list of 100 as for a list of 1', async () => {
    const one = await gateway.ask({ query: list(1) });
    const forOne = toys.counts();
    const hundred = await gateway.ask({ query: list(100) });
    expect(toys.counts()).toEqual(forOne);
    expect(forOne).toEqual({ academies: 1, certifications: 1, licensing: 2 });
    expect(hundred.body.data?.people).toHaveLength(100);
    expect(one.body.data?.people).toEqual([
      {
        name: 'Person 0',
        academy: { title: 'Academy', sittings: 2 },
        registrations: [{ exam: { code: 'MO-200', voucherPrice: 90 } }],
        licences: ['A3'],
      },
    ]);
  });

  it('hands on who asks, the trace, the key and the language, and no other header', async () => {
    toys.calls.length = 0;
    const passed = {
      authorization: 'Bearer t',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'idempotency-key': 'k1',
      'accept-language': 'ar',
    };
    await gateway.ask({ query: list(1) }, { ...passed, cookie: 'c=1', 'x-forwarded-user': 'root' });
    for (const { headers } of toys.calls) {
      expect(headers).toMatchObject(passed);
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['cookie']));
      expect(headers['x-forwarded-user']).toBeUndefined();
    }
    expect(toys.calls).toHaveLength(4);
  });

  it.each([
    ['multipart/mixed', 406, 'application/json'],
    ['text/event-stream', 406, 'application/json'],
    ['image/png', 406, 'application/json'],
    ['text/event-stream, application/json;q=0.1', 200, 'application/json'],
    ['multipart/mixed, application/graphql-response+json', 200, 'application/graphql-response+json'],
    ['*/*', 200, 'application/'],
    ['', 200, 'application/json'],
  ])('streams no answer, and says so to who takes nothing else: %s', async (accept, status, type) => {
    toys.calls.length = 0;
    const asked = await gateway.ask({ query: '{ people(first: 1) { name } }' }, { accept });
    expect(asked.status).toBe(status);
    expect(asked.headers.get('content-type')).toContain(type);
    expect(toys.calls).toHaveLength(status === 200 ? 1 : 0);
    if (status === 406) expect(asked.body.errors).toMatchObject([{ extensions: { code: 'NOT_ACCEPTABLE' } }]);
  });

  it('answers what one selection asks for again as one, at every depth, under aliases and conditions', async () => {
    const query = `query ($no: Boolean!) {
      people(first: 2) { name registrations { exam { code } } }
      people(first: 2) { registrations { id } registrations { exam { voucherPrice } } licences }
      people(first: 2) @skip(if: $no) { name academy { title } }
      few: people(first: 1) { name }
      few: people(first: 1) { ...More }
    }
    fragment More on Person { registrations { id } registrations { exam { code } } }`;
    const { body } = await gateway.ask({ query, variables: { no: true } });
    const person = (index: number) => ({
      name: `Person ${index}`,
      registrations: [{ id: `r${index}`, exam: { code: 'MO-200', voucherPrice: 90 } }],
      licences: ['A3'],
    });
    expect(body).toEqual({
      data: {
        people: [person(0), person(1)],
        few: [{ name: 'Person 0', registrations: [{ id: 'r0', exam: { code: 'MO-200' } }] }],
      },
    });
  });

  it('runs a mutation and reads what other services add to its answer', async () => {
    const query = 'mutation ($input: RenameInput!) { rename(input: $input) { name licences } }';
    const { body } = await gateway.ask({ query, variables: { input: { id: '7', name: 'Salma' } } });
    expect(body).toEqual({ data: { rename: { name: 'Salma', licences: ['A3'] } } });
  });

  it('answers introspection, alone, in fragments and beside other operations', async () => {
    const type = '__type(name: "Person") { name }';
    const person = { data: { __type: { name: 'Person' } } };
    expect((await gateway.ask({ query: `{ ${type} }` })).body).toEqual(person);
    expect((await gateway.ask({ query: `{ ...F } fragment F on Query { ${type} }` })).body).toEqual(person);
    const query = `query Schema { ${type} } query Data { skus }`;
    expect((await gateway.ask({ query, operationName: 'Schema' })).body).toEqual(person);
    expect((await gateway.ask({ query, operationName: 'Data' })).body).toEqual({ data: { skus: ['A3'] } });
    expect((await gateway.ask({ query: '{ __typename skus }' })).body).toEqual({
      data: { __typename: 'Query', skus: ['A3'] },
    });
  });

  it('refuses an operation name that the document does not have', async () => {
    const { status, body } = await gateway.ask({ query: '{ skus }', operationName: 'Missing' });
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'OPERATION_RESOLUTION_FAILURE']);
  });

  it('names line and column of what does not parse or fit the schema', async () => {
    const unknown = await gateway.ask({ query: '{ skus\n  nothing }' });
    expect(unknown.body.errors).toMatchObject([
      { locations: [{ line: 2, column: 3 }], extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    const broken = await gateway.ask({ query: '{ skus' });
    expect(broken.body.errors).toMatchObject([
      { locations: [{ line: 1, column: 7 }], extensions: { code: 'GRAPHQL_PARSE_FAILED' } },
    ]);
  });

  it('lets a variable of a scalar hold any JSON, and sends it as it came', async () => {
    const query = 'query ($since: DateTime) { people(first: 1, since: $since) { name } }';
    const { body } = await gateway.ask({ query, variables: { since: { promise: 1 } } });
    expect(body.data?.people).toHaveLength(1);
  });

  it.each(['variables', 'extensions'])('refuses %s of a URL that nobody can read', async (part) => {
    const response = await fetch(`${gateway.url}/graphql?query={skus}&${part}=nope`);
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect([response.status, errors[0]!.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  });

  it('takes JSON and no forms', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: 'query={skus}' });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect([response.status, errors[0]!.extensions.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(response.headers.get('accept')).toBe('application/json');
  });

  it('refuses to run a mutation by GET', async () => {
    const response = await fetch(`${gateway.url}/graphql?query=mutation{__typename}`);
    expect(response.status).toBe(405);
  });

  it('passes every audit of GraphQL over HTTP', async () => {
    const audits = serverAudits({ url: `${gateway.url}/graphql` });
    const results = await Promise.all(audits.map((audit) => audit.fn()));
    const failed = results.filter(({ status }) => status !== 'ok');
    for (const audit of failed) console.warn(audit.status, audit.id, audit.name, 'reason' in audit ? audit.reason : '');
    expect(failed).toEqual([]);
    expect(results).toHaveLength(61);
  });

  it('leaves the process its own signal handlers', () => {
    expect(process.listeners('SIGTERM').map(({ name }) => name)).not.toContain('terminateHandler');
  });
});
