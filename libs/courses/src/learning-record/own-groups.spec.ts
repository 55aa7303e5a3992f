import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { coursesService } from '../testing/courses-service.js';
import { given as givenIn } from '../testing/given.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const given = givenIn(database);
const teacher = stableId('test trainer', 'of a group');
const hour = { verb: { id: 'http://adlnet.gov/expapi/verbs/attended' }, result: { duration: 'PT1H' } };
let course: string;
let mine: string;
let other: string;
let places: string[];

beforeAll(async () => {
  await given.academy();
  course = await given.course('OF A GROUP', 30);
  await given.trainer('of a group', course);
  const days = { startsOn: '2026-11-01', endsOn: '2026-12-31' };
  const about = { courseId: course, academyId: given.academyId, ...days, seats: 9, trainerId: teacher };
  const { id: offeringId } = (await admin.post('/v1/offerings', about)).body;
  [mine, other] = (await given.persons('learner', 2)) as [string, string];
  await given.personsSay([
    { id: mine, version: 2, active: true, group: 'DEV 101' },
    { id: other, version: 2, active: true, group: 'DEV102' },
  ]);
  const enrol = async (personId: string) => (await admin.post('/v1/enrolments', { personId, offeringId })).body.id;
  places = [await enrol(mine), await enrol(other)];
});

const as = async (about: object) => admin.as(await tokens.of({ role: 'trainer', ...about }));
const group = () => as({ personId: teacher, academies: [given.academyId], groups: ['DEV101'] });
const listed = async (one: typeof admin): Promise<string[]> =>
  (await one.get('/v1/enrolments?first=100')).body.items.map(({ personId }: { personId: string }) => personId).sort();
const told = (name: string) => ({
  statements: [
    {
      ...hour,
      id: crypto.randomUUID(),
      actor: { account: { name } },
      object: { id: course },
      timestamp: '2026-11-20T20:00:00Z',
    },
  ],
});

describe('a trainer of a group', () => {
  it('reads what those in it learn, and nothing of the others', async () => {
    const one = await group();
    expect(await listed(one)).toEqual([mine]);
    expect((await one.get(`/v1/enrolments/${places[0]}`)).status).toBe(200);
    expect((await one.get(`/v1/enrolments/${places[1]}`)).status).toBe(404);
    expect((await one.get(`/v1/persons/${mine}/learning-record`)).status).toBe(200);
    expect((await one.get(`/v1/persons/${other}/learning-record`)).status).toBe(404);
  });

  it('records nothing of what is learnt outside the own offerings, nor says the same again', async () => {
    const elsewhere = await given.course('OF NOBODY', 30);
    const outside = { ...told(mine).statements[0], object: { id: elsewhere } };
    const nameless = await as({ academies: [given.academyId], groups: ['DEV101'] });
    for (const one of [nameless, await group()])
      expect((await one.post('/v1/statements', { statements: [outside] })).status).toBe(403);
    expect((await admin.post('/v1/statements', { statements: [outside] })).body).toMatchObject({ recorded: 1 });
    expect((await nameless.post('/v1/statements', { statements: [outside] })).status).toBe(403);
  });

  it('records what those in it learn, and not what others do', async () => {
    const one = await group();
    expect((await one.post('/v1/statements', told(mine))).status).toBe(200);
    expect(await one.post('/v1/statements', told(other))).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('reads of who comes into the group from then on, and of who leaves it no more', async () => {
    await given.personsSay([
      { id: mine, version: 3, active: true, group: 'DEV102' },
      { id: other, version: 3, active: true, group: 'DEV101' },
    ]);
    expect(await listed(await group())).toEqual([other]);
    await given.personsSay([{ id: other, version: 4, active: true }]);
    expect(await listed(await group())).toEqual([]);
  });

  it('is none of a group of that code at another academy; without a group all of the academy is read', async () => {
    await given.personsSay([{ id: mine, version: 5, active: true, group: 'DEV101' }]);
    expect(await listed(await group())).toEqual([mine]);
    expect(await listed(await as({ academies: [stableId('test', 'elsewhere')], groups: ['DEV101'] }))).toEqual([]);
    expect(await listed(await as({ groups: ['DEV101'] }))).toEqual([]);
    expect(await listed(await as({ academies: [given.academyId] }))).toEqual([mine, other].sort());
  });
});

describe('who learns and has an office elsewhere', () => {
  it.each([
    ['trainer', { academies: [stableId('test', 'elsewhere')] }],
    ['academy-manager', { academies: [stableId('test', 'elsewhere')] }],
    ['regional-director', { regions: ['MA-06'] }],
  ] as const)('keeps the own record as a %s', async (role, about) => {
    const one = await as({ personId: mine, ...about, wire: { role: ['candidate', role] } });
    expect(await listed(one)).toEqual([mine]);
    expect((await one.get(`/v1/persons/${mine}/learning-record`)).status).toBe(200);
    expect((await one.get(`/v1/persons/${other}/learning-record`)).status).toBe(404);
  });
});
