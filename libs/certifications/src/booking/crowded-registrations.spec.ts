import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf, planOf, readsOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { FindRegistrations, FindRegistrationsHandler } from './find-registrations.js';

let house: ExamEnvironment;
const of: Record<'academy' | 'person' | 'sitting', string> = { academy: '', person: '', sitting: '' };

/** Rabat has 100,000 of one exam, all but a few dozen of them passed, and one of another. */
beforeAll(async () => {
  house = await examEnvironment();
  of.academy = house.academyId;
  of.sitting = (await house.sitting({ days: 30 })).id;
  of.person = await house.person('one');
  await house.book(of.person, of.sitting);
  await house.database.db.asActor(actorOf('system'), async (tx) => {
    // Their sittings are no matter here, and so many rows may take longer than a statement of the service.
    await tx.query(sql`set local session_replication_role = replica; set local statement_timeout = 0`);
    await tx.query(sql`
      insert into registration(person_id, exam_code, academy_id, region, sitting_id, state, requested_at, created_by, score)
      select gen_random_uuid(), 'MO-100', ${of.academy}, ${house.given.region}, gen_random_uuid(),
        case when nth % 3000 = 0 then 'failed' else 'passed' end, now(), 'test', 700
      from generate_series(1, 100000) nth`);
  });
  await house.sql(sql`analyze registration`);
}, 240_000);
afterAll(() => house?.close());

const everything = () => actorOf('programme-admin');
const managed = () => actorOf('academy-manager', { academies: [of.academy] });
const directed = () => actorOf('regional-director', { regions: [house.given.region] });
const self = () => actorOf('candidate', { personId: of.person });

describe('a page of registrations, of an academy that has 100,000', () => {
  it.each([
    ['as they are', () => ({}), everything],
    ['of the academy', () => ({ academyId: of.academy }), everything],
    ['of the region', () => ({ region: house.given.region }), everything],
    ['of an exam that all sit', () => ({ examCode: 'MO-100' }), everything],
    ['of an exam that one sits', () => ({ examCode: 'MO-200' }), everything],
    ['of a state that most have', () => ({ state: 'passed' }), everything],
    ['of a state that few have', () => ({ state: 'failed' }), everything],
    ['of a state that one has', () => ({ state: 'booked' }), everything],
    ['of a state that nobody has', () => ({ state: 'requested' }), everything],
    ['of the academy and a state that few have', () => ({ academyId: of.academy, state: 'failed' }), everything],
    ['of an exam and a state that few have', () => ({ examCode: 'MO-100', state: 'failed' }), everything],
    ['of a person', () => ({ personId: of.person }), everything],
    ['of a sitting', () => ({ sittingId: of.sitting }), everything],
    ['to its manager', () => ({}), managed],
    ['to its manager, of a state that few have', () => ({ state: 'failed' }), managed],
    ['to the director of its region', () => ({}), directed],
    ['to the director, of a state that few have', () => ({ state: 'failed' }), directed],
    ['to one of them', () => ({}), self],
  ])('is one statement that reads no more than the page, %s', async (_, cut, who) => {
    const handler = house.running.get(FindRegistrationsHandler);
    const asked = FindRegistrations.parse({ first: 100, ...cut() });
    const [statement, ...more] = await readsOf(house.database.db, () => handler.run(who(), asked));
    expect(more).toEqual([]);
    const { blocks, scanned } = await planOf(house.database.db, statement!);
    expect(scanned).not.toContain('registration');
    expect(blocks).toBeLessThan(1_000);
  });
});
