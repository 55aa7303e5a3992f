import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

const sitting = async (id: string) => (await house.admin.get(`/v1/sittings/${id}`)).body;

/** Somebody whose exam was interrupted at 9:30 on the 24th, in a sitting of one seat, and that sitting. */
async function interrupted(name: string) {
  house.database.clock.set('2026-11-23T09:00:00Z');
  const first = await house.sitting({ seats: 1 });
  const { id } = (await house.book(await house.person(name), first.id)).body;
  house.database.clock.set('2026-11-24T10:00:00Z');
  await house.begin(id);
  const at = '2026-11-24T09:30:00Z';
  house.database.clock.set('2026-11-25T10:00:00Z');
  const record = { id: crypto.randomUUID(), kind: 'interrupted', registrationId: id, reason: 'a power cut', at };
  await house.director.post(`/v1/sittings/${first.id}/records`, { records: [record] });
  return { id: id as string, first: first.id };
}

/** A sitting at ten so many days ahead, told by rules that did not know the decree: it is stored as at nine. */
async function toldBefore(days: number): Promise<string> {
  const { id } = await house.sitting({ days, seats: 3 });
  await house.sql(sql`
    with told as (update sitting set starts_at = starts_at - interval '1 hour', during = tstzrange(lower(during) - interval '1 hour',
      upper(during) - interval '1 hour'), guarded = null, zone_rules = '2025b' where id = ${id} returning id, during)
    update sitting_proctor p set during = told.during from told where p.sitting_id = told.id`);
  return id;
}

const goOnIn = async (id: string, sittingId: string) =>
  expect((await house.admin.post(`/v1/registrations/${id}/resume`, { sittingId })).status).toBe(200);
const retime = async (id: string) =>
  (await house.admin.post('/v1/legal-time/retime', { ids: [id] })).body.outcomes[0] as {
    outcome: string;
    code: string;
  };
const lastTold = async (id: string) =>
  (
    await house.sql<{ type: string }>(sql`
      select type from event_new cross join jsonb_array_elements(body->'changes') change
      where change->>'s' = ${id} order by event_new.id desc limit 1`)
  )[0]!.type;

describe('who is to go on in a sitting that is retimed', () => {
  it('follows it, and is told', async () => {
    const { id } = await interrupted('follows');
    const elsewhere = await toldBefore(5);
    await goOnIn(id, elsewhere);
    expect(await house.registration(id)).toMatchObject({ startsAt: '2026-11-30T09:00:00.000Z' });
    expect(await retime(elsewhere)).toMatchObject({ outcome: 'moved' });
    expect(await house.registration(id)).toMatchObject({
      ...{ state: 'sat', sittingId: elsewhere, startsAt: '2026-11-30T10:00:00.000Z', reason: 'ZONE_RULES_CHANGED' },
      ...{ moveReason: null, interruptedAt: '2026-11-24T09:30:00.000Z', resumableUntil: '2026-12-01T09:30:00.000Z' },
    });
    expect(await lastTold(id)).toBe('SeatRetimed');
    const [{ during }] = (await house.sql(sql`select lower(during) as during from registration where id = ${id}`)) as [
      { during: Date },
    ];
    expect(during.toISOString()).toBe((await sitting(elsewhere)).startsAt);
  });

  it('stands where the interruption was, and is told why, where the seven days are over by then', async () => {
    const { id, first } = await interrupted('comes too late');
    const elsewhere = await toldBefore(6);
    await goOnIn(id, elsewhere);
    expect(await retime(elsewhere)).toMatchObject({ outcome: 'moved' });
    expect(await house.registration(id)).toMatchObject({
      ...{ state: 'sat', sittingId: first, startsAt: null, reason: 'ZONE_RULES_CHANGED' },
      ...{ resumableUntil: '2026-12-01T09:30:00.000Z' },
    });
    expect(await lastTold(id)).toBe('SeatWithdrawn');
    expect([(await sitting(first)).taken, (await sitting(elsewhere)).taken]).toEqual([1, 0]);
  });

  it('keeps it where it is once somebody sits there ahead of the hour', async () => {
    house.database.clock.set('2026-11-25T10:00:00Z');
    const early = await toldBefore(2);
    const { id } = (await house.book(await house.person('early bird'), early)).body;
    await house.sql(sql`update registration set state = 'sat', started_at = lower(during) where id = ${id}`);
    expect(await retime(early)).toMatchObject({ outcome: 'refused', code: 'SITTING_IS_IN_THE_PAST' });
  });
});
