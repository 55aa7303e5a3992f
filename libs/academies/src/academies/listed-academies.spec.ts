import { afterAll, describe, expect, it } from '@jest/globals';
import { academiesService } from '../testing/academies-service.js';

const { tokens, admin, close } = await academiesService();
afterAll(close);

const CASABLANCA = { region: 'MA-06', regionName: { fr: 'Casablanca-Settat', ar: 'الدار البيضاء-سطات' } };

describe('an academy', () => {
  it('says what its region and its province are called, at both doors', async () => {
    const [one] = (await admin.get('/v1/academies?first=1&region=MA-06')).body.items;
    expect(one).toMatchObject(CASABLANCA);
    expect(one.provinceName).toEqual({ fr: expect.stringMatching(/\p{L}/u), ar: expect.stringMatching(/\p{L}/u) });
    const official = { fr: 'official', ar: 'official' };
    expect(one).toMatchObject({ regionNameOrigins: official, provinceNameOrigins: official });
    const asked = `{ academy(id: "${one.id}") { region regionName { fr ar } province provinceName { fr ar } } }`;
    const { region, regionName, province, provinceName } = one;
    const { body } = await admin.graphql(asked);
    expect(body.data.academy).toEqual({ region, regionName, province, provinceName });
  });

  it('says so when it was changed, too, and shows nothing that is not in its view', async () => {
    const [one] = (await admin.get('/v1/academies?first=1')).body.items;
    const { body } = await admin.patch(`/v1/academies/${one.id}`, { profile: 'minors' });
    expect(body).toEqual({ ...one, profile: 'minors', version: one.version + 1 });
  });
});

describe('a list in the graph', () => {
  it('says how many there are on all pages, also from a later one', async () => {
    const asked =
      'query ($after: String) { academies(first: 30, after: $after) { totalCount pageInfo { endCursor } } }';
    const first = (await admin.graphql(asked)).body.data.academies;
    const next = (await admin.graphql(asked, { after: first.pageInfo.endCursor })).body.data.academies;
    expect([first.totalCount, next.totalCount]).toEqual([100, 100]);
  });

  it('counts what the caller may read and asked for', async () => {
    const [one] = (await admin.get('/v1/persons?first=1')).body.items;
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [one.academyId] }));
    const count = async (as: typeof admin, filter = '') =>
      (await as.graphql(`{ persons${filter} { totalCount } }`)).body.data.persons.totalCount;
    const ofOne = await count(admin, `(academyId: "${one.academyId}")`);
    expect(ofOne).toBeGreaterThan(0);
    expect(await count(manager)).toBe(ofOne);
    expect(await count(admin)).toBe(420);
    expect(await count(admin, '(state: INACTIVE)')).toBe(0);
  });
});
