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
  it('gives that one its places and what was learnt in them, and ends the place where both had one', async () => {
    const [old, one, waits] = await academies.persons('merged', 3);
    const [alone, both] = [await offeringOf(2, [old!]), await offeringOf(2, [old!, one!, waits!])];
    await database.db.asActor(actorOf('system'), (tx) =>
      tx.query(sql`
        insert into statement(id, person_id, academy_id, region, enrolment_id, course_id, verb, during, literacy, digest, recorded_by, hours)
        select gen_random_uuid(), e.person_id, e.academy_id, e.region, e.id, ${courseId}, 'attended',
          '[2026-12-02 08:00+00, 2026-12-02 10:00+00)', true, 'd', 'a trainer', 2
        from enrolment e where e.offering_id in (${alone}, ${both}) and e.person_id = ${old}`),
    );
    await academies.personsSay([{ id: old!, version: 2, active: false, mergedInto: one! }]);
    const left = 'withdrawn PERSON_HAS_LEFT';
    expect(await enrolmentsIn(alone)).toEqual(['enrolled']);
    expect(await enrolmentsIn(both)).toEqual([left, 'enrolled', 'enrolled']);
    const rows = await database.db.readAs(admin, (tx) => selectEnrolments(tx, sql`e.offering_id = ${alone}`));
    expect(rows).toMatchObject([{ personId: one }]);
    const learnt = await database.db.readAs(admin, (tx) =>
      tx.query(sql`
        select e.offering_id as "offeringId", s.person_id as "personId" from statement s join enrolment e on e.id = s.enrolment_id
        where s.person_id in (${old}, ${one}) order by s.person_id = ${one}`),
    );
    expect(learnt).toEqual([
      { offeringId: both, personId: old },
      { offeringId: alone, personId: one },
    ]);
  });
});
