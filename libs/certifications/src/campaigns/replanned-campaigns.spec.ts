import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { campaignEnvironment, never, overtaken } from '../testing/campaign-environment.js';
import { RunCampaignHandler } from './run-campaign.js';

let on: Awaited<ReturnType<typeof campaignEnvironment>>;
beforeAll(async () => void (on = await campaignEnvironment()));
afterAll(() => on?.close());

const CLEAN = { seats: [], twice: [] };

describe('a campaign that is planned anew', () => {
  it('moves those whose sitting fell and nobody else, and has wait for whom no seat is left', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign anew');
    const [fallen, kept] = [await on.sittingAt(academyId, first, 4), await on.sittingAt(academyId, first + 1, 4)];
    const persons = await on.peopleOf('anew', 8, academyId);
    const { id } = await on.played({ persons, earliest, latest });
    const before = new Map((await on.seatsOf(id)).map((one) => [one.person_id, one]));
    await on.sittingAt(academyId, first + 5, 3);
    await on.sql(sql`update sitting set state = 'cancelled' where id = ${fallen}`);
    const replan = () => on.admin.post(`/v1/campaigns/${id}/replan`);
    expect((await replan()).status).toBe(202);
    expect((await replan()).body).toMatchObject({ code: 'CAMPAIGN_STATE_FORBIDS', from: 'accepted', to: 'accepted' });
    await on.worker.run(id, never);
    const now = await on.campaign(id);
    expect(now).toMatchObject({ state: 'done', requested: 8, booked: 7, waitlisted: 1, moved: 3, gap: 0 });
    const after = await on.seatsOf(id);
    for (const one of after.filter(({ sitting_id }) => sitting_id === kept))
      expect(one).toEqual(before.get(one.person_id));
    expect(after.filter(({ sitting_id }) => sitting_id === kept)).toHaveLength(4);
    expect(after.filter(({ state }) => state === 'waitlisted')).toHaveLength(1);
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('leaves whoever sits by then where they are, and plans the others again', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign begun');
    const [begun, next] = [await on.sittingAt(academyId, first, 1), await on.sittingAt(academyId, first + 1, 2)];
    const persons = await on.peopleOf('begun', 2, academyId);
    const { id } = await on.played({ persons, earliest, latest });
    const before = await on.seatsOf(id);
    // From now on the first sitting is for an exam that nobody of these is to sit.
    await on.sql(sql`update sitting set exam_codes = '{MO-300}' where id = ${begun}`);
    await on.admin.post(`/v1/campaigns/${id}/replan`);
    const now = on.database.clock.now();
    const startsWhileItPlans = overtaken(on.db, 2, () => on.database.clock.set(on.inDays(first + 0.01)));
    await new RunCampaignHandler(startsWhileItPlans).run(id, never);
    on.database.clock.set(now);
    expect(await on.seatsOf(id)).toEqual(before);
    expect(before.map(({ sitting_id }) => sitting_id).sort()).toEqual([begun, next].sort());
    expect(await on.campaign(id)).toMatchObject({ state: 'done', moved: 0 });
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('tells who is moved why, and leaves alone whose seat comes sooner than the notice of a move', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign noticed');
    const [near, far] = [await on.sittingAt(academyId, first, 1), await on.sittingAt(academyId, first + 5, 1)];
    const persons = await on.peopleOf('noticed', 2, academyId);
    const { id } = await on.played({ persons, earliest, latest });
    // Neither sitting is for this exam any more; there is one that is.
    await on.sql(sql`update sitting set exam_codes = '{MO-201}' where id in (${near}, ${far})`);
    const other = await on.sittingAt(academyId, first + 9, 2);
    on.database.clock.set(new Date(Date.parse(on.inDays(first - 4))).toISOString());
    await on.admin.post(`/v1/campaigns/${id}/replan`);
    await on.worker.run(id, never);
    const seats = new Map((await on.seatsOf(id)).map((one) => [one.sitting_id, one]));
    expect([...seats.keys()].sort()).toEqual([near, other].sort());
    expect(seats.get(near)).toMatchObject({ reason: null, version: 1 });
    expect(seats.get(other)).toMatchObject({ state: 'booked', reason: 'CAMPAIGN_WAS_REPLANNED' });
    const told = await on.sql(sql`
      select type from event_new cross join jsonb_array_elements(body->'changes') c
      where c->'d'->>'reason' = 'CAMPAIGN_WAS_REPLANNED' and c->'d'->>'sittingId' = ${other}`);
    expect(told).toEqual([{ type: 'SeatRetimed' }]);
    on.database.clock.set('2026-11-23T09:00:00Z');
  });

  it('lets two exams of one person change places, and changes nothing where nothing need change', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign swap');
    const [one, two] = [await on.sittingAt(academyId, first, 1), await on.sittingAt(academyId, first + 1, 1)];
    const persons = await on.peopleOf('swap', 1, academyId);
    const done = await on.played({ examCodes: ['MO-200', 'MO-201'], persons, earliest, latest });
    const before = await on.seatsOf(done.id);
    await on.admin.post(`/v1/campaigns/${done.id}/replan`);
    await on.worker.run(done.id, never);
    expect(await on.seatsOf(done.id)).toEqual(before);
    // From now on each of the two sittings is for the exam that the other one has.
    for (const id of [one, two])
      await on.sql(sql`
        update sitting set exam_codes = array(select case exam_code when 'MO-200' then 'MO-201' else 'MO-200' end
          from registration where sitting_id = ${id}) where id = ${id}`);
    await on.admin.post(`/v1/campaigns/${done.id}/replan`);
    await on.worker.run(done.id, never);
    expect((await on.seatsOf(done.id)).map(({ sitting_id }) => sitting_id)).toEqual(
      before.map(({ sitting_id }) => sitting_id).reverse(),
    );
    expect(await on.campaign(done.id)).toMatchObject({ booked: 2, waitlisted: 0, moved: 2 });
    expect(await on.faults()).toEqual(CLEAN);
  });
});
