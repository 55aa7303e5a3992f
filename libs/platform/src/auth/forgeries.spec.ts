import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf } from '../testing/api.js';
import { forgingIssuer, type ForgingIssuer } from '../testing/forge.js';
import { forgeriesOf, type Forgery, trueTokens } from '../testing/forgeries.js';
import { SampleModule, SampleService } from '../testing/sample-service.js';
import { testService, type TestService } from '../testing/service.js';

let issuer: ForgingIssuer;
let service: TestService;
let forgeries: Forgery[];

beforeAll(async () => {
  issuer = await forgingIssuer();
  service = await testService(SampleModule, { env: issuer.env });
  forgeries = forgeriesOf(issuer);
});
afterAll(async () => {
  await service?.close();
  await issuer?.close();
});

const overBoth = (authorization: string) => {
  const api = apiOf(service.url);
  const send = { headers: { authorization } };
  return Promise.all([api.get('/v1/orders', send), api.graphql('{ orders { pageInfo { hasNextPage } } }', {}, send)]);
};

describe('a token that is forged, ill-formed or unfit', () => {
  it('is of 108 kinds or more, no two the same', () => {
    expect(forgeries.length).toBeGreaterThanOrEqual(108);
    expect(new Set(forgeries.map(([what]) => what)).size).toBe(forgeries.length);
    const sent = forgeries.map(([, authorization]) => authorization);
    expect(forgeries.filter(([, one], at) => sent.indexOf(one) !== at).map(([what]) => what)).toEqual([]);
  });

  it('is refused by name at both doors, and nothing runs', async () => {
    const taken: string[] = [];
    for (const [what, authorization, status] of forgeries) {
      const [rest, graphql] = await overBoth(authorization);
      const code = status === 401 ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      const { errors = [], data } = graphql.body as { errors?: { extensions: object }[]; data: object };
      const problem = { ...rest.body, told: rest.headers.get('content-type') };
      if (
        JSON.stringify([rest.status, problem.code, problem.told]) !==
        JSON.stringify([status, code, 'application/problem+json; charset=utf-8'])
      )
        taken.push(`REST: ${what}: ${rest.status} ${problem.code} ${problem.told}`);
      const extensions = errors[0]?.extensions as { code?: string; status?: number };
      if (
        graphql.status !== 200 ||
        extensions?.code !== code ||
        extensions.status !== status ||
        JSON.stringify(data) !== '{"orders":null}'
      )
        taken.push(`GraphQL: ${what}: ${graphql.status} ${JSON.stringify(graphql.body)}`);
    }
    expect(taken).toEqual([]);
    expect(service.get(SampleService).ran).toEqual([]);
  });

  it('differs from true ones, which are taken', async () => {
    for (const [what, authorization] of trueTokens(issuer)) {
      const [rest, graphql] = await overBoth(authorization);
      expect([what, rest.status, graphql.body.errors]).toEqual([what, 200, undefined]);
    }
  });
});
