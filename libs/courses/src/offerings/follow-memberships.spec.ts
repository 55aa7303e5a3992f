import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { actorOf } from '@takwin/platform/testing';
import { CountCoursesHandler } from '../catalogue/count-courses.js';
import { coursesService } from '../testing/courses-service.js';
import { given } from '../testing/given.js';

let house: Awaited<ReturnType<typeof coursesService>>;
let courseId: string;
let named = 0;

beforeAll(async () => {
  house = await coursesService();
  courseId = (await house.admin.get('/v1/courses?q=excel&first=1')).body.items[0].id;
});
afterAll(() => house?.close());

/** An academy of its own, and what it offers: a run with seats for some of its persons, of whom the others wait. */
async function academy(seats = 2, persons = 3) {
  const academyId = stableId('test academy', `standing ${++named}`);
  const has = given(house.database, academyId);
  await has.academy();
  const days = { startsOn: '2026-12-01', endsOn: '2027-03-01' };
  const { body } = await house.admin.post('/v1/offerings', { courseId, academyId, ...days, seats });
  const people = await has.persons(`of ${academyId}`, persons);
  const enrolments: string[] = [];
  for (const personId of people) enrolments.push((await enrol(personId, body.id)).body.id);
  return { academyId, has, offeringId: body.id as string, enrolments };
}
const enrol = (personId: string, offeringId: string) => house.admin.post('/v1/enrolments', { personId, offeringId });
const stateOf = async (enrolmentId: string) => (await house.admin.get(`/v1/enrolments/${enrolmentId}`)).body;
const withdraw = (enrolmentId: string) => house.admin.post(`/v1/enrolments/${enrolmentId}/withdraw`);

describe('at an academy that is suspended', () => {
  it('nobody is enrolled, one by one or many at once, while who is enrolled stays', async () => {
    const { has, offeringId, enrolments } = await academy();
    await has.academySays({ state: 'suspended' });
    const late = await has.persons('late', 2);
    const refused = { status: 409, body: { code: 'ACADEMY_NOT_ACCREDITED' } };
    expect(await enrol(late[0]!, offeringId)).toMatchObject(refused);
    expect(await house.admin.post('/v1/enrolments/bulk', { offeringId, persons: late })).toMatchObject(refused);
    expect(await stateOf(enrolments[0]!)).toMatchObject({ state: 'enrolled', version: 1 });
    await has.academySays({ state: 'accredited' });
    expect((await enrol(late[0]!, offeringId)).status).toBe(201);
  });

  it('no seat goes to who waits, until it is reinstated', async () => {
    const { has, offeringId, enrolments } = await academy();
    await has.academySays({ state: 'suspended' });
    await withdraw(enrolments[0]!);
    await house.admin.patch(`/v1/offerings/${offeringId}`, { seats: 3 });
    expect(await stateOf(enrolments[2]!)).toMatchObject({ state: 'waitlisted' });
    expect((await house.admin.get(`/v1/offerings/${offeringId}`)).body).toMatchObject({ taken: 1, waiting: 1 });
    await has.academySays({ state: 'accredited' });
    expect(await stateOf(enrolments[2]!)).toMatchObject({ state: 'enrolled' });
    expect((await house.admin.get(`/v1/offerings/${offeringId}`)).body).toMatchObject({ taken: 2, waiting: 0 });
  });
});

describe('an academy that is closed', () => {
  it('calls its offerings off, for those who are in them and those who wait', async () => {
    const { has, offeringId, enrolments } = await academy();
    await has.academySays({ state: 'closed' });
    expect((await house.admin.get(`/v1/offerings/${offeringId}`)).body).toMatchObject({ state: 'cancelled', taken: 0 });
    for (const id of enrolments)
      expect(await stateOf(id)).toMatchObject({ state: 'withdrawn', reason: 'OFFERING_CANCELLED' });
    const version = (await house.admin.get(`/v1/offerings/${offeringId}`)).body.version;
    await has.academySays({ state: 'closed' });
    expect((await house.admin.get(`/v1/offerings/${offeringId}`)).body.version).toBe(version);
  });

  it('ends what was learnt by then instead, so that the days before keep their course', async () => {
    const academyId = stableId('test academy', `standing ${++named}`);
    const has = given(house.database, academyId);
    await has.academy();
    const short = await has.course('LEARNT AT WHAT CLOSES', 6);
    const trainerId = await has.trainer('of what closes', short);
    const days = { startsOn: '2026-11-01', endsOn: '2027-03-01' };
    const asked = { courseId: short, academyId, ...days, seats: 1, trainerId };
    const { id } = (await house.admin.post('/v1/offerings', asked)).body;
    const places: string[] = [];
    const [learner, waiting] = await has.persons(`of ${academyId}`, 2);
    for (const one of [learner, waiting]) places.push((await enrol(one!, id)).body.id);
    const statement = {
      id: crypto.randomUUID(),
      actor: { account: { name: learner } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
      object: { id: short },
      result: { duration: 'PT6H' },
      timestamp: '2026-11-20T18:00:00Z',
    };
    await house.admin.post('/v1/statements', { statements: [statement] });
    const second = house.admin.as(await house.tokens.of({ role: 'programme-admin', subject: 'second' }));
    await second.post(`/v1/offerings/${id}/confirm-hours`);
    const offered = () => new CountCoursesHandler(house.database.db).offered(actorOf('system'), {});
    const before = await offered();
    await has.academySays({ state: 'closed' });
    const ended = { state: 'finished', endsOn: '2026-11-23', learntOn: '2026-11-20', hours: 6 };
    expect((await house.admin.get(`/v1/offerings/${id}`)).body).toMatchObject(ended);
    expect(await stateOf(places[0]!)).toMatchObject({ state: 'withdrawn', reason: 'OFFERING_FINISHED' });
    expect(await stateOf(places[1]!)).toMatchObject({ state: 'withdrawn', reason: 'NO_SEAT_CAME_FREE' });
    expect(await offered()).toBe(before);
  });

  it('has no offering that was opened in the same moment', async () => {
    for (let round = 0; round < 20; round++) {
      const { academyId, has, offeringId } = await academy(1, 0);
      const about = { courseId, academyId, startsOn: '2026-12-01', endsOn: '2027-03-01', seats: 5 };
      await Promise.all([house.admin.post('/v1/offerings', about), has.academySays({ state: 'closed' })]);
      const { items } = (await house.admin.get(`/v1/offerings?academyId=${academyId}`)).body;
      expect(items).toContainEqual(expect.objectContaining({ id: offeringId }));
      expect(items.filter(({ state }: { state: string }) => state === 'open')).toEqual([]);
    }
  });
});

describe('a membership that is shortened', () => {
  it('calls off what would start after it, and leaves what starts within it to go on', async () => {
    const { academyId, has, offeringId, enrolments } = await academy();
    const about = { courseId, academyId, startsOn: '2026-12-10', endsOn: '2027-03-01', seats: 5 };
    const beyond = (await house.admin.post('/v1/offerings', about)).body.id;
    const [late] = await has.persons(`late at ${academyId}`, 1);
    const enrolment = (await enrol(late!, beyond)).body.id;
    await has.academySays({ membershipUntil: '2026-12-01' });
    expect((await house.admin.get(`/v1/offerings/${beyond}`)).body).toMatchObject({ state: 'cancelled', taken: 0 });
    expect(await stateOf(enrolment)).toMatchObject({ state: 'withdrawn', reason: 'OFFERING_CANCELLED' });
    expect((await house.admin.get(`/v1/offerings/${offeringId}`)).body).toMatchObject({ state: 'open', taken: 2 });
    expect(await stateOf(enrolments[0]!)).toMatchObject({ state: 'enrolled', version: 1 });
  });
});
