import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CountCoursesHandler } from '../catalogue/count-courses.js';
import { confirmedHoursMigration } from '../migrations/2026-12-01-confirmed-hours.js';
import { coursesService } from '../testing/courses-service.js';
import { given } from '../testing/given.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const has = given(database);
type Api = typeof admin;
const as = async (about: Parameters<typeof tokens.of>[0]) => admin.as(await tokens.of(about));
const manages = { role: 'academy-manager', academies: [has.academyId] } as const;
const [manager, other, director] = [
  await as({ ...manages, subject: 'one' }),
  await as({ ...manages, subject: 'another' }),
  await as({ role: 'regional-director', regions: [has.region] }),
];

// Today is 2026-11-23.
beforeAll(() => has.academy());

/** An offering of 6 hours with its trainer and two persons in it, opened by the region and kept by one manager. */
async function run(name: string) {
  const courseId = await has.course(name, 6);
  const trainerId = await has.trainer(name, courseId);
  const days = { startsOn: '2026-11-01', endsOn: '2026-12-31' };
  const asked = { courseId, academyId: has.academyId, ...days, seats: 9, trainerId };
  const { id } = (await director.post('/v1/offerings', asked)).body;
  const who = await has.persons(name, 2);
  for (const personId of who) await manager.post('/v1/enrolments', { personId, offeringId: id });
  const says = (by: Api, day: number, hours: number, verb = 'attended', whom = who) =>
    by.post('/v1/statements', {
      statements: whom.map((person) => ({
        id: crypto.randomUUID(),
        actor: { account: { name: person } },
        verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
        object: { id: courseId },
        result: { duration: `PT${hours}H` },
        timestamp: `2026-11-${day}T18:00:00Z`,
      })),
    });
  return {
    ...{ id, who, trainerId, says },
    trainer: await as({ role: 'trainer', academies: [has.academyId], personId: trainerId, subject: `trainer ${name}` }),
    confirm: (by: Api) => by.post(`/v1/offerings/${id}/confirm-hours`),
    shown: async () => {
      const { hours, unconfirmedHours, learntOn } = (await admin.get(`/v1/offerings/${id}`)).body;
      return [hours, unconfirmedHours, learntOn];
    },
  };
}

const counted = () => new CountCoursesHandler(database.db).offered(actorOf('programme-admin'), {} as never);
const OWN = { status: 403, body: { code: 'HOURS_ARE_YOUR_OWN', hours: 12 } };
const EVERYBODY = ['trainer', 'academy-manager', 'regional-director', 'programme-admin'];

describe('the hours of an offering', () => {
  it('are not confirmed by the human who recorded them, by a token of another subject that names the same person', async () => {
    const one = await run('ONE HUMAN');
    const manages = { role: 'academy-manager', subject: 'the card of a manager', academies: [has.academyId] } as const;
    await one.says(await as({ ...manages, personId: one.trainerId }), 20, 6);
    expect(await one.confirm(one.trainer)).toMatchObject(OWN);
    expect((await one.confirm(other)).status).toBe(200);
  });

  it('count for no course by who recorded them alone: the receipt says how many wait, and for whom', async () => {
    const one = await run('ALONE');
    const before = await counted();
    const { body } = await one.says(manager, 20, 6);
    expect(body).toEqual({
      recorded: 2,
      known: 0,
      toConfirm: [{ offeringId: one.id, hours: 12, untaughtHours: 0, by: EVERYBODY }],
    });
    expect([...(await one.shown()), await counted()]).toEqual([12, 12, null, before]);
    expect(await one.confirm(manager)).toMatchObject(OWN);
    expect([...(await one.shown()), await counted()]).toEqual([12, 12, null, before]);
  });

  it.each([
    ['the trainer who teaches it', (one: Awaited<ReturnType<typeof run>>) => one.trainer],
    ['another manager of the academy', () => other],
    ['the region', () => director],
    ['the programme', () => admin],
  ])('count once %s confirms them', async (name, confirmer) => {
    const one = await run(`CONFIRMED BY ${name}`);
    const before = await counted();
    await one.says(manager, 20, 6);
    expect(await one.confirm(confirmer(one))).toMatchObject({
      status: 200,
      body: { id: one.id, unconfirmedHours: 0, learntOn: '2026-11-20' },
    });
    expect(await counted()).toBe(before + 1);
    expect((await one.confirm(manager)).status).toBe(200);
  });

  it('that the trainer recorded are confirmed by a manager, and not by the trainer', async () => {
    const one = await run('BY THE TRAINER');
    const { body } = await one.says(one.trainer, 20, 6);
    expect(body.toConfirm).toEqual([{ offeringId: one.id, hours: 12, untaughtHours: 0, by: EVERYBODY.slice(1) }]);
    expect(await one.confirm(one.trainer)).toMatchObject(OWN);
    expect((await one.confirm(manager)).body).toMatchObject({ learntOn: '2026-11-20' });
  });

  it('that come later wait for themselves, and each of two confirms what the other recorded', async () => {
    const one = await run('IN PARTS');
    await one.says(manager, 19, 4);
    await one.confirm(other);
    await one.says(other, 20, 2);
    expect(await one.shown()).toEqual([12, 4, null]);
    expect(await one.confirm(other)).toMatchObject({ status: 403, body: { hours: 4 } });
    await one.confirm(manager);
    expect(await one.shown()).toEqual([12, 0, '2026-11-20']);
  });

  it('are borne out by who tells of a completion after another recorded them', async () => {
    const one = await run('COMPLETED');
    await one.says(manager, 20, 8);
    expect((await one.says(one.trainer, 21, 4, 'completed')).status).toBe(200);
    expect(await one.shown()).toEqual([24, 8, '2026-11-20']);
  });

  it('are confirmed by nobody else: no other trainer, academy, region, machine or candidate, and never by who learnt them', async () => {
    const one = await run('OTHERS');
    await one.says(manager, 20, 6);
    const stranger = crypto.randomUUID();
    for (const [about, status] of [
      [{ role: 'trainer', academies: [has.academyId], personId: stranger }, 404],
      [{ role: 'academy-manager', academies: [stranger] }, 404],
      [{ role: 'regional-director', regions: ['MA-01'] }, 404],
      [{ role: 'integrator', scopes: ['*'] }, 403],
      [{ role: 'auditor' }, 403],
      [{ role: 'candidate', personId: one.who[0] }, 403],
    ] as const)
      expect((await one.confirm(await as(about))).status).toBe(status);
    const learner = await as({ ...manages, personId: one.who[0], subject: 'a learner who manages' });
    expect((await one.confirm(learner)).body).toMatchObject({ unconfirmedHours: 6, learntOn: '2026-11-20' });
    const mutation = 'mutation ($input: ConfirmHoursInput!) { confirmHours(input: $input) { unconfirmedHours } }';
    const { body } = await manager.graphql(mutation, { input: { id: one.id } });
    expect(body.errors[0].extensions).toMatchObject({ code: 'HOURS_ARE_YOUR_OWN', hours: 6 });
  });

  it('are confirmed where there are some, in an offering that was not called off, at both doors', async () => {
    const one = await run('CALLED OFF');
    const mutation = 'mutation ($input: ConfirmHoursInput!) { confirmHours(input: $input) { unconfirmedHours } }';
    const refuses = async (code: string) => {
      expect(await one.confirm(other)).toMatchObject({ status: 409, body: { code } });
      const { body } = await other.graphql(mutation, { input: { id: one.id } });
      expect(body.errors[0].extensions.code).toBe(code);
    };
    await refuses('NO_HOURS_TO_CONFIRM');
    await one.says(manager, 20, 6);
    await manager.post(`/v1/offerings/${one.id}/cancel`);
    await refuses('OFFERING_IS_CLOSED');
  });

  it('tell at their receipt and when they are confirmed how many count for nothing, as nobody taught them', async () => {
    const one = await run('UNTAUGHT');
    await director.patch(`/v1/offerings/${one.id}`, { trainerId: null });
    const { body } = await one.says(manager, 20, 6);
    expect(body.toConfirm).toMatchObject([{ hours: 12, untaughtHours: 12 }]);
    const confirmed = { hours: 12, unconfirmedHours: 0, untaughtHours: 12, learntOn: null };
    expect((await one.confirm(other)).body).toMatchObject(confirmed);
    const before = await counted();
    const named = await manager.patch(`/v1/offerings/${one.id}`, { trainerId: one.trainerId });
    expect([named.body.learntOn, await counted()]).toEqual([null, before]);
    const taught = await director.patch(`/v1/offerings/${one.id}`, { trainerId: one.trainerId });
    expect([taught.body.learntOn, await counted()]).toEqual(['2026-11-20', before + 1]);
  });

  it('bear a completion out once another confirms them or told of it, of no teacher, and no more once it is called off', async () => {
    const place = async (one: Awaited<ReturnType<typeof run>>) => {
      const { items } = (await admin.get(`/v1/enrolments?offeringId=${one.id}&personId=${one.who[0]}`)).body;
      const [told] = await database.db.readAs(actorOf('system'), (tx) =>
        tx.query<{ borneOut: boolean }>(sql`
          select (change #>> '{d,borneOut}')::boolean as "borneOut"
          from (select body from event union all select body from event_new) e, jsonb_array_elements(body -> 'changes') change
          where change ->> 's' = ${items[0].id} order by (change ->> 'v')::int desc limit 1`),
      );
      expect(told!.borneOut).toBe(items[0].borneOut);
      return items[0].borneOut;
    };
    const alone = await run('COMPLETED BY THE RECORDER');
    await alone.says(director, 20, 6, 'completed');
    expect(await place(alone)).toBe(false);
    await alone.confirm(other);
    expect(await place(alone)).toBe(true);
    await director.post(`/v1/offerings/${alone.id}/cancel`);
    expect(await place(alone)).toBe(false);
    const another = await run('COMPLETED BY ANOTHER');
    await another.says(manager, 20, 6);
    await another.says(director, 21, 1, 'completed');
    expect(await place(another)).toBe(true);
    const machine = await run('COMPLETED BY A PLATFORM');
    await machine.says(await as({ role: 'integrator', scopes: ['*'] }), 20, 6, 'completed');
    expect(await place(machine)).toBe(true);
  });

  it('are held by the database to another’s word, and stay countable where several confirm and record at once', async () => {
    const one = await run('RACED');
    await one.says(manager, 19, 2);
    const at = (by: Api, day: number) => one.says(by, day, 2);
    const answers = await Promise.all([one.confirm(other), one.confirm(director), at(manager, 20), at(manager, 21)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await one.confirm(other);
    expect(await one.shown()).toEqual([12, 0, '2026-11-21']);
    await expect(
      database.db.asActor(actorOf('system'), (tx) => tx.query(sql`update statement set confirmed_by = recorded_by`)),
    ).rejects.toThrow(/statement_confirmed_by_another/);
  });

  it('of before count where another told of the completion, and else wait to be confirmed', async () => {
    const [borne, alone] = [await run('OF BEFORE, BORNE OUT'), await run('OF BEFORE, ALONE')];
    for (const one of [borne, alone]) await one.says(manager, 19, 8);
    await borne.says(borne.trainer, 21, 4, 'completed');
    await alone.confirm(other);
    expect((await alone.shown())[2]).toBe('2026-11-19');
    await database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`alter table statement drop column confirmed_by, drop column confirmed_at`);
      for (const statement of confirmedHoursMigration.up.split(';').filter((one) => one.trim()))
        await tx.query(sql([statement]));
    });
    expect(await borne.shown()).toEqual([24, 8, '2026-11-19']);
    expect(await alone.shown()).toEqual([16, 16, null]);
    const [told] = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ learnt: string | null }>(sql`
        select change #>> '{d,learntOn}' as learnt
        from (select body from event union all select body from event_new) e, jsonb_array_elements(body -> 'changes') change
        where change ->> 's' = ${alone.id} order by (change ->> 'v')::int desc limit 1`),
    );
    expect(told).toEqual({ learnt: null });
    await alone.confirm(other);
    expect((await alone.shown())[2]).toBe('2026-11-19');
  });
});

describe('the hours of an offering whose academy was closed', () => {
  it('from before that are confirmed by the region or the programme, and by nobody of the academy', async () => {
    const [one, alone] = [await run('CLOSED OVER HOURS'), await run('CLOSED OVER HOURS OF THE REGION')];
    const untouched = await run('CLOSED OVER NOTHING');
    await one.says(manager, 20, 6);
    await alone.says(director, 21, 6);
    const before = await counted();
    await has.academySays({ state: 'closed' });
    expect((await admin.get(`/v1/offerings/${untouched.id}`)).body.state).toBe('cancelled');
    expect((await admin.get(`/v1/offerings/${one.id}`)).body).toMatchObject({
      state: 'finished',
      endsOn: '2026-11-23',
    });
    const closed = { status: 409, body: { code: 'ACADEMY_WAS_CLOSED', state: 'closed' } };
    for (const by of [manager, other, one.trainer]) expect(await one.confirm(by)).toMatchObject(closed);
    const asked = 'mutation ($input: ConfirmHoursInput!) { confirmHours(input: $input) { learntOn unconfirmedHours } }';
    const said = async (by: Api, id: string) => (await by.graphql(asked, { input: { id } })).body;
    expect((await said(other, one.id)).errors).toMatchObject([{ extensions: closed.body }]);
    expect([await one.shown(), await counted()]).toEqual([[12, 12, null], before]);
    expect((await one.confirm(director)).status).toBe(200);
    expect(await one.shown()).toEqual([12, 0, '2026-11-20']);
    expect(await alone.confirm(director)).toMatchObject(OWN);
    expect((await said(admin, alone.id)).data.confirmHours).toEqual({ learntOn: '2026-11-21', unconfirmedHours: 0 });
    expect(await counted()).toBe(before + 2);
    await has.academySays({ state: 'accredited' });
  });
});
