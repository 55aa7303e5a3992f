import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Vault } from '@takwin/platform/vault';
import { RunResultImportHandler } from './run-result-import.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => void (house = await examEnvironment()));
afterAll(() => house?.close());

/** As the gateway asks, which was told by another service what its caller had asked for. */
const ask = (asked: string, as = house.admin) =>
  as.graphql(
    `query ($pages: [_Any!]!) { _entities(representations: $pages) {
      ... on ResultImportConnection { totalCount edges { node { id kind } } pageInfo { hasNextPage } } } }`,
    { pages: [{ __typename: 'ResultImportConnection', asked }] },
  );
const send = async (as = house.admin): Promise<string> => {
  const file = 'registrationId,startedAt,score\n,2026-11-24T09:05:00Z,800';
  return (await as.post('/v1/imports?kind=results', file, { headers: { 'content-type': 'text/csv' } })).body.id;
};

describe('imports of results that another service was asked for', () => {
  it('are those of REST', async () => {
    const sent = [await send(), await send()];
    const { items } = (await house.admin.get('/v1/imports?kind=results')).body;
    const ids: string[] = items.map(({ id }: { id: string }) => id);
    expect(ids.toSorted()).toEqual(sent.toSorted());
    const { body } = await ask(JSON.stringify({ kind: 'results', first: 1 }));
    expect(body.data._entities).toEqual([
      { totalCount: 2, edges: [{ node: { id: ids[0], kind: 'RESULTS' } }], pageInfo: { hasNextPage: true } },
    ]);
  });

  it('are under the rule and the schema of this service, whatever the other let through', async () => {
    const other = house.admin.as(await house.tokens.of({ role: 'trainer' }));
    const all = JSON.stringify({ kind: 'results' });
    expect((await ask(all, other)).body.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    for (const wrong of ['{"kind":"konosys"}', '{"kind":"results","first":500}', '{"kind":"results","of":1}'])
      expect((await ask(wrong)).body.errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
  });
});

describe('an import of results that is cancelled', () => {
  it('is taken in by no worker, at either door, of who sent it and of the programme', async () => {
    const machine = house.admin.as(await house.tokens.of({ role: 'integrator', scopes: ['results'] }));
    const [own, other] = [await send(machine), await send()];
    expect(await machine.post(`/v1/imports/${other}/cancel`)).toMatchObject({ status: 404 });
    expect(await machine.post(`/v1/imports/${own}/cancel`)).toMatchObject({ body: { state: 'cancelled' } });
    expect(await house.admin.post(`/v1/imports/${own}/cancel`)).toMatchObject({ body: { code: 'IMPORT_HAS_ENDED' } });
    const { body } = await house.admin.graphql(`mutation { cancelResultImport(input: { id: "${other}" }) { state } }`);
    expect(body.data.cancelResultImport).toEqual({ state: 'CANCELLED' });
    const wake = { wake: async () => {} } as never;
    for (const id of [own, other])
      await new RunResultImportHandler(house.database.db, wake, house.running.get(Vault)).run(id);
    const { items } = (await house.admin.get('/v1/imports?kind=results&state=cancelled')).body;
    expect(items).toMatchObject([
      { rows: 0, rejected: 0 },
      { rows: 0, rejected: 0 },
    ]);
  });
});
