import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { campaignEnvironment, never } from '../testing/campaign-environment.js';

let on: Awaited<ReturnType<typeof campaignEnvironment>>;
beforeAll(async () => void (on = await campaignEnvironment()));
afterAll(() => on?.close());

describe('the door of campaigns', () => {
  it('refuses by name what cannot be', async () => {
    const { earliest, latest } = on.weeks();
    const persons = await on.peopleOf('door', 1, await on.given.academy('campaign door'));
    const code = async (about: object) =>
      (await on.admin.post('/v1/campaigns', { examCodes: ['MO-200'], persons, earliest, latest, ...about })).body.code;
    expect(await code({ earliest: latest, latest: earliest })).toBe('INVALID_INPUT');
    expect(await code({ earliest: '2020-01-01T00:00:00Z', latest: '2020-02-01T00:00:00Z' })).toBe('INVALID_INPUT');
    expect(await code({ examCodes: ['MO-200', 'XX-999'] })).toBe('EXAM_UNKNOWN');
    expect(await code({ examCodes: [] })).toBe('INVALID_INPUT');
    expect(await code({ filter: {} })).toBe('INVALID_INPUT');
    expect(await code({ persons: undefined })).toBe('INVALID_INPUT');
    expect(await code({ persons: ['019ab000-0000-7000-8000-000000000000'] })).toBe('CAMPAIGN_IS_EMPTY');
    expect((await on.admin.get('/v1/campaigns/019ab000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('answers the same request with the same campaign', async () => {
    const { earliest, latest } = on.weeks();
    const persons = await on.peopleOf('once', 1, await on.given.academy('campaign once'));
    const body = { examCodes: ['MO-200'], persons, earliest, latest };
    const send = { headers: { 'idempotency-key': 'campaign-once' } };
    const [first, second] = [
      await on.admin.post('/v1/campaigns', body, send),
      await on.admin.post('/v1/campaigns', body, send),
    ];
    expect(second.body.id).toBe(first.body.id);
    const other = await on.admin.post('/v1/campaigns', { ...body, dryRun: true }, send);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('shows a manager the own campaigns only, and plans the own candidates only', async () => {
    const { earliest, latest } = on.weeks();
    const [mine, theirs] = [await on.given.academy('campaign mine'), await on.given.academy('campaign theirs')];
    const persons = [...(await on.peopleOf('mine', 1, mine)), ...(await on.peopleOf('theirs', 1, theirs))];
    const manager = await on.apiAs({ role: 'academy-manager', academies: [mine], subject: 'm1' });
    const other = await on.apiAs({ role: 'academy-manager', academies: [theirs], subject: 'm2' });
    const { body } = await manager.post('/v1/campaigns', { examCodes: ['MO-200'], persons, earliest, latest });
    await on.worker.run(body.id, never);
    expect((await manager.get(`/v1/campaigns/${body.id}`)).body).toMatchObject({
      requested: 2,
      waitlisted: 1,
      refused: 1,
    });
    expect((await other.get(`/v1/campaigns/${body.id}`)).status).toBe(404);
    expect((await other.post(`/v1/campaigns/${body.id}/cancel`)).status).toBe(404);
    expect((await manager.get('/v1/campaigns')).body.items.map(({ id }: { id: string }) => id)).toEqual([body.id]);
    const trainer = await on.apiAs({ role: 'trainer', academies: [mine] });
    expect((await trainer.get(`/v1/campaigns/${body.id}`)).status).toBe(403);
  });

  it('takes and shows the same in GraphQL', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign graph');
    await on.sittingAt(academyId, first, 2);
    const persons = await on.peopleOf('graph', 2, academyId);
    const planned = await on.admin.graphql(
      'mutation ($input: PlanCampaignInput!) { planCampaign(input: $input) { id state requested } }',
      { input: { examCodes: ['MO-200'], persons, earliest, latest } },
    );
    const { id } = planned.body.data.planCampaign;
    await on.worker.run(id, never);
    const { body } = await on.admin.graphql(
      `query ($id: ID!) { campaign(id: $id) { state booked gap }
        campaignSeats(id: $id) { edges { node { examCode candidates } } } }`,
      { id },
    );
    expect(body.data).toEqual({
      campaign: { state: 'DONE', booked: 2, gap: 0 },
      campaignSeats: { edges: [{ node: { examCode: 'MO-200', candidates: 2 } }] },
    });
    const both = await on.admin.graphql(
      'mutation ($input: PlanCampaignInput!) { planCampaign(input: $input) { id } }',
      {
        input: { examCodes: ['MO-200'], persons, filter: {}, earliest, latest },
      },
    );
    expect(both.body.errors[0].extensions.code).toBe('INVALID_INPUT');
  });
});

describe('what a campaign counts', () => {
  it('as booked is whom it has given a seat, whatever became of that; who gave up waiting was never given one', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign counts');
    await on.sittingAt(academyId, first, 1);
    const persons = await on.peopleOf('counted', 3, academyId);
    const { id } = await on.played({ persons, earliest, latest });
    expect(await on.campaign(id)).toMatchObject({ booked: 1, waitlisted: 2 });
    const registered = await on.sql<{ id: string; state: string }>(
      sql`select id, state from registration where campaign_id = ${id} order by state, queued`,
    );
    expect(registered.map(({ state }) => state)).toEqual(['booked', 'waitlisted', 'waitlisted']);
    for (const one of registered.slice(0, 2)) await on.admin.post(`/v1/registrations/${one.id}/cancel`);
    expect(await on.campaign(id)).toMatchObject({ booked: 1, waitlisted: 2 });
    await on.sql(
      sql`update sitting set exam_codes = '{MO-300}' where campaign_id is null and academy_id = ${academyId}`,
    );
    await on.admin.post(`/v1/campaigns/${id}/replan`);
    await on.worker.run(id, never);
    expect(await on.campaign(id)).toMatchObject({ booked: 1, waitlisted: 2, progress: 1 });
  });
});
