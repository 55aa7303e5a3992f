import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CountCoursesHandler } from '../catalogue/count-courses.js';
import { given } from '../testing/given.js';
import { FinishOfferingsHandler } from './finish-offerings.js';
import { coursesService } from '../testing/courses-service.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const has = given(database);
let finishing: FinishOfferingsHandler;
let courseId: string;

beforeAll(async () => {
  await has.academy();
  courseId = await has.course('OF 2 HOURS', 2);
  finishing = new FinishOfferingsHandler(database.db);
});
beforeEach(() => database.clock.set('2026-11-23T09:00:00Z'));

/** An offering from 1 to 20 December with these persons, and their enrolments. */
async function offeringOf(
  seats: number,
  persons: readonly string[],
  course = courseId,
): Promise<[id: string, enrolments: string[]]> {
  const days = { startsOn: '2026-12-01', endsOn: '2026-12-20' };
  const { body } = await admin.post('/v1/offerings', {
    courseId: course,
    academyId: has.academyId,
    ...days,
    seats,
  });
  const { outcomes } = (await admin.post('/v1/enrolments/bulk', { offeringId: body.id, persons })).body;
  return [body.id, outcomes.map(({ enrolmentId }: { enrolmentId: string }) => enrolmentId)];
}

const record = (person: string, endedAt: string, verb = 'attended') =>
  admin.post('/v1/statements', {
    statements: [
      {
        id: crypto.randomUUID(),
        actor: { account: { name: person } },
        verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
        object: { id: courseId },
        result: { duration: 'PT2H' },
        timestamp: endedAt,
      },
    ],
  });

const finish = async (): Promise<string[]> => {
  const ended = await finishing.waiting(100);
  await finishing.run(ended);
  return ended;
};

const enrolment = async (id: string | undefined) => (await admin.get(`/v1/enrolments/${id}`)).body;

const toldOf = (...ids: (string | undefined)[]) =>
  database.db.readAs(actorOf('system'), async (tx) => {
    const rows = await tx.query<{ type: string }>(sql`
      select type from event_new, jsonb_array_elements(body -> 'changes') change
      where change ->> 's' = any(${ids}::text[]) order by id`);
    return rows.map(({ type }) => type);
  });

describe('an offering whose last day is over', () => {
  it('is finished, and so are its places: who completed it has, the others end with it', async () => {
    const [a, b, c] = await has.persons('finishing', 3);
    const [id, [completed, attending, waiting]] = await offeringOf(2, [a!, b!, c!]);
    database.clock.set('2026-12-20T23:59:59Z');
    await record(a!, '2026-12-10T12:00:00Z', 'completed');
    await record(b!, '2026-12-10T12:00:00Z');
    expect(await finish()).not.toContain(id);
    database.clock.set('2026-12-21T00:00:00Z');
    expect(await finish()).toContain(id);
    expect((await admin.get(`/v1/offerings/${id}`)).body).toMatchObject({ state: 'finished', taken: 2, waiting: 0 });
    expect(await enrolment(completed)).toMatchObject({ state: 'completed', reason: null });
    expect(await enrolment(attending)).toMatchObject({ state: 'withdrawn', reason: 'OFFERING_FINISHED', hours: 2 });
    expect(await enrolment(waiting)).toMatchObject({ state: 'withdrawn', reason: 'NO_SEAT_CAME_FREE' });
    expect((await toldOf(id, attending, waiting)).slice(-3)).toEqual([
      'EnrolmentWithdrawn',
      'EnrolmentWithdrawn',
      'OfferingFinished',
    ]);
  });

  it('is finished once, whoever comes to do it, and takes nobody in any more', async () => {
    const [a] = await has.persons('late', 1);
    const [id] = await offeringOf(2, await has.persons('in time', 1));
    database.clock.set('2026-12-21T00:00:00Z');
    const ended = await finishing.waiting(100);
    await Promise.all([finishing.run(ended), finishing.run(ended), finishing.run([id])]);
    expect((await toldOf(id)).filter((type) => type === 'OfferingFinished')).toHaveLength(1);
    expect(await finishing.waiting(100)).toEqual([]);
    const refused = { status: 409, body: { code: 'OFFERING_IS_CLOSED', state: 'finished' } };
    expect(await admin.post('/v1/enrolments', { personId: a, offeringId: id })).toMatchObject(refused);
    expect(await admin.post(`/v1/offerings/${id}/cancel`)).toMatchObject(refused);
    expect(await admin.patch(`/v1/offerings/${id}`, { seats: 3 })).toMatchObject(refused);
  });

  it('goes on counting among the courses that were offered', async () => {
    const offered = () => new CountCoursesHandler(database.db).offered(actorOf('system'), {});
    const [id] = await offeringOf(1, await has.persons('counted', 1));
    database.clock.set('2026-12-20T09:00:00Z');
    const before = await offered();
    await record((await has.persons('counted', 1))[0]!, '2026-12-10T12:00:00Z');
    expect(await offered()).toBe(before);
    const trainerId = await has.trainer('of what counts', courseId);
    await admin.patch(`/v1/offerings/${id}`, { trainerId });
    expect(await offered()).toBe(before);
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: [has.region] }));
    expect((await director.post(`/v1/offerings/${id}/confirm-hours`)).status).toBe(200);
    expect(await offered()).toBe(before + 1);
    expect((await admin.get(`/v1/offerings/${id}`)).body).toMatchObject({ trainerId, hours: 2 });
    database.clock.set('2026-12-21T09:00:00Z');
    await finish();
    expect(await offered()).toBe(before + 1);
  });

  it('goes on where its end was moved before that', async () => {
    const [id] = await offeringOf(2, await has.persons('going on', 1));
    database.clock.set('2026-12-21T00:00:00Z');
    expect(await finishing.waiting(100)).toContain(id);
    await admin.patch(`/v1/offerings/${id}`, { endsOn: '2027-01-31' });
    await finishing.run([id]);
    expect((await admin.get(`/v1/offerings/${id}`)).body).toMatchObject({ state: 'open', taken: 1 });
  });
});

describe('hours that arrive after the end', () => {
  it('count for who was in it, and complete it, where they were learnt before the end', async () => {
    const [a] = await has.persons('returning the sheet late', 1);
    const [, [id]] = await offeringOf(1, [a!]);
    database.clock.set('2027-01-10T09:00:00Z');
    await finish();
    await record(a!, '2026-12-20T20:00:00Z');
    expect(await enrolment(id)).toMatchObject({ state: 'withdrawn', reason: 'OFFERING_FINISHED', hours: 2 });
    await record(a!, '2026-12-21T20:00:00Z', 'completed');
    expect(await enrolment(id)).toMatchObject({ state: 'withdrawn', hours: 2 });
    await record(a!, '2026-12-19T20:00:00Z', 'completed');
    expect(await enrolment(id)).toMatchObject({ state: 'completed', reason: null, hours: 4 });
    expect(await toldOf(id)).toEqual(['PersonEnrolled', 'EnrolmentWithdrawn', 'HoursRecorded', 'EnrolmentCompleted']);
  });

  it('count where the person learns now, before what has ended', async () => {
    const [a] = await has.persons('learning again', 1);
    const [, [ended]] = await offeringOf(1, [a!]);
    database.clock.set('2026-12-21T09:00:00Z');
    await finish();
    database.clock.set('2026-11-24T09:00:00Z');
    const [, [current]] = await offeringOf(1, [a!]);
    database.clock.set('2026-12-20T21:00:00Z');
    await record(a!, '2026-12-20T20:00:00Z');
    expect([(await enrolment(ended)).hours, (await enrolment(current)).hours]).toEqual([0, 2]);
  });

  it('count for no place that was given up, or that never was one', async () => {
    const [a, b] = await has.persons('giving up', 2);
    const [, [givenUp, waiting]] = await offeringOf(1, [a!, b!]);
    await admin.post(`/v1/enrolments/${givenUp}/withdraw`);
    const [, [, queued]] = await offeringOf(1, [a!, b!]);
    database.clock.set('2026-12-21T09:00:00Z');
    await finish();
    await record(b!, '2026-12-19T20:00:00Z', 'completed');
    expect(await enrolment(givenUp)).toMatchObject({ reason: 'GIVEN_UP', hours: 0 });
    expect(await enrolment(waiting)).toMatchObject({ state: 'completed', hours: 2 });
    expect(await enrolment(queued)).toMatchObject({ reason: 'NO_SEAT_CAME_FREE', hours: 0 });
  });
});
