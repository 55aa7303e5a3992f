import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf, planOf, readsOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { coursesService } from '../testing/courses-service.js';
import { given as givenIn } from '../testing/given.js';
import { FindEnrolments, FindEnrolmentsHandler } from './find-enrolments.js';

const { database, running, admin, close } = await coursesService();
afterAll(close);
const given = givenIn(database);
let offeringId: string;
let personId: string;

/** Of 100,000 places of one academy, a thousand in each offering, some hundreds go on, and one person has one. */
beforeAll(async () => {
  await given.academy();
  const courseId = await given.course('CROWDED', 6);
  const about = { courseId, academyId: given.academyId, startsOn: '2026-11-01', endsOn: '2026-12-31', seats: 9 };
  offeringId = (await admin.post('/v1/offerings', about)).body.id;
  [personId] = (await given.persons('crowded', 1)) as [string];
  await admin.post('/v1/enrolments', { personId, offeringId });
  await database.db.asActor(actorOf('system'), async (tx) => {
    await tx.query(sql`
      insert into offering(course_id, academy_id, region, starts_on, ends_on, seats, created_by)
      select ${courseId}, ${given.academyId}, ${given.region}, '2026-11-01', '2026-12-31', 9, 'test' from generate_series(1, 100)`);
    await tx.query(sql`
      insert into enrolment(person_id, offering_id, academy_id, region, state, created_by)
      select gen_random_uuid(), o.id, o.academy_id, o.region, case when nth % 500 = 0 then 'enrolled' else 'completed' end, 'test'
      from offering o, generate_series(1, 1000) nth where o.created_by = 'test'`);
    await tx.query(sql`analyze offering, enrolment`);
  });
}, 120_000);

const everything = () => actorOf('programme-admin');
const managed = () => actorOf('academy-manager', { academies: [given.academyId] });
const directed = () => actorOf('regional-director', { regions: [given.region] });
const self = () => actorOf('candidate', { personId });

describe('a page of enrolments, of an academy that has 100,000', () => {
  it.each([
    ['as they are', () => ({}), everything],
    ['of an offering', () => ({ offeringId }), everything],
    ['of a person', () => ({ personId }), everything],
    ['of a state that most have', () => ({ state: 'completed' }), everything],
    ['of a state that few have', () => ({ state: 'enrolled' }), everything],
    ['of a state that nobody has', () => ({ state: 'withdrawn' }), everything],
    ['to its manager', () => ({}), managed],
    ['to its manager, of a state that few have', () => ({ state: 'enrolled' }), managed],
    ['to the director of its region', () => ({}), directed],
    ['to the director, of a state that few have', () => ({ state: 'enrolled' }), directed],
    ['to one of them', () => ({}), self],
  ])('is one statement that reads no more than the page, %s', async (_, cut, who) => {
    const handler = running.get(FindEnrolmentsHandler);
    const asked = FindEnrolments.parse({ first: 100, ...cut() });
    const [statement, ...more] = await readsOf(database.db, () => handler.run(who(), asked));
    expect(more).toEqual([]);
    const { blocks, scanned } = await planOf(database.db, statement!);
    expect(scanned).not.toContain('enrolment');
    expect(blocks).toBeLessThan(1_000);
  });
});
