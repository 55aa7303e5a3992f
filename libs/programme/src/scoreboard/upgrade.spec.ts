import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { academy } from '@takwin/contracts/events/academies';
import { certification } from '@takwin/contracts/events/certifications';
import { course, enrolment, offering } from '@takwin/contracts/events/courses';
import { licence } from '@takwin/contracts/events/licensing';
import { migrate } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { programmeMigrations } from '../migrations.js';
import { idOf } from '../testing/five-logs.js';
import { servedBoard, type ServedBoard } from '../testing/served-board.js';

let board: ServedBoard;
beforeAll(async () => {
  board = await servedBoard();
});
afterAll(() => board?.close());

/** What the release before made of the schema, which knew no membership, no enrolment and no certification's name. */
const AS_BEFORE = [
  sql`drop table scoreboard_enrolment`,
  sql`alter table scoreboard_academy drop column membership_until, drop column closed`,
  sql`alter table scoreboard_course drop column synthetic`,
  sql`alter table scoreboard_offering drop column ends_on, drop column learnt_on`,
  sql`alter table scoreboard_certification drop column certification, drop column credential_id, drop column revoked_on`,
  sql`create index scoreboard_licence_of_before on scoreboard_licence (person_id) where counts`,
  sql`delete from migration where name like 'copy scoreboard_%'`,
  sql`update event_cursor set shape = 'of the release before'`,
];

const figures = async () => {
  const { body } = await board.admin.get('/v1/programme');
  return Object.fromEntries(body.targets.map(({ id, actual }: { id: string; actual: number }) => [id, actual]));
};

it('counts a home of the release before once its logs have been read again', async () => {
  const { services } = board;
  services.setDay('2027-06-01');
  await services.tell([
    [academy, 'member', 1, { state: 'accredited', accreditedOn: '2026-09-01' }],
    [academy, 'gone', 1, { state: 'accredited', accreditedOn: '2026-09-01', membershipUntil: '2020-12-31' }],
    [course, 'excel', 1, { state: 'catalogued' }],
    [offering, 'excel in autumn', 1, { startsOn: '2026-10-01', endsOn: '2026-12-01', state: 'finished' }],
    [enrolment, 'in autumn', 1, { state: 'completed' }],
    [offering, 'of 2020', 1, { courseId: idOf('word'), startsOn: '2020-01-01', endsOn: '2020-06-30', state: 'open' }],
    [certification, 'held', 1, { state: 'held' }],
    [certification, 'held too', 1, { state: 'held', certification: 'AZ-900' }],
    [licence, 'a1', 1, { state: 'assigned', assignedOn: '2026-11-20' }],
  ]);
  const expected = await figures();
  expect(expected).toMatchObject({ academies: 1, courses: 1, certifications: 2, 'office365-users': 1 });
  await services.whileNobodyFollows(async () => {
    for (const statement of AS_BEFORE) await services.query(statement);
    await migrate(services.url, 'academies', programmeMigrations);
    expect((await figures()).courses).toBe(0);
  });
  expect(await figures()).toEqual(expected);
});
