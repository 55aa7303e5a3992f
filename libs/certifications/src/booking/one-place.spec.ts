import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '@takwin/platform/postgres';
import { actorOf, testDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { certificationsMigrations } from '../migrations.js';
import { engagementsMigration } from '../migrations/2026-11-29-engagements.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

const proctors = (id: string, proctorIds: readonly string[]) => house.admin.patch(`/v1/sittings/${id}`, { proctorIds });
const ask = async (personId: string, days: number): Promise<string> => {
  const window = { earliest: house.inDays(days - 0.4), latest: house.inDays(days + 0.4) };
  const { body } = await house.admin.post('/v1/registrations', { personId, examCode: 'MO-200', ...window });
  await house.work();
  return body.id;
};

describe('who watches a sitting', () => {
  it('has no seat in it, nor elsewhere at that hour, and is offered others', async () => {
    const trainer = await house.trainer('watches and books');
    const [own, elsewhere, later] = [
      await house.sitting({ days: 2, proctorIds: [trainer] }),
      await house.sitting({ days: 2.04 }),
      await house.sitting({ days: 3 }),
    ];
    for (const { id } of [own, elsewhere]) {
      const { body } = await house.book(trainer, id);
      expect(body).toMatchObject({ code: 'CANDIDATE_IS_TAKEN', alternatives: [{ sittingId: later.id }] });
    }
    expect((await house.book(trainer, later.id)).status).toBe(201);
  });

  it('waits for a seat at another hour where a worker books', async () => {
    const trainer = await house.trainer('watches and asks');
    await house.sitting({ days: 6, proctorIds: [trainer] });
    const id = await ask(trainer, 6);
    expect(await house.registration(id)).toMatchObject({ state: 'waitlisted', reason: 'NO_SEAT_AT_FREE_HOURS' });
    const free = await house.sitting({ days: 6.2 });
    await house.work();
    expect(await house.registration(id)).toMatchObject({ state: 'booked', sittingId: free.id });
  });

  it('is kept from a seat by the database itself', async () => {
    const trainer = await house.trainer('slips in');
    const { id } = await house.sitting({ days: 8, proctorIds: [trainer] });
    const other = (await house.book(await house.person('comes by the door'), id)).body;
    const seated = house.sql(sql`
      insert into registration(person_id, exam_code, academy_id, region, sitting_id, during, state, workstation, requested_at, created_by)
      select ${trainer}, exam_code, academy_id, region, sitting_id, during, 'booked', 2, requested_at, 'spec'
      from registration where id = ${other.id}`);
    await expect(seated).rejects.toThrow(/engagement_one_place/);
  });

  it('does not resume an exam elsewhere at that hour', async () => {
    const trainer = await house.trainer('watches and resumes');
    const { id } = await house.sitting({ days: 10 });
    const registration = (await house.book(trainer, id)).body;
    await house.sql(sql`update registration set state = 'sat', started_at = lower(during), interrupted_at = lower(during)
      where id = ${registration.id}`);
    await house.sitting({ days: 12, proctorIds: [trainer] });
    const there = await house.sitting({ days: 12 });
    const resumed = await house.admin.post(`/v1/registrations/${registration.id}/resume`, { sittingId: there.id });
    expect(resumed.body.code).toBe('CANDIDATE_IS_TAKEN');
  });
});

describe('who has a seat', () => {
  it('is not named proctor at that hour, in a new sitting or in one that there is', async () => {
    const trainer = await house.trainer('books and watches');
    const [own, elsewhere] = [await house.sitting({ days: 20 }), await house.sitting({ days: 20 })];
    expect((await house.book(trainer, own.id)).status).toBe(201);
    for (const { id } of [own, elsewhere]) expect((await proctors(id, [trainer])).body.code).toBe('PROCTOR_IS_TAKEN');
    await expect(house.sitting({ days: 20.02, proctorIds: [trainer] })).rejects.toThrow(/PROCTOR_IS_TAKEN/);
    expect((await house.sitting({ days: 20.1, proctorIds: [trainer] })).id).toBeDefined();
  });

  it('does not take the place of a proctor who is gone', async () => {
    const gone = await house.trainer('is gone');
    const { id, startsAt } = await house.sitting({ days: 22, proctorIds: [gone] });
    const seat = await house.sitting({ days: 22 });
    const trainer = await house.trainer('a candidate that day');
    expect((await house.book(trainer, seat.id)).status).toBe(201);
    await house.sql(sql`update trainer_copy set may_proctor = false where subject <> ${trainer}`);
    await house.given.trainerSays(gone, house.academyId, { mayProctor: false });
    await house.sql(sql`update trainer_copy set may_proctor = true where subject <> ${gone}`);
    expect((await house.admin.get(`/v1/sittings/${id}`)).body).toMatchObject({ state: 'cancelled', startsAt });
  });

  it('is in one place, also where the two are asked for at once', async () => {
    for (const turn of [1, 2, 3]) {
      const trainer = await house.trainer(`races ${turn}`);
      const [here, there] = [await house.sitting({ days: 30 + turn }), await house.sitting({ days: 30 + turn })];
      const answers = await Promise.all([house.book(trainer, here.id), proctors(there.id, [trainer])]);
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
      const refused = answers.find(({ status }) => status >= 300)!.body.code;
      expect(['CANDIDATE_IS_TAKEN', 'PROCTOR_IS_TAKEN']).toContain(refused);
    }
  });
});

it('a person who had two places before keeps them, and is held to those of a proctor', async () => {
  const migrations = certificationsMigrations.slice(0, certificationsMigrations.indexOf(engagementsMigration));
  const database = await testDatabase({ schema: 'certifications', migrations });
  const run = <R>(statement: ReturnType<typeof sql>) =>
    database.db.asActor(actorOf('system'), (tx) => tx.query<R>(statement));
  const [one, seat] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
  const during = '[2100-01-01 09:00Z,2100-01-01 10:30Z)';
  await run(sql`insert into exam(code, title, family, minutes, administration_minutes, pass_mark, retake_policy, twins)
    values ('MO-200', 'Excel', 'mos', 50, 20, 700, 'mos', '{}')`);
  await run(sql`insert into sitting(id, academy_id, region, room_id, starts_at, minutes, during, wall_time, zone, zone_rules,
      seats, taken, created_by)
    values (${one}, ${one}, 'MA-04', ${one}, '2100-01-01 09:00Z', 90, ${during}, '2100-01-01T09:00', '', '', 1, 1, 'spec')`);
  await run(sql`insert into sitting_proctor(sitting_id, proctor_id, during) values (${one}, ${one}, ${during})`);
  await run(sql`insert into registration(id, person_id, exam_code, academy_id, region, sitting_id, during, state, requested_at,
      created_by) values (${seat}, ${one}, 'MO-200', ${one}, 'MA-04', ${one}, ${during}, 'booked', '2026-11-23Z', 'spec')`);
  await migrate(database.url, 'certifications', certificationsMigrations);
  expect(await run(sql`select registration_id, sitting_id from engagement`)).toEqual([
    { registration_id: null, sitting_id: one },
  ]);
  await run(sql`update registration set state = 'sat' where id = ${seat}`);
  await database.close();
});
