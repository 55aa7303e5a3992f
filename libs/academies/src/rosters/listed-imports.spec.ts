import { afterAll, describe, expect, it } from '@jest/globals';
import { academiesService } from '../testing/academies-service.js';
import { fileOf, rowOf } from '../testing/konosys-file.js';

const { tokens, admin, close } = await academiesService();
afterAll(close);

const ask = (kind: string, about = '', as = admin) =>
  as.graphql(`{ imports(kind: ${kind}${about}) {
    __typename totalCount edges { cursor node { id kind state } } pageInfo { hasNextPage endCursor } } }`);
const send = async (as = admin): Promise<string> => {
  const headers = { 'content-type': 'text/csv' };
  return (await as.post('/v1/imports?kind=konosys', fileOf(rowOf({ Site: 'X' })), { headers })).body.id;
};

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
