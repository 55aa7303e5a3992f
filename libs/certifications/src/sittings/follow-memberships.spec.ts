import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from '@takwin/platform/errors';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { FillOfferedSeatsHandler } from '../booking/fill-offered-seats.js';
import { ScheduleRegistrationsHandler } from '../booking/schedule-registrations.js';
import { before } from '../testing/before.js';
import { campaignEnvironment, overtaken, never } from '../testing/campaign-environment.js';
import { RunCampaignHandler } from '../campaigns/run-campaign.js';
import { OpenSitting, OpenSittingHandler } from './open-sitting.js';

let house: Awaited<ReturnType<typeof campaignEnvironment>>;
let named = 0;

beforeAll(async () => {
  house = await campaignEnvironment();
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

/** An academy alone in a region, and a way to have the register say how it stands. */
async function academy() {
  const name = `standing ${++named}`;
  const region = `MA-${String(5 + (named % 8)).padStart(2, '0')}`;
  const id = await house.given.academy(name, { region });
  const says = (state: string, told?: object) => house.given.academySays(id, { region, state }, told);
  const person = async (who: string): Promise<string> => {
    const personId = await house.given.person(`${who} of ${name}`, id);
    await house.sql(sql`update person_copy set region = ${region} where subject = ${personId}`);
    return personId;
  };
  return { id, region, says, person };
}
const wishFor = (days: number, about: object = {}) => ({
  ...{ examCode: 'MO-200', earliest: house.inDays(days - 0.4), latest: house.inDays(days + 0.4) },
  ...about,
});
const ask = async (personId: string, days: number, about: object = {}) =>
  (await house.admin.post('/v1/registrations', { personId, ...wishFor(days, about) })).body;
/** All that waits for a worker is done. */
async function work(): Promise<void> {
  const offers = new FillOfferedSeatsHandler(house.db);
  const scheduling = new ScheduleRegistrationsHandler(house.db);
  await offers.run(await offers.waiting(100));
  await scheduling.run(await scheduling.waiting(new Date('2030-01-01'), 100));
  await offers.run(await offers.waiting(100));
}

describe('at an academy that is suspended', () => {
  it('nobody is booked, moved or asked for, while who is booked stays; it goes on once it is reinstated', async () => {
    const { id: academyId, says, person } = await academy();
    const { id: sittingId } = await house.sitting({ at: academyId, seats: 2, days: 3 });
    const early = (await house.book(await person('early'), sittingId)).body;
    await says('suspended');

    const late = await person('late');
    const refused = { status: 409, body: { code: 'ACADEMY_NOT_ACCREDITED' } };
    expect(await house.book(late, sittingId)).toMatchObject(refused);
    expect(await house.admin.post('/v1/registrations', { personId: late, ...wishFor(3, { academyId }) })).toMatchObject(
      refused,
    );
    expect(
      await house.admin.post('/v1/registrations/bulk', { persons: [late], ...wishFor(3, { academyId }) }),
    ).toMatchObject(refused);
    const waiting = await ask(late, 3);
    await work();
    expect(await house.registration(waiting.id)).toMatchObject({ state: 'waitlisted', reason: 'NO_FREE_SEAT' });
    expect(await house.registration(early.id)).toMatchObject({ state: 'booked', version: 1 });

    await says('accredited');
    await work();
    expect(await house.registration(waiting.id)).toMatchObject({ state: 'booked', sittingId });
  });

  it('who was seated after that, before it was heard of, is asked for anew, and who was seated before stays', async () => {
    const { id: academyId, says, person } = await academy();
    const { id: sittingId } = await house.sitting({ at: academyId, seats: 3, days: 3 });
    const early = (await house.book(await person('early'), sittingId)).body;
    const told = { type: 'AcademySuspended', at: new Date('2026-11-23T09:00:01Z') };
    house.database.clock.set('2026-11-23T09:00:01.100Z');
    const late = (await house.book(await person('late'), sittingId)).body;
    expect(late.state).toBe('booked');
    await says('suspended', told);
    expect(await house.registration(early.id)).toMatchObject({ state: 'booked', version: 1 });
    const withdrawn = { state: 'requested', sittingId: null, reason: 'ACADEMY_NOT_ACCREDITED' };
    expect(await house.registration(late.id)).toMatchObject(withdrawn);
    expect((await house.admin.get(`/v1/sittings/${sittingId}`)).body).toMatchObject({ taken: 1, state: 'open' });
    await work();
    expect(await house.registration(late.id)).toMatchObject({ state: 'waitlisted', sittingId: null });
    await says('suspended', told);
    expect(await house.registration(late.id)).toMatchObject({ state: 'waitlisted', sittingId: null });
  });

  it('nobody stays who is booked at the very moment', async () => {
    const { id: academyId, says, person } = await academy();
    for (let round = 0; round < 8; round++) {
      await says('accredited');
      const { id: sittingId } = await house.sitting({ at: academyId, seats: 3, days: 3 + round });
      const persons = [await person(`a ${round}`), await person(`b ${round}`)];
      const told = { type: 'AcademySuspended', at: house.database.clock.now() };
      await Promise.all([
        ...persons.map((one) => house.book(one, sittingId)),
        ask(await person(`c ${round}`), 3 + round).then(work),
        says('suspended', told),
      ]);
      const { body } = await house.admin.get(`/v1/registrations?sittingId=${sittingId}&state=booked`);
      expect([round, body.items]).toEqual([round, []]);
    }
  });

  it('no seat that is given back is offered, and none that was held is given', async () => {
    const { id: academyId, says, person } = await academy();
    const { id: sittingId } = await house.sitting({ at: academyId, seats: 2, days: 4 });
    const first = (await house.book(await person('first'), sittingId)).body;
    const second = (await house.book(await person('second'), sittingId)).body;
    const waiting = await ask(await person('waiting'), 4);
    await work();
    await house.admin.post(`/v1/registrations/${first.id}/cancel`);
    await says('suspended');
    await work();
    await house.admin.post(`/v1/registrations/${second.id}/cancel`);
    await work();
    expect(await house.registration(waiting.id)).toMatchObject({ state: 'waitlisted' });
    expect((await house.admin.get(`/v1/sittings/${sittingId}`)).body).toMatchObject({ taken: 0, state: 'open' });
  });

  it('no seat is named instead of one that cannot be had', async () => {
    const [here, there] = [await academy(), await academy()];
    const full = await house.sitting({ at: here.id, seats: 1, days: 5 });
    await house.sitting({ at: there.id, seats: 1, days: 5 });
    await house.sql(sql`update sitting set region = ${here.region} where academy_id = ${there.id}`);
    await house.book(await here.person('holder'), full.id);
    const alternatives = async () =>
      (await house.book(await here.person('too late'), full.id)).body.alternatives.length;
    expect(await alternatives()).toBe(1);
    await there.says('suspended');
    expect(await alternatives()).toBe(0);
  });

  it('a campaign seats nobody, whether it plans then or stores then, and moves nobody away', async () => {
    const { id: academyId, says, person } = await academy();
    const { earliest, latest, first } = house.weeks();
    await house.sittingAt(academyId, first, 5);
    const persons = [await person('one'), await person('two')];
    const dry = { persons, earliest, latest };
    const id = await house.accepted(dry);
    const suspending = new RunCampaignHandler(overtaken(house.db, 3, () => says('suspended')));
    await suspending.run(id, never);
    expect(await house.campaign(id)).toMatchObject({ state: 'done', booked: 0, waitlisted: 2 });

    await says('accredited');
    await house.admin.post(`/v1/campaigns/${id}/replan`);
    await house.worker.run(id, never);
    expect(await house.campaign(id)).toMatchObject({ state: 'done', booked: 2 });
    const seats = await house.seatsOf(id);
    await says('suspended');
    await house.admin.post(`/v1/campaigns/${id}/replan`);
    await house.worker.run(id, never);
    expect(await house.seatsOf(id)).toEqual(seats);
  });
});

describe('an academy that is closed', () => {
  it('calls off what has not begun, whose candidates are seated elsewhere, and opens nothing again', async () => {
    const { id: academyId, says, person } = await academy();
    const gone = await house.sitting({ at: academyId, days: 6 });
    const begun = await house.sitting({ at: academyId, days: 0.001 });
    const { id } = (await house.book(await person('evacuated'), gone.id)).body;
    const refuge = await house.sitting({ days: 8 });
    house.database.clock.set(house.inDays(0.002));
    await says('closed');
    const { body } = await house.admin.get(`/v1/sittings/${gone.id}`);
    expect(body).toMatchObject({ state: 'cancelled', cancelledReason: 'ACADEMY_WAS_CLOSED', taken: 0 });
    expect((await house.admin.get(`/v1/sittings/${begun.id}`)).body.state).toBe('open');
    expect(await house.registration(id)).toMatchObject({ state: 'requested', reason: 'ACADEMY_WAS_CLOSED' });
    await work();
    expect(await house.registration(id)).toMatchObject({ state: 'booked', sittingId: refuge.id });
    await says('closed');
    expect(await house.registration(id)).toMatchObject({ state: 'booked', sittingId: refuge.id });
  });

  it('takes no wish for a seat there alone, and tells who waits for one that there will be none', async () => {
    const { id: academyId, says, person } = await academy();
    await house.sitting({ days: 12 });
    const [waits, asks, loses] = [await person('waits'), await person('asks'), await person('loses')];
    const { id: sittingId } = await house.sitting({ at: academyId, seats: 1, days: 12 });
    const lost = (await ask(loses, 12, { academyId })).id;
    await work();
    const waiting = (await ask(waits, 12, { academyId })).id;
    await work();
    const asked = (await ask(asks, 12, { academyId })).id;
    expect(await house.registration(lost)).toMatchObject({ state: 'booked', sittingId });
    expect(await house.registration(waiting)).toMatchObject({ state: 'waitlisted', reason: 'NO_FREE_SEAT' });
    await says('closed');
    const refused = { state: 'refused', reason: 'ACADEMY_WAS_CLOSED', sittingId: null };
    for (const id of [lost, waiting, asked]) expect(await house.registration(id)).toMatchObject(refused);
    expect(await house.registration(lost)).toMatchObject({ moveReason: 'ACADEMY_WAS_CLOSED' });
    const versions = async () => (await house.sql(sql`select id, version from registration order by id`)) as object[];
    const before = await versions();
    await says('closed');
    const closed = { status: 409, body: { code: 'ACADEMY_WAS_CLOSED', state: 'closed' } };
    const personId = await person('late');
    const one = await house.admin.post('/v1/registrations', { personId, ...wishFor(12, { academyId }) });
    const many = await house.admin.post('/v1/registrations/bulk', {
      persons: [personId],
      ...wishFor(12, { academyId }),
    });
    expect([one, many]).toMatchObject([closed, closed]);
    expect(await versions()).toEqual(before);
    expect((await ask(waits, 12)).state).toBe('requested');
  });

  it('refuses by that name a wish that a worker finds there, as the release before leaves them', async () => {
    const { id: academyId, says, person } = await academy();
    const { id } = await ask(await person('left'), 14, { academyId });
    await house.sql(sql`update academy_copy set closed = true, accredited = false where subject = ${academyId}`);
    await work();
    expect(await house.registration(id)).toMatchObject({ state: 'refused', reason: 'ACADEMY_WAS_CLOSED' });
    await says('closed');
    expect(await house.registration(id)).toMatchObject({ version: 2 });
  });

  it('has no sitting that was opened in the same moment', async () => {
    const { id: academyId, says } = await academy();
    const body = {
      ...{ academyId, roomId: await house.given.room(academyId), startsAt: house.inDays(9), minutes: 90, seats: 5 },
      proctorIds: [await house.given.proctor('of the closing one')],
    };
    let closing: Promise<void> | undefined;
    const racing = before(house.db, /insert into sitting\(/, async () => {
      closing = says('closed');
      await Promise.race([closing, pause(300)]);
    });
    const opened = await new OpenSittingHandler(racing, { wake: () => Promise.resolve() } as never).run(
      actorOf('programme-admin'),
      parse(OpenSitting, body),
    );
    await closing;
    expect((await house.admin.get(`/v1/sittings/${opened.id}`)).body.state).toBe('cancelled');
  });
});

describe('a membership that is shortened', () => {
  it('calls off what lies after it, whose candidates are seated elsewhere, and leaves what lies within it', async () => {
    const { id: academyId, region, person } = await academy();
    const within = await house.sitting({ at: academyId, days: 138 });
    const beyond = await house.sitting({ at: academyId, days: 140 });
    const stays = (await house.book(await person('within'), within.id)).body;
    const { id } = await ask(await person('beyond'), 140);
    const refuge = await house.sitting({ days: 140.2 });
    await work();
    expect(await house.registration(id)).toMatchObject({ state: 'booked', sittingId: beyond.id });
    await house.given.academySays(academyId, { region, membershipUntil: house.inDays(139).slice(0, 10) });
    const { body } = await house.admin.get(`/v1/sittings/${beyond.id}`);
    expect(body).toMatchObject({ state: 'cancelled', cancelledReason: 'MEMBERSHIP_NOT_IN_FORCE', taken: 0 });
    expect((await house.admin.get(`/v1/sittings/${within.id}`)).body).toMatchObject({ state: 'open', taken: 1 });
    expect(await house.registration(stays.id)).toMatchObject({ state: 'booked', version: 1 });
    await work();
    const moved = { state: 'booked', sittingId: refuge.id, moveReason: 'MEMBERSHIP_NOT_IN_FORCE' };
    expect(await house.registration(id)).toMatchObject(moved);
  });
});

describe('the vouchers of an academy that is closed', () => {
  it('go back to it, so that the lot is recalled: those of nobody’s exam, and of who finds no other seat', async () => {
    const { id: academyId, says, person } = await academy();
    const about = { family: 'mos', vouchers: 3, reference: `closed ${academyId}`, purchasedOn: '2026-11-01' };
    const lot = (await house.admin.post('/v1/voucher-lots', { ...about, expiresOn: '2027-12-31' })).body.id;
    await house.admin.post(`/v1/voucher-lots/${lot}/allocate`, { academyId, vouchers: 3 });
    const assign = async (personId: string) =>
      (await house.admin.post('/v1/vouchers', { personId, family: 'mos' })).body.id as string;
    const [idle, stranded, moved] = [await person('idle'), await person('stranded'), await person('moved')];
    const vouchers = [await assign(idle), await assign(stranded), await assign(moved)];
    for (const days of [100, 120]) await house.sitting({ at: academyId, days });
    const [first, second] = [(await ask(stranded, 100)).id, (await ask(moved, 120)).id];
    await house.sitting({ days: 120.2 });
    await work();
    for (const id of [first, second])
      expect(await house.registration(id)).toMatchObject({ state: 'booked', academyId });
    await says('closed');
    await work();
    const reasons = { reason: 'NO_FREE_SEAT', moveReason: 'ACADEMY_WAS_CLOSED' };
    expect(await house.registration(first)).toMatchObject({ state: 'waitlisted', ...reasons });
    expect(await house.registration(second)).toMatchObject({ state: 'booked', moveReason: 'ACADEMY_WAS_CLOSED' });
    const { items } = (await house.admin.get(`/v1/vouchers?academyId=${academyId}`)).body;
    const stateOf = (id: string) => items.find((one: { id: string }) => one.id === id)?.state;
    expect(vouchers.map(stateOf)).toEqual(['returned', 'returned', 'assigned']);
    const recall = (some: number) => house.admin.post(`/v1/voucher-lots/${lot}/recall`, { academyId, vouchers: some });
    expect((await recall(2)).status).toBe(200);
    expect((await recall(1)).body.code).toBe('VOUCHERS_NOT_COVERED');
  });

  it('go back of who waits already for a seat that nobody has, and are kept by an academy that stays', async () => {
    const { id: academyId, says, person } = await academy();
    const about = { family: 'mos', vouchers: 1, reference: `waits ${academyId}`, purchasedOn: '2026-11-01' };
    const lot = (await house.admin.post('/v1/voucher-lots', { ...about, expiresOn: '2027-12-31' })).body.id;
    await house.admin.post(`/v1/voucher-lots/${lot}/allocate`, { academyId, vouchers: 1 });
    const personId = await person('waits');
    await house.admin.post('/v1/vouchers', { personId, family: 'mos' });
    const { id: sittingId } = await house.sitting({ at: academyId, days: 160 });
    const { id } = await ask(personId, 160);
    await work();
    expect((await house.registration(id)).state).toBe('booked');
    await house.admin.post(`/v1/sittings/${sittingId}/cancel`, { reason: 'no power' });
    await work();
    expect((await house.registration(id)).state).toBe('waitlisted');
    const states = async () =>
      (await house.admin.get(`/v1/vouchers?academyId=${academyId}`)).body.items.map(
        (one: { state: string }) => one.state,
      );
    expect(await states()).toEqual(['assigned']);
    await says('closed');
    expect(await states()).toEqual(['returned']);
  });
});
