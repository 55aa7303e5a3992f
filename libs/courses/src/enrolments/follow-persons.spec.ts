import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { coursesMigrations, loadCoursesReference } from '../index.js';
import { OpenOfferingHandler } from '../offerings/open-offering.js';
import { given } from '../testing/given.js';
import { EnrolPersonsHandler } from './enrol-persons.js';
import type { EnrolmentView } from './enrolment.js';
import { selectEnrolments } from './read-enrolments.js';

const admin = actorOf('programme-admin');
let database: TestDatabase;
let academies: ReturnType<typeof given>;
let courseId: string;

beforeAll(async () => {
  database = await testDatabase({
    schema: 'courses',
    migrations: coursesMigrations,
    reference: loadCoursesReference,
  });
  academies = given(database);
  await academies.academy();
  const [course] = await database.db.readAs(admin, (tx) =>
    tx.query<{ id: string }>(sql`select id from course limit 1`),
  );
  courseId = course!.id;
});
afterAll(() => database?.close());

async function offeringOf(seats: number, persons: readonly string[]): Promise<string> {
  const { academyId } = academies;
  const days = { startsOn: '2026-12-01', endsOn: '2027-03-01' };
  const { id } = await new OpenOfferingHandler(database.db).run(admin, {
    courseId,
    academyId,
    ...days,
    seats,
  } as never);
  await new EnrolPersonsHandler(database.db).many(admin, { offeringId: id, persons } as never);
  return id;
}

/** How the enrolments in an offering stand, in the order in which they were asked for. */
const enrolmentsIn = async (offeringId: string): Promise<string[]> => {
  const rows = await database.db.readAs(admin, (tx) =>
    selectEnrolments(tx, sql`e.offering_id = ${offeringId}`, sql`order by e.queued`),
  );
  return rows.map(({ state, reason }: EnrolmentView) => (reason ? `${state} ${reason}` : state));
};

const takenIn = (offeringId: string) =>
  database.db.readAs(admin, (tx) =>
    tx.one<{ taken: number }>(sql`select taken from offering where id = ${offeringId}`),
  );

describe('persons who leave', () => {
  it('give their seats to those who have waited longest, wait no longer themselves, and have nothing back when they return', async () => {
    const [a, b, c, d, e] = await academies.persons('leaving', 5);
    const offeringId = await offeringOf(2, [a!, b!, c!, d!, e!]);
    await academies.personsSay([
      { id: a!, version: 2, active: false },
      { id: c!, version: 2, active: false },
    ]);
    const left = 'withdrawn PERSON_HAS_LEFT';
    expect(await enrolmentsIn(offeringId)).toEqual([left, 'enrolled', left, 'enrolled', 'waitlisted']);
    expect(await takenIn(offeringId)).toEqual({ taken: 2 });
    await academies.personsSay([{ id: a!, version: 3, active: true }]);
    expect(await enrolmentsIn(offeringId)).toEqual([left, 'enrolled', left, 'enrolled', 'waitlisted']);
  });

  it('have left by what a rebuild ends with, not by what it shows on the way', async () => {
    const [a, b] = await academies.persons('returning', 2);
    const offeringId = await offeringOf(2, [a!, b!]);
    await academies.personsSay([{ id: a!, version: 2, active: false }], { generation: 2, isRebuilding: true });
    await academies.personsSay([{ id: b!, version: 4, active: false }], { generation: 2, isRebuilding: true });
    await academies.personsSay([{ id: a!, version: 3, active: true }], { generation: 2, isRebuilding: true });
    expect(await enrolmentsIn(offeringId)).toEqual(['enrolled', 'enrolled']);
    await academies.endRebuild(2);
    expect(await enrolmentsIn(offeringId)).toEqual(['enrolled', 'withdrawn PERSON_HAS_LEFT']);
  });

  it('are in no offering for which they were enrolled at that moment', async () => {
    for (let round = 0; round < 20; round++) {
      const [a, b] = await academies.persons(`racing ${round}`, 2);
      const offeringId = await offeringOf(1, [b!]);
      const enrolling = new EnrolPersonsHandler(database.db).many(admin, { offeringId, persons: [a!] } as never);
      await Promise.all([enrolling, academies.personsSay([{ id: a!, version: 2, active: false }])]);
      expect((await enrolmentsIn(offeringId)).slice(1)).not.toContain('waitlisted');
    }
  });
});

describe('a record that turns out to be of another person', () => {
  const day = (on: string, from = 8, to = 10) => `[${on} ${from}:00+00, ${on} ${to}:00+00)`;
  const ask = <T>(statement: ReturnType<typeof sql>) =>
    database.db.asActor(actorOf('system'), (tx) => tx.query<T & Record<string, unknown>>(statement));
  /** That somebody learnt in an offering for two hours of a day, unless told. */
  const learns = (personId: string, offeringId: string, during: string) =>
    ask(sql`
      insert into statement(id, person_id, academy_id, region, enrolment_id, course_id, verb, during, literacy, digest, recorded_by, hours)
      select gen_random_uuid(), e.person_id, e.academy_id, e.region, e.id, ${courseId}, 'attended', ${during}::tstzrange, true, 'd',
        'a trainer', 2
      from enrolment e where e.offering_id = ${offeringId} and e.person_id = ${personId}`);
  const learnt = (...persons: string[]) =>
    ask<{ personId: string; offeringId: string; placeOf: string; hours: number }>(sql`
      select s.person_id as "personId", e.offering_id as "offeringId", e.person_id as "placeOf", s.hours
      from statement s join enrolment e on e.id = s.enrolment_id where s.person_id = any(${persons}::uuid[]) order by s.during`);
  const tracks = (...persons: string[]) =>
    ask(sql`
      select array_position(${persons}::uuid[], person_id) as who, state, evaluation_id is not null as by, hours, certified_on::text as on
      from literacy where person_id = any(${persons}::uuid[]) order by who`);
  let versions = 1;
  const merges = (id: string, mergedInto: string) =>
    academies.personsSay([{ id, version: ++versions, active: false, mergedInto }]);
  const parts = (id: string) => academies.personsSay([{ id, version: ++versions, active: true }]);

  it('gives that one its places and what was learnt in them, and one place where both had one, in which no hour counts twice', async () => {
    const [old, one, waits] = await academies.persons('merged', 3);
    const [alone, both] = [await offeringOf(2, [old!]), await offeringOf(2, [one!, old!, waits!])];
    await learns(old!, alone, day('2026-12-02'));
    await learns(old!, both, day('2026-12-03', 8, 10));
    await learns(one!, both, day('2026-12-03', 9, 11));
    await merges(old!, one!);
    const merged = 'withdrawn PERSON_MERGED';
    expect(await enrolmentsIn(alone)).toEqual(['enrolled']);
    expect(await enrolmentsIn(both)).toEqual(['enrolled', merged, 'enrolled']);
    expect(await learnt(old!, one!)).toEqual([
      { personId: one, offeringId: alone, placeOf: one, hours: 2 },
      { personId: one, offeringId: both, placeOf: one, hours: 2 },
      { personId: one, offeringId: both, placeOf: one, hours: 1 },
    ]);
    const rows = await database.db.readAs(admin, (tx) =>
      selectEnrolments(tx, sql`e.offering_id = ${both} and e.person_id = ${one}`, sql`order by e.queued`),
    );
    expect(rows).toMatchObject([
      { state: 'enrolled', hours: 3 },
      { reason: 'PERSON_MERGED', hours: 0 },
    ]);
    const before = await ask(sql`select id, version from enrolment where person_id = ${one} order by id`);
    await merges(old!, one!);
    expect(await ask(sql`select id, version from enrolment where person_id = ${one} order by id`)).toEqual(before);
  });

  it('has what was stated of it back once the two are parted, and what was stated since stays with the other one', async () => {
    const [old, one] = await academies.persons('parted', 2);
    const [alone, both] = [await offeringOf(2, [old!]), await offeringOf(2, [one!, old!])];
    await learns(old!, alone, day('2026-12-02'));
    await learns(old!, both, day('2026-12-03'));
    await merges(old!, one!);
    const since = await offeringOf(2, [one!]);
    await learns(one!, since, day('2026-12-04'));
    await parts(old!);
    expect(await learnt(old!, one!)).toEqual([
      { personId: old, offeringId: alone, placeOf: old, hours: 2 },
      { personId: old, offeringId: both, placeOf: old, hours: 2 },
      { personId: one, offeringId: since, placeOf: one, hours: 2 },
    ]);
    const hours = await ask(sql`
      select hours from enrolment where offering_id = ${both} and person_id in (${old}, ${one}) order by person_id = ${old}`);
    expect(hours[0]).toEqual({ hours: 0 });
    const left = await ask(sql`select from enrolment where stated_of is not null and person_id in (${old}, ${one})`);
    expect(left).toEqual([]);
  });

  it('is followed through several, in whatever order they are told', async () => {
    const [first, middle, last] = await academies.persons('chained', 3);
    const offeringId = await offeringOf(3, [first!]);
    await merges(middle!, last!);
    await merges(first!, middle!);
    const whose = () =>
      ask<{ id: string }>(sql`select person_id as id from enrolment where offering_id = ${offeringId}`);
    expect(await whose()).toEqual([{ id: last }]);
    await parts(middle!);
    expect(await whose()).toEqual([{ id: middle }]);
    await parts(first!);
    expect(await whose()).toEqual([{ id: first }]);
  });

  it('brings its evaluations, by the first of which the person is certified, once', async () => {
    const [old, one] = await academies.persons('evaluated', 2);
    for (const id of [old!, one!]) await learns(id, await offeringOf(2, [id]), day('2026-12-02'));
    for (const [id, on] of [
      [old!, '2026-12-05'],
      [one!, '2026-12-08'],
    ] as const)
      await ask(sql`
        with track as (
          insert into literacy(person_id, academy_id, region, hours, confirmed_hours, version, state, certified_on, score)
          select ${id}, academy_id, region, 30, 30, 1, 'in-progress', null, null from person_copy where subject = ${id}
        ), evaluation as (select 1)
        select from evaluation`).then(() =>
        ask(sql`
          with accepted as (
            insert into literacy_evaluation(person_id, score, state, sent_at, sent_by, decided_at, decided_by, reason)
            values (${id}, 800, 'accepted', ${on}::date, 'sender', ${on}::date, 'decider', 'seen') returning id)
          update literacy set state = 'certified', certified_on = ${on}, score = 800, evaluation_id = accepted.id
          from accepted where person_id = ${id}`),
      );
    await merges(old!, one!);
    expect(await tracks(old!, one!)).toMatchObject([
      { who: 1, state: 'in-progress', by: false, hours: 0, on: null },
      { who: 2, state: 'certified', by: true, on: '2026-12-05' },
    ]);
    await parts(old!);
    expect(await tracks(old!, one!)).toMatchObject([
      { who: 1, state: 'certified', by: true, on: '2026-12-05' },
      { who: 2, state: 'certified', by: true, on: '2026-12-08' },
    ]);
  });
});
