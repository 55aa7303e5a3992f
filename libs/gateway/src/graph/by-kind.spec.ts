import { afterAll, beforeAll, expect, it } from '@jest/globals';
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

it.each([
  ['ROSTER', 'roster', { academies: 1 }],
  ['RESULTS', 'results', { academies: 1, certifications: 1 }],
])('a list of %s is of the service that has it', async (kind, name, calls) => {
  toys.counts();
  const { body } = await gateway.ask({ query: `{ files(kind: ${kind}, first: 2) { names } }` });
  expect(body).toEqual({ data: { files: { names: [name, name] } } });
  expect(toys.counts()).toEqual(calls);
});

it('says which service does not answer, of the kinds that it has', async () => {
  await toys.stop('certifications');
  const ask = (kind: string) => gateway.ask({ query: `{ files(kind: ${kind}, first: 1) { names } }` });
  expect((await ask('RESULTS')).body.errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  expect((await ask('ROSTER')).body).toEqual({ data: { files: { names: ['roster'] } } });
});
