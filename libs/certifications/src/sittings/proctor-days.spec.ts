import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { campaignEnvironment, never, overtaken } from '../testing/campaign-environment.js';
import { RunCampaignHandler } from '../campaigns/run-campaign.js';

let house: Awaited<ReturnType<typeof campaignEnvironment>>;
let [named, rooms] = [0, 0];

// Today is 2026-11-23, and the clocks of Morocco show UTC.
beforeAll(async () => {
  house = await campaignEnvironment();
});
afterAll(() => house?.close());

/** A trainer who may proctor to the end of that day, and an academy of theirs alone in its region. */
async function proctorUntil(mayProctorUntil: string | null) {
  const name = `until ${++named}`;
  const region = `MA-${String(4 + named).padStart(2, '0')}`;
  const academyId = await house.given.academy(name, { region });
  const proctorId = stableId('test proctor', name);
  const says = (about: object) => house.given.trainerSays(proctorId, academyId, { region, ...about });
  await says({ mayProctorUntil });
  return { academyId, proctorId, says, region };
}

async function open(academyId: string, startsAt: string, proctorIds: readonly string[]) {
  const roomId = await house.given.room(academyId, `R${++rooms}`);
  return house.admin.post('/v1/sittings', { academyId, roomId, startsAt, minutes: 90, seats: 5, proctorIds });
}

describe('a proctor whose training ends', () => {
  it('is named for its last day, and for none after it', async () => {
    const { academyId, proctorId } = await proctorUntil('2026-12-10');
    expect((await open(academyId, '2026-12-10T23:00:00Z', [proctorId])).status).toBe(201);
    expect(await open(academyId, '2026-12-11T10:00:00Z', [proctorId])).toMatchObject({
      status: 409,
      body: { code: 'PROCTOR_MAY_NOT_PROCTOR', proctorIds: [proctorId], on: '2026-12-11', alternatives: [] },
    });
  });

  it('is named for a sitting that there is by the same rule', async () => {
    const { academyId, proctorId } = await proctorUntil('2026-12-10');
    const opened = (await open(academyId, '2026-12-11T10:00:00Z', [await house.given.proctor('lasting')])).body;
    const change = (proctorIds: readonly string[]) => house.admin.patch(`/v1/sittings/${opened.id}`, { proctorIds });
    expect((await change([proctorId])).body).toMatchObject({ code: 'PROCTOR_MAY_NOT_PROCTOR', on: '2026-12-11' });
    expect((await change([await house.given.proctor('lasting, too')])).status).toBe(200);
  });

  it('is replaced in what comes after an end that is told later, and keeps what comes before it', async () => {
    const { academyId, proctorId, says } = await proctorUntil(null);
    const { body: before } = await open(academyId, '2026-12-10T10:00:00Z', [proctorId]);
    const { body: after } = await open(academyId, '2026-12-11T10:00:00Z', [proctorId]);
    await says({ mayProctorUntil: '2026-12-10' });
    expect((await house.admin.get(`/v1/sittings/${before.id}`)).body).toMatchObject({ proctorIds: [proctorId] });
    expect((await house.admin.get(`/v1/sittings/${after.id}`)).body).toMatchObject({
      state: 'cancelled',
      cancelledReason: 'PROCTOR_IS_GONE',
    });
  });

  it('watches what a campaign opens to the last day, whether it plans or opens when that is told', async () => {
    const watchedUntil = async (until: string, overtaking: boolean) => {
      const { academyId, proctorId, says } = await proctorUntil(overtaking ? null : until);
      const roomId = await house.given.room(academyId, 'R', 5);
      await house.given.roomSays(roomId, academyId, { seats: 5 });
      const persons = await house.peopleOf(`for ${proctorId}`, 15, academyId);
      // A sitting of five a day, from Monday on.
      const opening = { minutes: 90, opensAt: '09:00', closesAt: '10:30' };
      const window = { earliest: '2027-03-01T00:00:00Z', latest: '2027-03-05T23:00:00Z' };
      const id = await house.accepted({ persons, ...window, opening });
      const db = overtaking ? overtaken(house.db, 3, () => says({ mayProctorUntil: until })) : house.db;
      await new RunCampaignHandler(db).run(id, never);
      const opened = await house.sql<{ day: string }>(sql`
        select left(wall_time, 10) as day from sitting
        where campaign_id = ${id} and academy_id = ${academyId} and state = 'open' order by 1`);
      return opened.map(({ day }) => day);
    };
    expect(await watchedUntil('2027-03-02', false)).toEqual(['2027-03-01', '2027-03-02']);
    expect(await watchedUntil('2027-03-02', true)).toEqual(['2027-03-01', '2027-03-02']);
    expect(await watchedUntil('2027-03-05', false)).toHaveLength(3);
    expect(await watchedUntil('2026-12-31', false)).toEqual([]);
  });
});
