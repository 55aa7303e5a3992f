import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from './testing/exam-environment.js';

let house: ExamEnvironment;
let elsewhere: ExamEnvironment['admin'];

beforeAll(async () => {
  house = await examEnvironment();
  elsewhere = house.admin.as(await house.tokens.of({ role: 'regional-director', regions: ['MA-11'] }));
});
afterAll(() => house?.close());

const known = {
  person: () => house.person('of whom nothing is recorded'),
  sitting: async (): Promise<string> => (await house.sitting({ seats: 1 })).id,
};

describe('a list of what belongs to one person or sitting', () => {
  it.each([
    ['accommodations', 'personId', known.person, (id: string) => `/v1/persons/${id}/accommodations`],
    ['pastAttempts', 'personId', known.person, (id: string) => `/v1/past-attempts?personId=${id}`],
    ['examDayRecords', 'sittingId', known.sitting, (id: string) => `/v1/sittings/${id}/records`],
  ])('tells at both doors an empty one from none that the caller may know of: %s', async (field, by, make, path) => {
    const id = await make();
    const asked = `query ($id: ID!) { ${field}(${by}: $id) { edges { cursor } } }`;
    expect(await house.admin.get(path(id))).toMatchObject({ status: 200, body: { items: [] } });
    expect((await house.admin.graphql(asked, { id })).body).toEqual({ data: { [field]: { edges: [] } } });
    for (const [api, unseen] of [
      [house.admin, randomUUID()],
      [elsewhere, id],
    ] as const) {
      expect(await api.get(path(unseen))).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
      const { errors } = (await api.graphql(asked, { id: unseen })).body;
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
  });
});
