import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { campaignEnvironment, never, overtaken } from '../testing/campaign-environment.js';
import { CAMPAIGN_QUEUE, RunCampaignHandler } from './run-campaign.js';

let on: Awaited<ReturnType<typeof campaignEnvironment>>;
beforeAll(async () => void (on = await campaignEnvironment()));
afterAll(() => on?.close());

const CLEAN = { seats: [], twice: [] };

describe('a campaign', () => {
  it('seats candidates near and soon, has the rest wait, and announces every registration once', async () => {
    const { first, earliest, latest } = on.weeks();
    const own = await on.given.academy('campaign own');
    const far = await on.given.academy('campaign far', { region: 'MA-08' });
    const [late, soon, away] = [
      await on.sittingAt(own, first + 3, 2),
      await on.sittingAt(own, first, 2),
      await on.sittingAt(far, first, 1),
    ];
    const persons = await on.peopleOf('campaigner', 6, own);
    const done = await on.played({ persons, earliest, latest });
    expect(done).toMatchObject({
      state: 'done',
      requested: 6,
      booked: 5,
      waitlisted: 1,
      refused: 0,
      gap: 0,
      progress: 1,
    });
    // One goes to another region, which is 3 steps; two wait 1 day of 24 hours, two 4, and one 1.
    expect(done).toMatchObject({ steps: 3, days: 2 * 1 + 2 * 4 + 1 });
    const seats = await on.seatsOf(done.id);
    const counts = Map.groupBy(seats, ({ sitting_id }) => sitting_id);
    expect([late, soon, away].map((id) => counts.get(id)!.length)).toEqual([2, 2, 1]);
    expect(seats.filter(({ state }) => state === 'waitlisted')).toMatchObject([{ reason: 'NO_FREE_SEAT' }]);
    const events = await on.sql<{ type: string; count: number }>(sql`
      select type, sum(jsonb_array_length(body->'changes'))::int as count from event_new
      where body->'changes' @> any(select jsonb_build_array(jsonb_build_object('d', jsonb_build_object('personId', p)))
        from unnest(${persons}::text[]) p) group by type order by type`);
    expect(events).toEqual([
      { type: 'RegistrationWaitlisted', count: 1 },
      { type: 'SeatBooked', count: 5 },
    ]);
    expect(await on.faults()).toEqual(CLEAN);
    expect(on.woken.get(CAMPAIGN_QUEUE)).toContain(done.id);
  });

  it('plans several exams of one person without an overlap', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign several');
    await on.sittingAt(academyId, first, 3);
    await on.sittingAt(academyId, first, 3);
    await on.sittingAt(academyId, first + 2, 3);
    const persons = await on.peopleOf('several', 3, academyId);
    const done = await on.played({ examCodes: ['MO-200', 'MO-201'], persons, earliest, latest });
    expect(done).toMatchObject({ requested: 6, booked: 6 });
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('seats nobody while they watch, also who is named a proctor after the plan was made', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign watching');
    const [here, there] = [await on.sittingAt(academyId, first, 3), await on.sittingAt(academyId, first + 2, 3)];
    const [watching, named] = [await on.trainer('watching already'), await on.trainer('named meanwhile')];
    await on.sitting({ days: first, proctorIds: [watching] });
    const later = await on.sitting({ days: first });
    const id = await on.accepted({ persons: [watching, named], earliest, latest });
    const meanwhile = async () => void (await on.admin.patch(`/v1/sittings/${later.id}`, { proctorIds: [named] }));
    await new RunCampaignHandler(overtaken(on.db, 3, meanwhile)).run(id, never);
    expect((await on.seatsOf(id)).map(({ sitting_id, state }) => [sitting_id, state])).toEqual([
      [there, 'booked'],
      [there, 'booked'],
    ]);
    expect((await on.admin.get(`/v1/sittings/${here}`)).body.taken).toBe(0);
  });

  it('names why it refuses somebody, and counts who is unknown', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign refusing');
    const at = await on.sittingAt(academyId, first, 9);
    const left = await on.given.person('has left', academyId, { active: false });
    const minor = await on.given.person('is young', academyId, { birthDate: '2015-01-01' });
    const ageless = await on.given.person('is ageless', academyId, { birthDate: null });
    const registered = await on.given.person('is registered', academyId);
    const { status } = await on.admin.post('/v1/registrations', {
      personId: registered,
      sittingId: at,
      examCode: 'MO-200',
    });
    expect(status).toBe(201);
    const persons = [left, minor, ageless, registered, '019ab000-0000-7000-8000-000000000000'];
    const done = await on.played({ persons, earliest, latest });
    expect(done).toMatchObject({ requested: 5, booked: 0, refused: 5, progress: 1 });
    expect((await on.seatsOf(done.id)).map(({ reason }) => reason).sort()).toEqual([
      'ALREADY_REGISTERED',
      'MINOR_NEEDS_CONSENT',
      'MINOR_NEEDS_CONSENT',
      'PERSON_NOT_ACTIVE',
    ]);
    const again = await on.played({ persons: [minor], earliest, latest, consent: true });
    expect(again).toMatchObject({ booked: 1 });
  });

  it('seats without consent from the 18th birthday on, and refuses who comes of age after the window', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign birthday');
    await on.sittingAt(academyId, first, 4);
    const after = await on.sittingAt(academyId, first + 4, 4);
    const bornBefore = (day: string): string => `${Number(day.slice(0, 4)) - 18}${day.slice(4, 10)}`;
    const grown = await on.given.person('comes of age', academyId, { birthDate: bornBefore(on.inDays(first + 2)) });
    const young = await on.given.person('stays young', academyId, { birthDate: bornBefore(on.inDays(first + 12)) });
    const done = await on.played({ persons: [grown, young], earliest, latest });
    expect(await on.seatsOf(done.id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ person_id: grown, state: 'booked', sitting_id: after }),
        expect.objectContaining({ person_id: young, state: 'refused', reason: 'MINOR_NEEDS_CONSENT' }),
      ]),
    );
  });

  it('takes nobody’s word for their own parents’, and keeps whose word it takes', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign word');
    await on.sittingAt(academyId, first, 4);
    const about = { birthDate: '2012-01-01' };
    const [own, other] = [
      await on.given.person('plans', academyId, about),
      await on.given.person('is planned', academyId, about),
    ];
    const claims = { role: 'academy-manager', academies: [academyId], personId: own, subject: 'test:planner' } as const;
    const asked = { examCodes: ['MO-200'], persons: [own, other], earliest, latest, consent: true };
    const { body } = await (await on.apiAs(claims)).post('/v1/campaigns', asked);
    await on.worker.run(body.id, never);
    expect((await on.seatsOf(body.id)).map(({ person_id, state, reason }) => [person_id, state, reason])).toEqual(
      expect.arrayContaining([
        [own, 'refused', 'MINOR_NEEDS_CONSENT'],
        [other, 'booked', null],
      ]),
    );
    const kept = await on.sql(sql`select consent_by from registration where person_id = ${other}`);
    expect(kept).toEqual([{ consent_by: 'test:planner' }]);
  });

  it('shows what it would do in a dry run, and does nothing', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign dry');
    const [one, two] = [await on.sittingAt(academyId, first, 4), await on.sittingAt(academyId, first + 1, 4)];
    await on.peopleOf('dry', 6, academyId);
    const done = await on.played({ filter: { academyId }, earliest, latest, dryRun: true });
    expect(done).toMatchObject({ state: 'done', dryRun: true, booked: 6, waitlisted: 0, gap: 0, steps: 0 });
    const { body: page } = await on.admin.get(`/v1/campaigns/${done.id}/seats?first=1`);
    expect(page.items).toMatchObject([{ sittingId: one, examCode: 'MO-200', candidates: 4, academyId }]);
    const { body: rest } = await on.admin.get(`/v1/campaigns/${done.id}/seats?after=${page.nextCursor}`);
    expect(rest).toMatchObject({ items: [{ sittingId: two, candidates: 2 }], nextCursor: null });
    expect(await on.seatsOf(done.id)).toEqual([]);
    expect((await on.admin.post(`/v1/campaigns/${done.id}/replan`)).body.code).toBe('CAMPAIGN_IS_A_DRY_RUN');
  });

  it('stays right beside single bookings: who loses a seat is planned again', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign contended');
    const sittings = await Promise.all([0, 0, 1, 2].map((day) => on.sittingAt(academyId, first + day, 10)));
    const [persons, others] = [await on.peopleOf('many', 30, academyId), await on.peopleOf('single', 10, academyId)];
    const id = await on.accepted({ persons, earliest, latest });
    const single = others.map((personId, index) =>
      on.admin.post('/v1/registrations', { personId, sittingId: sittings[index % 2], examCode: 'MO-200' }),
    );
    await Promise.all([new RunCampaignHandler(on.db, { batch: 3 }).run(id, never), ...single]);
    const statuses = (await Promise.all(single)).map(({ status }) => status);
    const singly = statuses.filter((status) => status === 201).length;
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(await on.campaign(id)).toMatchObject({ state: 'done', booked: 30, waitlisted: 0, refused: 0 });
    const [{ taken }] = (await on.sql(sql`
      select sum(taken)::int as taken from sitting where id = any(${sittings}::uuid[])`)) as [{ taken: number }];
    expect(taken).toBe(30 + singly);
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('plans somebody again whose seat is gone, or who is elsewhere, by the time that it is booked', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign overtaken');
    const [near, next] = [await on.sittingAt(academyId, first, 3), await on.sittingAt(academyId, first + 1, 3)];
    const persons = await on.peopleOf('overtaken', 3, academyId);
    const id = await on.accepted({ persons, earliest, latest });
    const stranger = await on.given.person('stranger', academyId);
    // The first thing that a step does once the plan is made is to lock the campaign: by then others have booked.
    const overtaking = overtaken(on.db, 2, async () => {
      const book = (personId: string, examCode: string) =>
        on.admin.post('/v1/registrations', { personId, sittingId: near, examCode });
      expect((await book(stranger, 'MO-200')).status).toBe(201);
      expect((await book(persons[0]!, 'MO-201')).status).toBe(201);
    });
    await new RunCampaignHandler(overtaking).run(id, never);
    expect(await on.campaign(id)).toMatchObject({ state: 'done', booked: 3, waitlisted: 0 });
    const places = (await on.seatsOf(id)).map(({ sitting_id }) =>
      sitting_id === near ? 'near' : sitting_id === next && 'next',
    );
    expect(places.sort()).toEqual(['near', 'next', 'next']);
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('seats nobody with a proctor who taught them, one who comes while it books among them, unless the rules let', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign taught');
    const [near, next, last] = [
      await on.sittingAt(academyId, first, 4),
      await on.sittingAt(academyId, first + 1, 4),
      await on.sittingAt(academyId, first + 2, 4),
    ];
    const [watching] = await on.sql<{ id: string }>(
      sql`select proctor_id as id from sitting_proctor where sitting_id = ${near}`,
    );
    const persons = await on.peopleOf('taught', 3, academyId);
    const placesOf = async (id: string) => {
      const seats = new Map((await on.seatsOf(id)).map((one) => [one.person_id, one.sitting_id]));
      return persons.map((person) => ['near', 'next', 'last'][[near, next, last].indexOf(seats.get(person)!)]);
    };
    for (const person of persons.slice(0, 2)) await on.given.enrolment(person, watching!.id);
    const id = await on.accepted({ persons, earliest, latest });
    const overtaking = overtaken(on.db, 2, async () => {
      const { status } = await on.admin.patch(`/v1/sittings/${next}`, { proctorIds: [watching!.id] });
      expect(status).toBe(200);
    });
    await new RunCampaignHandler(overtaking).run(id, never);
    expect(await on.campaign(id)).toMatchObject({ booked: 3, waitlisted: 0, gap: 0 });
    expect(await placesOf(id)).toEqual(['last', 'last', 'near']);

    await on.admin.patch('/v1/exam-rules', { teacherMayProctor: true });
    const done = await on.played({ examCodes: ['MO-201'], persons: persons.slice(0, 2), earliest, latest });
    await on.admin.patch('/v1/exam-rules', { teacherMayProctor: false });
    expect(done).toMatchObject({ booked: 2, gap: 0 });
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('goes on where a worker was cut off, and twice at once comes to the same', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign cut');
    for (const day of [0, 1, 2]) await on.sittingAt(academyId, first + day, 10);
    const persons = await on.peopleOf('cut', 34, academyId);
    const id = await on.accepted({ persons, earliest, latest });
    await expect(new RunCampaignHandler(on.db, { batch: 10 }).run(id, afterChecks(3))).rejects.toThrow('cut off');
    expect(await on.campaign(id)).toMatchObject({ state: 'booking', booked: 20, progress: 20 / 34 });
    expect(await new RunCampaignHandler(on.db).waiting(new Date(on.inDays(1)), 10)).toContain(id);
    await Promise.all([0, 1, 2].map(() => new RunCampaignHandler(on.db, { batch: 4 }).run(id, never)));
    await on.worker.run(id, never);
    expect(await on.campaign(id)).toMatchObject({
      state: 'done',
      booked: 30,
      waitlisted: 4,
      refused: 0,
      gap: 0,
      days: 10 * (1 + 2 + 3),
    });
    expect(await on.seatsOf(id)).toHaveLength(34);
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('hands on when its shift is over, goes on with its plan, and plans again what others have worked on', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign in shifts');
    await on.sittingAt(academyId, first, 30);
    const id = await on.accepted({ persons: await on.peopleOf('in shifts', 30, academyId), earliest, latest });
    let reads = 0;
    const counted = {
      ...overtaken(on.db, 0, () => {}),
      readAs: (...args: Parameters<typeof on.db.readAs>) => ++reads && on.db.readAs(...args),
    };
    const worker = new RunCampaignHandler(counted as unknown as typeof on.db, { batch: 5, shift: 60_000 });
    const booked = async () => (await on.campaign(id)).booked;
    expect(await worker.run(id, never)).toBe('more');
    const planning = reads;
    expect(planning).toBeGreaterThan(0);
    expect(await booked()).toBe(5);

    const other = new RunCampaignHandler(on.db, { batch: 4, shift: 0 });
    for (const reached of [9, 13]) {
      expect(await other.run(id, never)).toBe('more');
      expect(await booked()).toBe(reached);
    }
    expect(await worker.run(id, never)).toBe('more');
    expect([reads, await booked()]).toEqual([2 * planning, 18]);
    expect(await worker.run(id, never)).toBe('done');
    expect([reads, await booked()]).toEqual([2 * planning, 30]);
    expect(await worker.run(id, never)).toBe('done');
    expect(await on.campaign(id)).toMatchObject({ state: 'done', booked: 30, progress: 1 });
    expect(await on.faults()).toEqual(CLEAN);
  });

  it('stops where it is cancelled, and keeps who was booked', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign cancelled');
    await on.sittingAt(academyId, first, 20);
    const persons = await on.peopleOf('cancelled', 15, academyId);
    const id = await on.accepted({ persons, earliest, latest });
    const cancelling = overtaken(on.db, 5, async () => {
      expect((await on.admin.post(`/v1/campaigns/${id}/cancel`)).body.state).toBe('cancelled');
    });
    await new RunCampaignHandler(cancelling, { batch: 5 }).run(id, never);
    const { state, booked } = await on.campaign(id);
    expect({ state, booked }).toEqual({ state: 'cancelled', booked: 10 });
    expect(await on.seatsOf(id)).toHaveLength(10);
    expect((await on.admin.post(`/v1/campaigns/${id}/replan`)).body).toMatchObject({ code: 'CAMPAIGN_STATE_FORBIDS' });
    const again = { status: 409, code: 'CAMPAIGN_STATE_FORBIDS', from: 'cancelled', to: 'cancelled' };
    expect((await on.admin.post(`/v1/campaigns/${id}/cancel`)).body).toMatchObject(again);
  });

  it('has those waitlisted booked when a sitting opens', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign waiting');
    const persons = await on.peopleOf('waiting', 2, academyId);
    const done = await on.played({ persons, earliest, latest });
    expect(done).toMatchObject({ booked: 0, waitlisted: 2 });
    await on.sittingAt(academyId, first, 2);
    await on.work();
    expect((await on.seatsOf(done.id)).map(({ state }) => state)).toEqual(['booked', 'booked']);
  });
});

describe('a campaign where vouchers are required', () => {
  it('seats candidates before their vouchers expire, and has wait whom nothing pays for', async () => {
    const { first, earliest, latest } = on.weeks();
    const academyId = await on.given.academy('campaign paid');
    const [soon, late] = [await on.sittingAt(academyId, first, 3), await on.sittingAt(academyId, first + 4, 3)];
    const lot = { family: 'mos', vouchers: 2, reference: 'for a campaign', purchasedOn: '2026-11-01' };
    const { body } = await on.admin.post('/v1/voucher-lots', { ...lot, expiresOn: on.inDays(first + 1).slice(0, 10) });
    expect((await on.admin.post(`/v1/voucher-lots/${body.id}/allocate`, { academyId, vouchers: 2 })).status).toBe(200);
    await on.sql(sql`update exam_rules set vouchers_required = true`);
    const persons = await on.peopleOf('paid', 4, academyId);
    const done = await on.played({ persons, earliest, latest });
    await on.sql(sql`update exam_rules set vouchers_required = false`);
    expect(done).toMatchObject({ state: 'done', booked: 2, waitlisted: 2, refused: 0 });
    const seats = await on.seatsOf(done.id);
    expect(seats.filter(({ sitting_id }) => sitting_id === soon)).toHaveLength(2);
    expect(seats.filter(({ sitting_id }) => sitting_id === late)).toHaveLength(0);
    expect(seats.map(({ reason }) => reason).sort()).toEqual(['NO_VOUCHER', 'NO_VOUCHER', null, null]);
    expect(await on.faults()).toEqual(CLEAN);
  });
});

/** A signal that aborts when it is looked at that many times: as a worker that is gone does no more. */
function afterChecks(most: number): AbortSignal {
  let count = 0;
  const throwIfAborted = (): void => {
    if (++count > most) throw new Error('cut off');
  };
  return { throwIfAborted } as AbortSignal;
}
