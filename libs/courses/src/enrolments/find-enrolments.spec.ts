import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { coursesService } from '../testing/courses-service.js';
import { given as givenIn } from '../testing/given.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const here = givenIn(database);
const there = givenIn(database, stableId('test', 'another academy'));
const DAYS = { startsOn: '2026-11-01', endsOn: '2026-12-31' };
let offeringId: string;
let otherId: string;
let ours: string[];
let theirs: string[];

/** Three of ours and one of another academy are in one offering; the first of ours gave it up, and is in another one. */
beforeAll(async () => {
  await here.academy();
  await there.academy();
  const courseId = await here.course('LISTED', 6);
  const open = async () =>
    (await admin.post('/v1/offerings', { courseId, academyId: here.academyId, ...DAYS, seats: 9 })).body.id;
  [offeringId, otherId] = [await open(), await open()];
  [ours, theirs] = [await here.persons('ours', 3), await there.persons('theirs', 1)];
  const { body } = await admin.post('/v1/enrolments/bulk', { offeringId, persons: [...ours, ...theirs] });
  await admin.post(`/v1/enrolments/${body.outcomes[0].enrolmentId}/withdraw`);
  await admin.post('/v1/enrolments', { personId: ours[0], offeringId: otherId });
});

type Item = { id: string; personId: string; offeringId: string; state: string };
const listed = async (about: string, by = admin): Promise<Item[]> =>
  (await by.get(`/v1/enrolments?${about}`)).body.items;
const personsOf = (items: readonly Item[]) => items.map(({ personId }) => personId).sort();
const as = async (role: 'academy-manager' | 'candidate' | 'trainer', about: object) =>
  admin.as(await tokens.of({ role, ...about }));

describe('enrolments are listed', () => {
  it('by their offering, their person and their state, those that were given up too', async () => {
    expect(personsOf(await listed(`offeringId=${offeringId}`))).toEqual([...ours, ...theirs].sort());
    expect(await listed(`offeringId=${offeringId}&state=withdrawn`)).toMatchObject([
      { personId: ours[0], state: 'withdrawn', reason: 'GIVEN_UP' },
    ]);
    expect(await listed(`personId=${ours[0]}&state=enrolled`)).toMatchObject([{ offeringId: otherId }]);
    expect((await admin.get('/v1/enrolments?state=asleep')).status).toBe(422);
  });

  it('to whom each of them may be read alone: the person’s academy, and the person', async () => {
    const manager = await as('academy-manager', { academies: [here.academyId] });
    expect(personsOf(await listed(`offeringId=${offeringId}`, manager))).toEqual(ours.toSorted());
    const trainer = await as('trainer', { academies: [there.academyId] });
    expect(personsOf(await listed(`offeringId=${offeringId}`, trainer))).toEqual(theirs);
    const candidate = await as('candidate', { personId: ours[1] });
    expect(personsOf(await listed('', candidate))).toEqual([ours[1]]);
    expect(await listed(`personId=${ours[2]}`, candidate)).toEqual([]);
    expect((await admin.as('').get('/v1/enrolments')).status).toBe(401);
  });

  it('page by page, each once, in the order of their ids', async () => {
    const all = await listed(`offeringId=${offeringId}`);
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort());
    const url = `/v1/enrolments?offeringId=${offeringId}&first=3`;
    const page = (await admin.get(url)).body;
    const rest = (await admin.get(`${url}&after=${page.nextCursor}`)).body;
    expect([...page.items, ...rest.items]).toEqual(all);
    expect(rest.nextCursor).toBeNull();
  });

  it('and go on by no cursor of another list, or of another cut of this one', async () => {
    const { nextCursor } = (await admin.get(`/v1/enrolments?offeringId=${offeringId}&first=1`)).body;
    const offerings = (await admin.get('/v1/offerings?first=1')).body.nextCursor;
    expect((await admin.get(`/v1/offerings?after=${nextCursor}`)).status).toBe(422);
    expect((await admin.get(`/v1/offerings?region=MA-04&after=${offerings}`)).status).toBe(422);
    expect((await admin.get(`/v1/offerings?after=${offerings}`)).body.items).toMatchObject([
      { id: expect.any(String) },
    ]);
    for (const [cut, after] of [
      [`offeringId=${offeringId}`, offerings],
      [`offeringId=${offeringId}`, 'bm9uZQ'],
      [`offeringId=${otherId}`, nextCursor],
      ['', nextCursor],
    ])
      expect(await admin.get(`/v1/enrolments?${cut}&after=${after}`)).toMatchObject({
        status: 422,
        body: { code: 'INVALID_INPUT', errors: [{ path: 'after', code: 'invalid_cursor' }] },
      });
  });
});

describe('the graph', () => {
  it('lists them too, and those of an offering that were not given up within it', async () => {
    const asked = `query ($of: ID!) {
      enrolments(offeringId: $of, state: WITHDRAWN) { edges { node { personId } } pageInfo { hasNextPage } }
      offering(id: $of) { enrolments { personId } part: enrolments(first: 1) { id } }
    }`;
    const { body } = await admin.graphql(asked, { of: offeringId });
    expect(body.errors).toBeUndefined();
    expect(body.data.enrolments).toEqual({
      edges: [{ node: { personId: ours[0] } }],
      pageInfo: { hasNextPage: false },
    });
    expect(personsOf(body.data.offering.enrolments)).toEqual([ours[1]!, ours[2]!, ...theirs].sort());
    expect(body.data.offering.part).toHaveLength(1);
    const manager = await as('academy-manager', { academies: [there.academyId] });
    const seen = await manager.graphql(asked, { of: offeringId });
    expect(personsOf(seen.body.data.offering.enrolments)).toEqual(theirs);
    expect(seen.body.data.enrolments.edges).toEqual([]);
  });
});
