import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { apiOf } from '@takwin/platform/testing';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, rowOf } from '../testing/konosys-file.js';
import { RunImportHandler } from './run-import.js';

type Api = ReturnType<typeof apiOf>;

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);

const ask = (kind: string, about = '', as = admin) =>
  as.graphql(`{ imports(kind: ${kind}${about}) {
    __typename totalCount edges { cursor node { id kind state } } pageInfo { hasNextPage endCursor } } }`);
const send = async (as = admin): Promise<string> => {
  const headers = { 'content-type': 'text/csv' };
  return (await as.post('/v1/imports?kind=konosys', fileOf(rowOf({ Site: 'X' })), { headers })).body.id;
};

/** A file of one person in an academy, worked, with a row beside it that is rejected. */
async function taken(as: Api, { code }: { code: string }): Promise<string> {
  const rows = fileOf(rowOf({ Site: code }), rowOf({ Site: 'nowhere', CIN: 'AB123456' }));
  const { body } = await as.post('/v1/imports?kind=konosys', rows, { headers: { 'content-type': 'text/csv' } });
  await new RunImportHandler(database.db, running.get(CinVault)).run(body.id);
  return body.id;
}
/** What a caller is shown of an import: the statuses of it and of its rejected rows, and whether it is listed. */
async function shown(as: Api, id: string) {
  const { items } = (await as.get('/v1/imports?kind=konosys&first=100')).body;
  const asked = [await as.get(`/v1/imports/${id}`), await as.get(`/v1/imports/${id}/rejected.csv`)];
  return [...asked.map(({ status }) => status), items.some((one: { id: string }) => one.id === id)];
}
const [ALL, COUNTS, NOTHING] = [
  [200, 200, true],
  [200, 404, true],
  [404, 404, false],
];

describe('imports in the graph', () => {
  it('are those of REST, a page at a time', async () => {
    const sent = [await send(), await send(), await send()];
    const { items } = (await admin.get('/v1/imports?kind=konosys')).body;
    const ids: string[] = items.map(({ id }: { id: string }) => id);
    expect(ids.toSorted()).toEqual(sent.toSorted());
    const first = (await ask('KONOSYS', ', first: 2')).body.data.imports;
    expect(first).toMatchObject({ __typename: 'RosterImportConnection', totalCount: 3 });
    expect(first.edges.map(({ node }: { node: object }) => node)).toEqual(
      ids.slice(0, 2).map((id) => ({ id, kind: 'KONOSYS', state: 'ACCEPTED' })),
    );
    const rest = (await ask('KONOSYS', `, first: 2, after: "${first.pageInfo.endCursor}"`)).body.data.imports;
    expect(rest).toMatchObject({ edges: [{ node: { id: ids[2] } }], pageInfo: { hasNextPage: false } });
    const none = (await ask('KONOSYS', ', state: REFUSED')).body.data.imports;
    expect(none).toMatchObject({ edges: [], totalCount: 0 });
  });

  it('are the own ones of who is not of the whole programme, and nobody’s of who may not read them', async () => {
    const [one] = (await admin.get('/v1/academies?first=1')).body.items;
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [one.id] }));
    const mine = await send(manager);
    const { edges, totalCount } = (await ask('KONOSYS', '', manager)).body.data.imports;
    expect([edges.map(({ node }: { node: { id: string } }) => node.id), totalCount]).toEqual([[mine], 1]);
    for (const nobody of [{ role: 'candidate' }, { role: 'integrator', scopes: ['results'] }] as const) {
      const { body } = await ask('KONOSYS', '', admin.as(await tokens.of(nobody)));
      expect(body.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
  });

  it('of another service are named by what was asked, which that service answers', async () => {
    const { body } = await admin.graphql(
      '{ imports(kind: RESULTS, first: 2) { __typename ... on ResultImportConnection { asked } } }',
    );
    const { __typename, asked } = body.data.imports;
    expect([__typename, JSON.parse(asked)]).toEqual(['ResultImportConnection', { kind: 'results', first: 2 }]);
  });
});

describe('an import', () => {
  let [here, far]: { id: string; code: string; region: string }[] = [];
  beforeAll(async () => {
    const all = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
    here = all[0];
    far = all.find(({ region }: { region: string }) => region !== here!.region);
  });

  it('is shown to the machine that sent it, and to no other', async () => {
    const machine = async (subject: string) =>
      admin.as(await tokens.of({ role: 'integrator', subject, scopes: ['*'] }));
    const [one, other] = [await machine('one feed'), await machine('another feed')];
    const id = await taken(one, here!);
    expect(await shown(one, id)).toEqual(ALL);
    expect(await shown(other, id)).toEqual(NOTHING);
    expect(await shown(admin, id)).toEqual(ALL);
    expect(await shown(admin.as(await tokens.of({ role: 'auditor' })), id)).toEqual(ALL);
  });

  it('is shown without its rejected rows to the director who may confirm its persons', async () => {
    const id = await taken(admin.as(await tokens.of({ role: 'academy-manager', academies: [here!.id] })), here!);
    const director = async ({ region }: { region: string }) =>
      admin.as(await tokens.of({ role: 'regional-director', subject: region, regions: [region] }));
    expect(await shown(await director(here!), id)).toEqual(COUNTS);
    expect(await shown(await director(far!), id)).toEqual(NOTHING);
    expect((await (await director(far!)).post(`/v1/imports/${id}/confirm`)).status).toBe(404);
    expect((await (await director(here!)).post(`/v1/imports/${id}/confirm`)).body.confirmed).toBe(1);
  });
});
