import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppEnv, readEnv } from '@takwin/platform/config/env';
import { startService, type Running } from '@takwin/platform/http/service';
import { Queues } from '@takwin/platform/jobs/queues';
import { Database } from '@takwin/platform/postgres/database';
import { actorOf } from '@takwin/platform/testing/actor';
import { apiOf } from '@takwin/platform/testing/api';
import { testDatabase, type TestDatabase } from '@takwin/platform/testing/database';
import { testTokens, type TestTokens } from '@takwin/platform/testing/tokens';
import sql, { type Sql } from 'sql-template-tag';
import { CredentialEnv, CredentialKeys } from '../credential/keys.js';
import { certifications, certificationsMigrations } from '../index.js';
import { given as givenIn } from '../testing/given.js';
import { CAMPAIGN_QUEUE, CampaignRun } from '../use-cases/run-campaign.js';
import { RegistrationScheduling } from '../use-cases/schedule-registrations.js';

const DAY = 86_400_000;

let database: TestDatabase;
let tokens: TestTokens;
let running: Running;
let given: ReturnType<typeof givenIn>;
let admin: ReturnType<typeof apiOf>;
let worker: CampaignRun;
const woken: { queue: string; ids: readonly string[] }[] = [];
const queues = { wake: async (queue: string, { ids }: { ids: readonly string[] }) => void woken.push({ queue, ids }) };

beforeAll(async () => {
  database = await testDatabase({ schema: 'certifications', migrations: certificationsMigrations });
  tokens = await testTokens();
  given = givenIn(database);
  await given.exams();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const CREDENTIAL_KEYS = JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] });
  const keys = await CredentialKeys.from(
    readEnv(CredentialEnv, { CREDENTIAL_KEYS, PUBLIC_URL: 'https://takwin.example' }),
  );
  running = await startService({
    name: 'certifications',
    env: readEnv(AppEnv, { ...tokens.env, LOG_LEVEL: 'silent' }),
    ...certifications.doors,
    given: [
      [Database, database.db],
      [Queues, queues],
      [CredentialKeys, keys],
    ],
  });
  admin = apiOf(running.url, await tokens.of({ role: 'programme-admin' }));
  worker = new CampaignRun(database.db);
});

afterAll(async () => {
  await running?.close();
  await tokens?.close();
  await database?.close();
});

const rows = <R>(statement: Sql): Promise<R[]> => database.db.readAs(actorOf('system'), (tx) => tx.query<R>(statement));
const write = (statement: Sql) => database.db.asActor(actorOf('system'), (tx) => tx.query(statement));
const inDays = (days: number): string => new Date(database.clock.now().getTime() + days * DAY).toISOString();

let windows = 0;
/** Every spec has weeks of its own, so that none sees the sittings of another. */
function weeks() {
  const first = 10 + 20 * windows++;
  return { first, earliest: inDays(first - 1), latest: inDays(first + 10) };
}

let rooms = 0;
async function sitting(academyId: string, day: number, seats: number, examCodes: string[] = []): Promise<string> {
  const name = `C${++rooms}`;
  const { status, body } = await admin.post('/v1/sittings', {
    academyId,
    roomId: await given.room(academyId, name, 60),
    startsAt: inDays(day),
    minutes: 90,
    seats,
    proctorIds: await Promise.all([0, 1, 2].map((index) => given.proctor(`${name}-${index}`))),
    examCodes,
  });
  expect(status).toBe(201);
  return body.id;
}

const people = (prefix: string, count: number, academyId: string) =>
  Promise.all(Array.from({ length: count }, (_, index) => given.person(`${prefix} ${index}`, academyId)));

async function accepted(about: object): Promise<string> {
  const { status, body } = await admin.post('/v1/campaigns', { examCodes: ['MO-200'], ...about });
  expect({ status, state: body.state }).toEqual({ status: 202, state: 'accepted' });
  return body.id;
}
const never = new AbortController().signal;
const campaign = async (id: string) => (await admin.get(`/v1/campaigns/${id}`)).body;
async function played(about: object) {
  const id = await accepted(about);
  await worker.run(id, never);
  return campaign(id);
}

/** Sittings whose seats taken are not the registrations that hold them, and persons who are in two places. */
const faults = async () => ({
  seats: await rows(sql`
    select s.id from sitting s left join registration r on r.sitting_id = s.id
      and r.state in ('booked', 'sat', 'passed', 'failed', 'no-show')
    group by s.id having s.taken <> count(r.id)`),
  twice: await rows(sql`
    select a.id from registration a join registration b on b.person_id = a.person_id and b.id > a.id and b.during && a.during
    where a.state = 'booked' and b.state = 'booked'`),
});
const CLEAN = { seats: [], twice: [] };

const seatsOf = (id: string) =>
  rows<{ person_id: string; sitting_id: string; state: string; reason: string | null; version: number }>(sql`
    select person_id, sitting_id, state, reason, version from registration where campaign_id = ${id} order by queued`);

describe('a campaign', () => {
  it('seats candidates near and soon, has the rest wait, and announces every registration once', async () => {
    const { first, earliest, latest } = weeks();
    const own = await given.academy('campaign own');
    const far = await given.academy('campaign far', { region: 'MA-08' });
    const [late, soon, away] = [
      await sitting(own, first + 3, 2),
      await sitting(own, first, 2),
      await sitting(far, first, 1),
    ];
    const persons = await people('campaigner', 6, own);
    const done = await played({ persons, earliest, latest });
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
    const seats = await seatsOf(done.id);
    const counts = Map.groupBy(seats, ({ sitting_id }) => sitting_id);
    expect([late, soon, away].map((id) => counts.get(id)!.length)).toEqual([2, 2, 1]);
    expect(seats.filter(({ state }) => state === 'waitlisted')).toMatchObject([{ reason: 'NO_FREE_SEAT' }]);
    const events = await rows<{ type: string; count: number }>(sql`
      select type, sum(jsonb_array_length(body->'changes'))::int as count from event_new
      where body->'changes' @> any(select jsonb_build_array(jsonb_build_object('d', jsonb_build_object('personId', p)))
        from unnest(${persons}::text[]) p) group by type order by type`);
    expect(events).toEqual([
      { type: 'RegistrationWaitlisted', count: 1 },
      { type: 'SeatBooked', count: 5 },
    ]);
    expect(await faults()).toEqual(CLEAN);
    expect(woken).toContainEqual({ queue: CAMPAIGN_QUEUE, ids: [done.id] });
  });

  it('plans several exams of one person without an overlap', async () => {
    const { first, earliest, latest } = weeks();
    const academyId = await given.academy('campaign several');
    await sitting(academyId, first, 3);
    await sitting(academyId, first, 3);
    await sitting(academyId, first + 2, 3);
    const persons = await people('several', 3, academyId);
    const done = await played({ examCodes: ['MO-200', 'MO-201'], persons, earliest, latest });
    expect(done).toMatchObject({ requested: 6, booked: 6 });
    expect(await faults()).toEqual(CLEAN);
  });

  it('names why it refuses somebody, and counts who is unknown', async () => {
    const { first, earliest, latest } = weeks();
    const academyId = await given.academy('campaign refusing');
    const at = await sitting(academyId, first, 9);
    const left = await given.person('has left', academyId, { active: false });
    const minor = await given.person('is young', academyId, { birthDate: '2015-01-01' });
    const registered = await given.person('is registered', academyId);
    const { status } = await admin.post('/v1/registrations', {
      personId: registered,
      sittingId: at,
      examCode: 'MO-200',
    });
    expect(status).toBe(201);
    const persons = [left, minor, registered, '019ab000-0000-7000-8000-000000000000'];
    const done = await played({ persons, earliest, latest });
    expect(done).toMatchObject({ requested: 4, booked: 0, refused: 4, progress: 1 });
    expect((await seatsOf(done.id)).map(({ reason }) => reason).sort()).toEqual([
      'ALREADY_REGISTERED',
      'MINOR_NEEDS_CONSENT',
      'PERSON_NOT_ACTIVE',
    ]);
    const again = await played({ persons: [minor], earliest, latest, consent: true });
    expect(again).toMatchObject({ booked: 1 });
  });

  it('shows what it would do in a dry run, and does nothing', async () => {
    const { first, earliest, latest } = weeks();
    const academyId = await given.academy('campaign dry');
    const [one, two] = [await sitting(academyId, first, 4), await sitting(academyId, first + 1, 4)];
    await people('dry', 6, academyId);
    const done = await played({ filter: { academyId }, earliest, latest, dryRun: true });
    expect(done).toMatchObject({ state: 'done', dryRun: true, booked: 6, waitlisted: 0, gap: 0, steps: 0 });
    const { body: page } = await admin.get(`/v1/campaigns/${done.id}/seats?first=1`);
    expect(page.items).toMatchObject([{ sittingId: one, examCode: 'MO-200', candidates: 4, academyId }]);
    const { body: rest } = await admin.get(`/v1/campaigns/${done.id}/seats?after=${page.nextCursor}`);
    expect(rest).toMatchObject({ items: [{ sittingId: two, candidates: 2 }], nextCursor: null });
    expect(await seatsOf(done.id)).toEqual([]);
    expect((await admin.post(`/v1/campaigns/${done.id}/replan`)).body.code).toBe('CAMPAIGN_IS_A_DRY_RUN');
  });

  it('stays right beside single bookings: who loses a seat is planned again', async () => {
    const { first, earliest, latest } = weeks();
    const academyId = await given.academy('campaign contended');
    const sittings = await Promise.all([0, 0, 1, 2].map((day) => sitting(academyId, first + day, 10)));
    const [persons, others] = [await people('many', 30, academyId), await people('single', 10, academyId)];
    const id = await accepted({ persons, earliest, latest });
    const single = others.map((personId, index) =>
      admin.post('/v1/registrations', { personId, sittingId: sittings[index % 2], examCode: 'MO-200' }),
    );
    await Promise.all([new CampaignRun(database.db, 3).run(id, never), ...single]);
    const statuses = (await Promise.all(single)).map(({ status }) => status);
    const singly = statuses.filter((status) => status === 201).length;
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(await campaign(id)).toMatchObject({ state: 'done', booked: 30, waitlisted: 0, refused: 0 });
    const [{ taken }] = (await rows(sql`
      select sum(taken)::int as taken from sitting where id = any(${sittings}::uuid[])`)) as [{ taken: number }];
    expect(taken).toBe(30 + singly);
    expect(await faults()).toEqual(CLEAN);
  });

  it('plans somebody again whose seat is gone, or who is elsewhere, by the time that it is booked', async () => {
    const { first, earliest, latest } = weeks();
    const academyId = await given.academy('campaign overtaken');
    const [near, next] = [await sitting(academyId, first, 3), await sitting(academyId, first + 1, 3)];
    const persons = await people('overtaken', 3, academyId);
    const id = await accepted({ persons, earliest, latest });
    const stranger = await given.person('stranger', academyId);
    // The first thing that a step does once the plan is made is to lock the campaign: by then others have booked.
    const overtaking = overtaken(database.db, 2, async () => {
      const book = (personId: string, examCode: string) =>
        admin.post('/v1/registrations', { personId, sittingId: near, examCode });
      expect((await book(stranger, 'MO-200')).status).toBe(201);
      expect((await book(persons[0]!, 'MO-201')).status).toBe(201);
    });
    await new CampaignRun(overtaking).run(id, never);
    expect(await campaign(id)).toMatchObject({ state: 'done', booked: 3, waitlisted: 0 });
    const places = (await seatsOf(id)).map(({ sitting_id }) =>
      sitting_id === near ? 'near' : sitting_id === next && 'next',
    );
    expect(places.sort()).toEqual(['near', 'next', 'next']);
    expect(await faults()).toEqual(CLEAN);
  });

  it('goes on where a worker was cut off, and twice at once comes to the same', async () => {
    const { first, earliest, latest } = weeks();
    const academyId = await given.academy('campaign cut');
    for (const day of [0, 1, 2]) await sitting(academyId, first + day, 10);
    const persons = await people('cut', 34, academyId);
    const id = await accepted({ persons, earliest, latest });
    await expect(new CampaignRun(database.db, 10).run(id, afterChecks(3))).rejects.toThrow('cut off');
    expect(await campaign(id)).toMatchObject({ state: 'booking', booked: 20, progress: 20 / 34 });
    expect(await new CampaignRun(database.db).waiting(new Date(inDays(1)), 10)).toContain(id);
    await Promise.all([0, 1, 2].map(() => new CampaignRun(database.db, 4).run(id, never)));
    await worker.run(id, never);
    expect(await campaign(id)).toMatchObject({
      state: 'done',
      booked: 30,
      waitlisted: 4,
      refused: 0,
      gap: 0,
      days: 10 * (1 + 2 + 3),
    });
    expect(await seatsOf(id)).toHaveLength(34);
    expect(await faults()).toEqual(CLEAN);
  });

  it('stops where it is cancelled, and keeps who was booked', async () => {
    const { first, earliest, latest } = weeks();
    const academyId = await given.academy('campaign cancelled');
    await sitting(academyId, first, 20);
    const persons = await people('cancelled', 15, academyId);
    const id = await accepted({ persons, earliest, latest });
    const cancelling = overtaken(database.db, 5, async () => {
      expect((await admin.post(`/v1/campaigns/${id}/cancel`)).body.state).toBe('cancelled');
    });
    await new CampaignRun(cancelling, 5).run(id, never);
    const { state, booked } = await campaign(id);
    expect({ state, booked }).toEqual({ state: 'cancelled', booked: 10 });
    expect(await seatsOf(id)).toHaveLength(10);
    expect((await admin.post(`/v1/campaigns/${id}/replan`)).body).toMatchObject({ code: 'CAMPAIGN_STATE_FORBIDS' });
    expect((await admin.post(`/v1/campaigns/${id}/cancel`)).status).toBe(200);
  });

  it('has those waitlisted booked when a sitting opens', async () => {
    const { first, earliest, latest } = weeks();
    const academyId = await given.academy('campaign waiting');
    const persons = await people('waiting', 2, academyId);
    const done = await played({ persons, earliest, latest });
    expect(done).toMatchObject({ booked: 0, waitlisted: 2 });
    await sitting(academyId, first, 2);
    const { ids } = woken.at(-1)!;
    await new RegistrationScheduling(database.db).run(ids);
    expect((await seatsOf(done.id)).map(({ state }) => state)).toEqual(['booked', 'booked']);
  });
});

describe('a campaign that is planned anew', () => {
  it('moves those whose sitting fell and nobody else, and has wait for whom no seat is left', async () => {
    const { first, earliest, latest } = weeks();
    const academyId = await given.academy('campaign anew');
    const [fallen, kept] = [await sitting(academyId, first, 4), await sitting(academyId, first + 1, 4)];
    const persons = await people('anew', 8, academyId);
    const { id } = await played({ persons, earliest, latest });
    const before = new Map((await seatsOf(id)).map((one) => [one.person_id, one]));
    await sitting(academyId, first + 5, 3);
    await write(sql`update sitting set state = 'cancelled' where id = ${fallen}`);
    expect((await admin.post(`/v1/campaigns/${id}/replan`)).status).toBe(202);
    await worker.run(id, never);
    const now = await campaign(id);
    expect(now).toMatchObject({ state: 'done', requested: 8, booked: 7, waitlisted: 1, moved: 3, gap: 0 });
    const after = await seatsOf(id);
    for (const one of after.filter(({ sitting_id }) => sitting_id === kept))
      expect(one).toEqual(before.get(one.person_id));
    expect(after.filter(({ sitting_id }) => sitting_id === kept)).toHaveLength(4);
    expect(after.filter(({ state }) => state === 'waitlisted')).toHaveLength(1);
    expect(await faults()).toEqual(CLEAN);
  });

  it('lets two exams of one person change places, and changes nothing where nothing need change', async () => {
    const { first, earliest, latest } = weeks();
    const academyId = await given.academy('campaign swap');
    const [one, two] = [await sitting(academyId, first, 1), await sitting(academyId, first + 1, 1)];
    const persons = await people('swap', 1, academyId);
    const done = await played({ examCodes: ['MO-200', 'MO-201'], persons, earliest, latest });
    const before = await seatsOf(done.id);
    await admin.post(`/v1/campaigns/${done.id}/replan`);
    await worker.run(done.id, never);
    expect(await seatsOf(done.id)).toEqual(before);
    // From now on each of the two sittings is for the exam that the other one has.
    for (const id of [one, two])
      await write(sql`
        update sitting set exam_codes = array(select case exam_code when 'MO-200' then 'MO-201' else 'MO-200' end
          from registration where sitting_id = ${id}) where id = ${id}`);
    await admin.post(`/v1/campaigns/${done.id}/replan`);
    await worker.run(done.id, never);
    expect((await seatsOf(done.id)).map(({ sitting_id }) => sitting_id)).toEqual(
      before.map(({ sitting_id }) => sitting_id).reverse(),
    );
    expect(await campaign(done.id)).toMatchObject({ booked: 2, waitlisted: 0, moved: 2 });
    expect(await faults()).toEqual(CLEAN);
  });
});

describe('the door of campaigns', () => {
  it('refuses by name what cannot be', async () => {
    const { earliest, latest } = weeks();
    const persons = await people('door', 1, await given.academy('campaign door'));
    const code = async (about: object) =>
      (await admin.post('/v1/campaigns', { examCodes: ['MO-200'], persons, earliest, latest, ...about })).body.code;
    expect(await code({ earliest: latest, latest: earliest })).toBe('INVALID_INPUT');
    expect(await code({ earliest: '2020-01-01T00:00:00Z', latest: '2020-02-01T00:00:00Z' })).toBe('INVALID_INPUT');
    expect(await code({ examCodes: ['MO-200', 'XX-999'] })).toBe('EXAM_UNKNOWN');
    expect(await code({ examCodes: [] })).toBe('INVALID_INPUT');
    expect(await code({ filter: {} })).toBe('INVALID_INPUT');
    expect(await code({ persons: undefined })).toBe('INVALID_INPUT');
    expect(await code({ persons: ['019ab000-0000-7000-8000-000000000000'] })).toBe('CAMPAIGN_IS_EMPTY');
    expect((await admin.get('/v1/campaigns/019ab000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('answers the same request with the same campaign', async () => {
    const { earliest, latest } = weeks();
    const persons = await people('once', 1, await given.academy('campaign once'));
    const body = { examCodes: ['MO-200'], persons, earliest, latest };
    const send = { headers: { 'idempotency-key': 'campaign-once' } };
    const [first, second] = [
      await admin.post('/v1/campaigns', body, send),
      await admin.post('/v1/campaigns', body, send),
    ];
    expect(second.body.id).toBe(first.body.id);
    const other = await admin.post('/v1/campaigns', { ...body, dryRun: true }, send);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('shows a manager the own campaigns only, and plans the own candidates only', async () => {
    const { earliest, latest } = weeks();
    const [mine, theirs] = [await given.academy('campaign mine'), await given.academy('campaign theirs')];
    const persons = [...(await people('mine', 1, mine)), ...(await people('theirs', 1, theirs))];
    const manager = apiOf(running.url, await tokens.of({ role: 'academy-manager', academies: [mine], subject: 'm1' }));
    const other = apiOf(running.url, await tokens.of({ role: 'academy-manager', academies: [theirs], subject: 'm2' }));
    const { body } = await manager.post('/v1/campaigns', { examCodes: ['MO-200'], persons, earliest, latest });
    await worker.run(body.id, never);
    expect((await manager.get(`/v1/campaigns/${body.id}`)).body).toMatchObject({
      requested: 2,
      waitlisted: 1,
      refused: 1,
    });
    expect((await other.get(`/v1/campaigns/${body.id}`)).status).toBe(404);
    expect((await other.post(`/v1/campaigns/${body.id}/cancel`)).status).toBe(404);
    expect((await manager.get('/v1/campaigns')).body.items.map(({ id }: { id: string }) => id)).toEqual([body.id]);
    const trainer = apiOf(running.url, await tokens.of({ role: 'trainer', academies: [mine] }));
    expect((await trainer.get(`/v1/campaigns/${body.id}`)).status).toBe(403);
  });

  it('takes and shows the same in GraphQL', async () => {
    const { first, earliest, latest } = weeks();
    const academyId = await given.academy('campaign graph');
    await sitting(academyId, first, 2);
    const persons = await people('graph', 2, academyId);
    const planned = await admin.graphql(
      'mutation ($input: PlanCampaignInput!) { planCampaign(input: $input) { id state requested } }',
      { input: { examCodes: ['MO-200'], persons, earliest, latest } },
    );
    const { id } = planned.body.data.planCampaign;
    await worker.run(id, never);
    const { body } = await admin.graphql(
      `query ($id: ID!) { campaign(id: $id) { state booked gap }
        campaignSeats(id: $id) { edges { node { examCode candidates } } } }`,
      { id },
    );
    expect(body.data).toEqual({
      campaign: { state: 'DONE', booked: 2, gap: 0 },
      campaignSeats: { edges: [{ node: { examCode: 'MO-200', candidates: 2 } }] },
    });
    const both = await admin.graphql('mutation ($input: PlanCampaignInput!) { planCampaign(input: $input) { id } }', {
      input: { examCodes: ['MO-200'], persons, filter: {}, earliest, latest },
    });
    expect(both.body.errors[0].extensions.code).toBe('INVALID_INPUT');
  });
});

/** The same database, on which `meanwhile` happens just before transaction number `at`. */
function overtaken(db: Database, at: number, meanwhile: () => Promise<void>): Database {
  let count = 0;
  const asActor: Database['asActor'] = async (actor, work) => {
    if (++count === at) await meanwhile();
    return db.asActor(actor, work);
  };
  return { asActor, readAs: db.readAs.bind(db) } as unknown as Database;
}

/** A signal that aborts when it is looked at that many times: as a worker that is gone does no more. */
function afterChecks(most: number): AbortSignal {
  let count = 0;
  const throwIfAborted = (): void => {
    if (++count > most) throw new Error('cut off');
  };
  return { throwIfAborted } as AbortSignal;
}
