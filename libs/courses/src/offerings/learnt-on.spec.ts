import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { offering as published } from '@takwin/contracts/events/courses';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CountCoursesHandler } from '../catalogue/count-courses.js';
import { catalogueCourses } from '../catalogue/course.writer.js';
import { FinishOfferingsHandler } from './finish-offerings.js';
import { offeringLearntMigration } from '../migrations/2026-11-30-offering-learnt.js';
import { coursesService } from '../testing/courses-service.js';
import { given } from '../testing/given.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const has = given(database);
const DAYS = { startsOn: '2026-11-01', endsOn: '2026-12-31' };

// Today is 2026-11-23.
beforeAll(() => has.academy());
const director = admin.as(await tokens.of({ role: 'regional-director', regions: [has.region] }));

/** An offering of a course of 12 hours since 1 November, taught unless told, with persons in it. */
async function run(name: string, persons: number, { taught = true, endsOn = DAYS.endsOn } = {}) {
  const courseId = await has.course(name, 12);
  const trainerId = await has.trainer(name, courseId);
  const asked = { courseId, academyId: has.academyId, ...DAYS, endsOn, seats: 9, ...(taught && { trainerId }) };
  const { id } = (await admin.post('/v1/offerings', asked)).body;
  const who = await has.persons(name, persons);
  const places: string[] = [];
  for (const personId of who) places.push((await admin.post('/v1/enrolments', { personId, offeringId: id })).body.id);
  const told = (person: string, day: string, hours: number) => ({
    id: crypto.randomUUID(),
    actor: { account: { name: person } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
    object: { id: courseId },
    result: { duration: `PT${hours}H` },
    timestamp: `2026-11-${day}T18:00:00Z`,
  });
  return {
    ...{ id, courseId, trainerId, places, who },
    learn: async (...learnt: [person: number, day: string, hours: number][]) => {
      const statements = learnt.map(([person, day, hours]) => told(who[person]!, day, hours));
      expect((await admin.post('/v1/statements', { statements })).status).toBe(200);
      expect((await director.post(`/v1/offerings/${id}/confirm-hours`)).status).toBe(200);
    },
    teacherLearns: async (day: string) => {
      await has.personsSay([{ id: trainerId, version: 1, active: true }]);
      await has.placeOfTeacher(id);
      expect((await admin.post('/v1/statements', { statements: [told(trainerId, day, 8)] })).status).toBe(200);
    },
    learntOn: async () => (await admin.get(`/v1/offerings/${id}`)).body.learntOn,
  };
}

/** The day that the log last told of an offering, and by which event. */
async function lastTold(id: string) {
  const [last] = await database.db.readAs(actorOf('system'), (tx) =>
    tx.query<{ type: string; state: unknown }>(sql`
      select e.type, change -> 'd' as state
      from (select type, body, subject from event union all select type, body, subject from event_new) e
      cross join jsonb_array_elements(e.body -> 'changes') change
      where e.subject = 'offering' and change ->> 's' = ${id} order by (change ->> 'v')::int desc limit 1`),
  );
  return { type: last!.type, learntOn: published.state.parse(last!.state).learntOn };
}

const counted = () => new CountCoursesHandler(database.db).offered(actorOf('programme-admin'), {} as never);

describe('the day on which an offering was learnt', () => {
  it('is the day on which one person reached what the course takes of its hours, whatever was told first', async () => {
    const one = await run('REACHED', 2);
    const before = await counted();
    await one.learn([0, '20', 8], [1, '18', 8]);
    expect([await one.learntOn(), await counted()]).toEqual([null, before]);
    await one.learn([1, '22', 2]);
    expect([await one.learntOn(), await counted()]).toEqual(['2026-11-22', before + 1]);
    expect(await lastTold(one.id)).toEqual({ type: 'OfferingLearnt', learntOn: '2026-11-22' });
    await one.learn([0, '10', 1]);
    expect(await lastTold(one.id)).toEqual({ type: 'OfferingLearnt', learntOn: '2026-11-22' });
    await one.learn([0, '11', 1]);
    expect(await one.learntOn()).toBe('2026-11-20');
  });

  it('counts its course by one person alone who learnt four fifths of it', async () => {
    const one = await run('ALONE', 1);
    const before = await counted();
    await one.learn([0, '20', 8], [0, '21', 2]);
    expect([await one.learntOn(), await counted()]).toEqual(['2026-11-21', before + 1]);
  });

  it('is none by the hours of several persons together, however many, each with a part of the course', async () => {
    const one = await run('TOGETHER', 8);
    const before = await counted();
    await one.learn(...[0, 1, 2, 3, 4, 5, 6, 7].map((person): [number, string, number] => [person, '20', 8]));
    expect([await one.learntOn(), await counted()]).toEqual([null, before]);
  });

  it('is reached by hours that count, and not by those of more than a day or of who teaches it', async () => {
    const one = await run('WITHIN RULES', 1);
    await one.learn([0, '19', 18]);
    await one.teacherLearns('19');
    expect(await one.learntOn()).toBeNull();
    await one.learn([0, '21', 4]);
    expect(await one.learntOn()).toBe('2026-11-21');
  });

  it('is taken back where the hours fall below it, and comes later by others', async () => {
    const one = await run('TAKEN BACK', 2);
    const before = await counted();
    await one.learn([0, '18', 8], [0, '19', 4]);
    expect(await one.learntOn()).toBe('2026-11-19');
    await admin.post(`/v1/enrolments/${one.places[0]}/withdraw`);
    expect([await one.learntOn(), await counted()]).toEqual([null, before]);
    expect(await lastTold(one.id)).toMatchObject({ learntOn: null });
    await one.learn([1, '21', 8], [1, '22', 4]);
    expect(await one.learntOn()).toBe('2026-11-22');
  });

  it('is none by a person whom an academy alone states, and the day on which they learnt it once others confirm them', async () => {
    const one = await run('UNCONFIRMED', 1);
    const before = await counted();
    const about = { id: one.who[0]!, active: true };
    await has.personsSay([{ ...about, version: 2, confirmed: false }]);
    await one.learn([0, '18', 8], [0, '19', 4]);
    expect([await one.learntOn(), await counted()]).toEqual([null, before]);
    await has.personsSay([{ ...about, version: 3, confirmed: true }]);
    expect([await one.learntOn(), await counted()]).toEqual(['2026-11-19', before + 1]);
    expect(await lastTold(one.id)).toEqual({ type: 'OfferingLearnt', learntOn: '2026-11-19' });
  });

  it('is none of an offering that nobody teaches, and of one that is called off', async () => {
    const one = await run('TAUGHT LATER', 2, { taught: false });
    await one.learn([0, '18', 8], [0, '19', 8]);
    expect(await one.learntOn()).toBeNull();
    const changed = await admin.patch(`/v1/offerings/${one.id}`, { trainerId: one.trainerId });
    expect(changed.status).toBe(200);
    expect(changed.body.learntOn).toBe('2026-11-19');
    expect((await admin.post(`/v1/offerings/${one.id}/cancel`)).body).toMatchObject({ learntOn: null });
    expect(await lastTold(one.id)).toEqual({ type: 'OfferingCancelled', learntOn: null });
  });

  it('is told by one of several who record at once', async () => {
    const one = await run('RACED', 8);
    await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((person) => one.learn([person, '18', 5], [person, '19', 5])));
    expect(await one.learntOn()).toBe('2026-11-19');
  });

  it('comes also of what is told after the last day of the offering, and stays when it has ended', async () => {
    const one = await run('FINISHED', 2, { endsOn: '2026-11-23' });
    await one.learn([0, '20', 8]);
    const was = database.clock.now();
    database.clock.advance(2 * 86_400_000);
    await new FinishOfferingsHandler(database.db).run([one.id]);
    expect(await one.learntOn()).toBeNull();
    await one.learn([0, '21', 8]);
    database.clock.set(was);
    expect((await admin.get(`/v1/offerings/${one.id}`)).body).toMatchObject({
      state: 'finished',
      learntOn: '2026-11-21',
    });
  });

  it('follows the hours that the catalogue says', async () => {
    const one = await run('SHORTENED', 2);
    await one.learn([0, '18', 4], [0, '19', 4]);
    const syllabus: never[] = [];
    const seed = { id: one.courseId, code: 'SHORTENED', title: { fr: 'S', ar: null, en: null }, topics: [], syllabus };
    const catalogued = (hours: number) =>
      database.db.asActor(actorOf('system'), (tx) =>
        catalogueCourses(tx, [{ ...seed, hours, level: null, source: 'test', synthetic: false } as never]),
      );
    await catalogued(10);
    expect(await one.learntOn()).toBe('2026-11-19');
    await catalogued(11);
    expect(await one.learntOn()).toBeNull();
  });

  it('is told of what was learnt before it was told', async () => {
    const one = await run('OF BEFORE', 2);
    await one.learn([0, '18', 8], [0, '19', 8]);
    await database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`alter table offering drop column learnt_on`);
      for (const statement of offeringLearntMigration.up.split(';').filter((one) => one.trim()))
        await tx.query(sql([statement]));
    });
    expect(await one.learntOn()).toBe('2026-11-19');
    expect(await lastTold(one.id)).toMatchObject({ learntOn: '2026-11-19' });
  });
});
