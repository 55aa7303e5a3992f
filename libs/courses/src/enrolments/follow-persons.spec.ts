import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '@takwin/platform/postgres';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { coursesMigrations, loadCoursesReference } from '../index.js';
import { enrolmentEndsMigration } from '../migrations/2026-11-28-enrolment-ends.js';
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
  database = await testDatabase({ schema: 'courses', migrations: coursesMigrations });
  await loadCoursesReference(database.db);
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
  it('give their seats to those who have waited longest, and wait no longer themselves', async () => {
    const [a, b, c, d, e] = await academies.persons('leaving', 5);
    const offeringId = await offeringOf(2, [a!, b!, c!, d!, e!]);
    await academies.personsSay([
      { id: a!, version: 2, active: false },
      { id: c!, version: 2, active: false },
    ]);
    const left = 'withdrawn PERSON_HAS_LEFT';
    expect(await enrolmentsIn(offeringId)).toEqual([left, 'enrolled', left, 'enrolled', 'waitlisted']);
    expect(await takenIn(offeringId)).toEqual({ taken: 2 });
  });

  it('are heeded once: a rebuild does not end the places of who has come back', async () => {
    const [a] = await academies.persons('returning', 1);
    await academies.personsSay([{ id: a!, version: 2, active: false }]);
    await academies.personsSay([{ id: a!, version: 3, active: true }]);
    const offeringId = await offeringOf(1, [a!]);
    await academies.personsSay([{ id: a!, version: 2, active: false }], 2);
    expect(await enrolmentsIn(offeringId)).toEqual(['enrolled']);
    await academies.personsSay([{ id: a!, version: 4, active: false }], 2);
    expect(await enrolmentsIn(offeringId)).toEqual(['withdrawn PERSON_HAS_LEFT']);
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

describe('the first time that departures are followed', () => {
  it('ends no place of who had left once and is here', async () => {
    const before = coursesMigrations.slice(0, coursesMigrations.indexOf(enrolmentEndsMigration));
    const old = await testDatabase({ schema: 'courses', migrations: before });
    try {
      const { persons, personsSay, academyId, region } = given(old);
      const [a] = await persons('here', 1);
      const [enrolment] = await old.db.asActor(admin, async (tx) => {
        await tx.query(sql`update person_copy set version = 5`);
        await tx.query(sql`
          insert into course(id, code, hours, source, words, digest) values (${academyId}, 'X', 1, 'x', '', 'x')`);
        await tx.query(sql`
          insert into offering(id, course_id, academy_id, region, starts_on, ends_on, seats, taken, created_by)
          values (${academyId}, ${academyId}, ${academyId}, ${region}, '2026-12-01', '2027-03-01', 1, 1, 'test')`);
        return tx.query<{ id: string }>(sql`
          insert into enrolment(person_id, offering_id, academy_id, region, state, created_by)
          values (${a}, ${academyId}, ${academyId}, ${region}, 'enrolled', 'test') returning id`);
      });
      await migrate(old.url, 'courses', coursesMigrations);
      const standing = () =>
        old.db.readAs(admin, (tx) => tx.one(sql`select state, reason from enrolment where id = ${enrolment!.id}`));
      await personsSay([{ id: a!, version: 3, active: false }], 2);
      expect(await standing()).toEqual({ state: 'enrolled', reason: null });
      await personsSay([{ id: a!, version: 6, active: false }], 2);
      expect(await standing()).toEqual({ state: 'withdrawn', reason: 'PERSON_HAS_LEFT' });
    } finally {
      await old.close();
    }
  });
});
