import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { coursesService } from '../testing/courses-service.js';
import { given } from '../testing/given.js';

const { database, admin, close } = await coursesService();
afterAll(close);
const has = given(database);
let courseId: string;

// Today is 2026-11-23.
beforeAll(async () => {
  await has.academy();
  courseId = (await admin.get('/v1/courses?q=excel&first=1')).body.items[0].id;
});

const DAYS = { startsOn: '2026-12-01', endsOn: '2027-03-01' };
const open = (trainerId: string | null, days: object = DAYS) =>
  admin.post('/v1/offerings', {
    ...{ courseId, academyId: has.academyId, seats: 3, ...days },
    ...(trainerId !== null && { trainerId }),
  });
const see = async (id: string) => (await admin.get(`/v1/offerings/${id}`)).body;
const refused = { status: 409, body: { code: 'TRAINER_NOT_QUALIFIED', reason: 'TRAINER_HAS_LEFT' } };

/** What was last told of places in that offering: who teaches them. */
const teachersTold = (persons: readonly string[]) =>
  database.db.readAs(actorOf('system'), (tx) =>
    tx.query<{ teacher: string | null }>(sql`
      select distinct on (change->>'s') change #>> '{d,trainerId}' as teacher
      from event_new, jsonb_array_elements(body->'changes') change where change #>> '{d,personId}' = any(${persons})
      order by change->>'s', event_new.id desc`),
  );

describe('a trainer who has left', () => {
  it('teaches none of the open offerings any more, as their places tell; those that are over stay as they were', async () => {
    const [leaver, other] = [await has.trainer('leaver', courseId), await has.trainer('stays', courseId)];
    const [begun, later, theirs] = [
      (await open(leaver, { startsOn: '2026-10-15', endsOn: '2027-02-01' })).body.id,
      (await open(leaver)).body.id,
      (await open(other)).body.id,
    ];
    const over = (await open(leaver, { startsOn: '2026-10-15', endsOn: '2026-11-23' })).body.id;
    const persons = await has.persons('taught', 2);
    await admin.post('/v1/enrolments/bulk', { offeringId: later, persons });
    database.clock.set('2026-11-24T09:00:00Z');
    await has.trainerSays(leaver, 'left');
    for (const id of [begun, later])
      expect(await see(id)).toMatchObject({ trainerId: null, state: 'open', version: 2 });
    expect(await see(later)).toMatchObject({ ...DAYS, seats: 3, taken: 2 });
    expect(await teachersTold(persons)).toEqual([{ teacher: null }, { teacher: null }]);
    expect(await see(theirs)).toMatchObject({ trainerId: other, version: 1 });
    expect(await see(over)).toMatchObject({ trainerId: leaver });

    await has.trainerSays(leaver, 'active');
    expect(await see(later)).toMatchObject({ trainerId: null, version: 2 });
    database.clock.set('2026-11-23T09:00:00Z');
  });

  it('is named for none, neither where one opens nor where one changes', async () => {
    const leaver = await has.trainer('asked for', courseId);
    await has.trainerSays(leaver, 'left');
    expect(await open(leaver)).toMatchObject(refused);
    const { id } = (await open(null)).body;
    expect(await admin.patch(`/v1/offerings/${id}`, { trainerId: leaver })).toMatchObject(refused);
  });

  it('is named by nobody in the same moment', async () => {
    const leaver = await has.trainer('leaves meanwhile', courseId);
    let opening: ReturnType<typeof open> | undefined;
    let leaving: Promise<void> | undefined;
    // Whoever holds the course keeps the opening waiting once the trainer was judged.
    await database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`select from course where id = ${courseId} for update`);
      opening = open(leaver);
      await pause(500);
      leaving = has.trainerSays(leaver, 'left');
      await Promise.race([leaving, pause(500)]);
    });
    await leaving;
    const { status, body } = (await opening)!;
    expect(status).toBe(201);
    expect(await see(body.id)).toMatchObject({ trainerId: null });
  });
});
