import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { stableId } from '@takwin/platform/schema';
import { actorOf } from '@takwin/platform/testing';
import { parse } from '@takwin/platform/errors';
import { before } from '../testing/before.js';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { ChangeSitting, ChangeSittingHandler } from './change-sitting.js';

let house: ExamEnvironment;
let regions = 4;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

/** A trainer alone in the region of an academy, whom the academies know, and a sitting of theirs tomorrow from 9:00 to 10:30. */
async function watched(name: string) {
  const region = `MA-${String(++regions).padStart(2, '0')}`;
  const academyId = await house.given.academy(name, { region });
  const proctorId = stableId('test proctor', name);
  await house.given.trainerSays(proctorId, academyId, { region });
  const open = async (days: number) => house.sitting({ at: academyId, proctorIds: [proctorId], days });
  const { id } = await open(1);
  const leaves = async (leftOn = '2026-11-23') => {
    await house.given.personSays(proctorId, academyId, { state: 'inactive', leftOn });
    const left = { state: 'left', leftOn, mayProctor: false, mayProctorUntil: leftOn };
    await house.given.trainerSays(proctorId, academyId, { region, ...left });
  };
  const send = async (by: typeof house.admin, record: object) => {
    const records = [{ id: crypto.randomUUID(), ...record }];
    const { body } = await by.post(`/v1/sittings/${id}/records`, { records });
    return body.outcomes[0].code ?? body.outcomes[0].outcome;
  };
  const itself = house.admin.as(
    await house.tokens.of({ role: 'trainer', personId: proctorId, academies: [academyId] }),
  );
  return { academyId, proctorId, id, open, leaves, send, itself, region };
}

const see = async (id: string) => (await house.admin.get(`/v1/sittings/${id}`)).body;
const proves = async (id: string) =>
  (
    await house.sql<{ proves: boolean }>(sql`
      select proves from exam_day_record where sitting_id = ${id} order by recorded_at`)
  ).map((one) => one.proves);

describe('a proctor who has left', () => {
  it('is replaced in the sittings to come, and where nobody else may, they are called off', async () => {
    const { id, proctorId, leaves, academyId, region, open } = await watched('gone');
    const lonely = await open(2);
    await leaves();
    expect(await see(id)).toMatchObject({ state: 'cancelled', cancelledReason: 'PROCTOR_IS_GONE' });
    expect(await see(lonely.id)).toMatchObject({ state: 'cancelled' });
    const [first, second] = ['first', 'second'].map((name) => stableId('test proctor', `${region} ${name}`));
    await house.given.trainerSays(first!, academyId, { region });
    const sitting = await house.sitting({ at: academyId, proctorIds: [first!], days: 3 });
    await house.given.trainerSays(second!, academyId, { region });
    await house.given.trainerSays(first!, academyId, {
      region,
      state: 'left',
      leftOn: '2026-11-23',
      mayProctor: false,
    });
    expect(await see(sitting.id)).toMatchObject({ state: 'open', proctorIds: [second] });
    expect(proctorId).not.toBe(second);
  });

  it('is named for none, neither where one opens nor where one changes', async () => {
    const { id, proctorId, leaves, academyId, region } = await watched('named later');
    const other = stableId('test proctor', 'stays on');
    await house.given.trainerSays(other, academyId, { region });
    await leaves();
    expect(await see(id)).toMatchObject({ proctorIds: [other] });
    const refused = { status: 409, body: { code: 'PROCTOR_MAY_NOT_PROCTOR', proctorIds: [proctorId] } };
    expect(await house.admin.patch(`/v1/sittings/${id}`, { proctorIds: [proctorId] })).toMatchObject(refused);
    const roomId = await house.given.room(academyId, 'another', 50);
    const about = { academyId, roomId, startsAt: house.inDays(0.1), minutes: 90, seats: 5, proctorIds: [proctorId] };
    expect(await house.admin.post('/v1/sittings', about)).toMatchObject(refused);
  });

  it('is named by nobody in the same moment', async () => {
    const { id, proctorId, leaves, academyId, region } = await watched('leaves meanwhile');
    const other = stableId('test proctor', 'is there meanwhile');
    await house.given.trainerSays(other, academyId, { region });
    const change = (proctorIds: string[], db = house.database.db) =>
      new ChangeSittingHandler(db, { wake: async () => undefined } as never).change(
        actorOf('programme-admin'),
        parse(ChangeSitting, { id, proctorIds }),
      );
    await change([other]);
    let leaving: Promise<void> | undefined;
    const overtaken = before(house.database.db, /insert into sitting_proctor/, async () => {
      leaving = leaves();
      await Promise.race([leaving, pause(500)]);
    });
    await change([proctorId], overtaken);
    await leaving;
    expect(await see(id)).toMatchObject({ proctorIds: [other] });
  });

  it('was there on no day after the one of leaving, and records nothing of such', async () => {
    const { id, proctorId, leaves, send, itself } = await watched('left the day before');
    house.database.clock.set('2026-11-24T09:10:00Z');
    await leaves('2026-11-23');
    expect(await see(id)).toMatchObject({ proctorIds: [proctorId] });
    const present = { kind: 'proctor-present', proctorId, at: '2026-11-24T08:50:00Z' };
    const incident = { kind: 'incident', reason: 'power cut', at: '2026-11-24T09:05:00Z' };
    for (const by of [house.admin, itself]) expect(await send(by, present)).toBe('PERSON_HAS_LEFT');
    expect(await send(itself, incident)).toBe('PERSON_HAS_LEFT');
    expect(await send(house.admin, incident)).toBe('recorded');
  });

  it('was there on the day of leaving, and that is proof though it is told later', async () => {
    const { id, proctorId, leaves, send, itself } = await watched('left on the day');
    house.database.clock.set('2026-11-24T12:00:00Z');
    await leaves('2026-11-24');
    house.database.clock.set('2026-11-26T09:00:00Z');
    expect(await send(itself, { kind: 'proctor-present', proctorId, at: '2026-11-24T08:50:00Z' })).toBe('recorded');
    expect(await proves(id)).toEqual([true]);
  });
});
