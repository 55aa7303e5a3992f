import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { coursesService } from '../testing/courses-service.js';
import { given as givenIn } from '../testing/given.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const has = givenIn(database);
type Api = typeof admin;
let courseId: string;
let near: string;
let far: string;
let unqualified: string;
let officials: Api[];

beforeAll(async () => {
  await has.academy();
  courseId = await has.course('FAR', 30, { topics: ['excel'] });
  const other = await has.course('OTHER', 30, { topics: ['python'] });
  near = await has.trainer('of the region', courseId);
  far = await has.trainer('of another region', courseId, null, '2026-10-01', 'MA-06');
  unqualified = await has.trainer('of other topics there', other, null, '2026-10-01', 'MA-06');
  officials = [
    admin.as(await tokens.of({ role: 'academy-manager', academies: [has.academyId] })),
    admin.as(await tokens.of({ role: 'regional-director', regions: [has.region] })),
  ];
});

const days = { startsOn: '2026-12-01', endsOn: '2026-12-20' };
const open = (by: Api, trainerId?: string) =>
  by.post('/v1/offerings', { courseId, academyId: has.academyId, ...days, seats: 5, trainerId });
const change = (by: Api, id: string, about: object) => by.patch(`/v1/offerings/${id}`, about);
const UNKNOWN = { status: 409, body: { code: 'TRAINER_NOT_QUALIFIED', reason: 'TRAINER_UNKNOWN' } };

describe('who named a trainer', () => {
  it('is told to who runs the offering, and to nobody else', async () => {
    const { id } = (await open(officials[0]!, near)).body;
    const as = async (about: object) => admin.as(await tokens.of({ role: 'candidate', ...about }));
    const namedBy = async (by: Api) => {
      const one = (await by.get(`/v1/offerings/${id}`)).body.trainerNamedBy;
      const { items } = (await by.get(`/v1/offerings?academyId=${has.academyId}&first=100`)).body;
      const listed = items.find((offering: { id: string }) => offering.id === id).trainerNamedBy;
      const { body } = await by.graphql(`{ offering(id: "${id}") { trainerNamedBy } }`);
      expect([listed, body.data.offering.trainerNamedBy]).toEqual([one, one]);
      return one;
    };
    for (const by of [admin, ...officials, await as({ role: 'auditor' })])
      expect(await namedBy(by)).toBe('test:academy-manager');
    const elsewhere = { academies: [stableId('test', 'elsewhere')], regions: ['MA-06'] };
    for (const role of ['candidate', 'trainer', 'academy-manager', 'regional-director'])
      expect(await namedBy(await as({ ...elsewhere, role }))).toBeNull();
  });
});

describe('a trainer of another region', () => {
  it('is named by the programme alone, and to others the same as nobody, whatever they may teach', async () => {
    for (const by of officials) {
      for (const id of [far, unqualified, stableId('test', 'nobody')])
        expect(await open(by, id)).toMatchObject(UNKNOWN);
      const { id } = (await open(by)).body;
      for (const trainerId of [far, unqualified, stableId('test', 'nobody')])
        expect(await change(by, id, { trainerId })).toMatchObject(UNKNOWN);
      expect((await change(by, id, { trainerId: near })).status).toBe(200);
      expect((await open(by, near)).status).toBe(201);
    }
    expect((await open(admin, far)).status).toBe(201);
    const { reason } = (await open(admin, unqualified)).body;
    expect(reason).toBe('NO_QUALIFICATION_FOR_TOPIC');
  });

  it('whom the programme named goes on teaching what others change', async () => {
    for (const by of officials) {
      const { id } = (await open(admin, far)).body;
      expect((await change(by, id, { endsOn: '2026-12-31', trainerId: far })).status).toBe(200);
      expect((await change(by, id, { seats: 6, endsOn: '2027-01-10' })).body).toMatchObject({
        trainerId: far,
        seats: 6,
      });
    }
  });

  it('is told of by the log of trainers', async () => {
    await has.trainerSays(near, 'active');
    const { body } = await open(officials[0]!, near);
    expect(body.reason).toBe('NO_QUALIFICATION_FOR_TOPIC');
  });
});
