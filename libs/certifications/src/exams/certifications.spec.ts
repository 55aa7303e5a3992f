import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  actorOf,
  apiOf,
  testDatabase,
  type TestDatabase,
  testService,
  type TestService,
  testTokens,
  type TestTokens,
} from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CredentialKeys } from '../credentials/keys.js';
import { CertificationsModule, certificationsMigrations, loadCertificationsReference } from '../index.js';
import { credentialEnv, newRsaKey } from '../testing/badges.js';
import { given as givenIn } from '../testing/given.js';
import { OFFER_QUEUE, FillOfferedSeatsHandler } from '../booking/fill-offered-seats.js';
import { IssueCredentialsHandler } from '../credentials/issue-credentials.js';
import { ScheduleRegistrationsHandler } from '../booking/schedule-registrations.js';

let database: TestDatabase;
let tokens: TestTokens;
let running: TestService;
let given: ReturnType<typeof givenIn>;
let admin: ReturnType<typeof apiOf>;
let academyId: string;
const woken: string[] = [];
const offering: string[] = [];
const queues = {
  wake: async (queue: string, { ids }: { ids: readonly string[] }) =>
    void (queue === OFFER_QUEUE ? offering : woken).push(...ids),
};

beforeAll(async () => {
  database = await testDatabase({
    schema: 'certifications',
    migrations: certificationsMigrations,
    reference: loadCertificationsReference,
  });
  tokens = await testTokens();
  given = givenIn(database);
  academyId = await given.academy('Rabat');
  running = await testService(CertificationsModule, {
    env: { ...tokens.env, ...credentialEnv(newRsaKey()) },
    db: database.db,
    queues,
  });
  admin = apiOf(running.url, await tokens.of({ role: 'programme-admin' }));
});

afterAll(async () => {
  await running?.close();
  await tokens?.close();
  await database?.close();
});

let rooms = 0;
/** A sitting of its own room and proctor, on the day that many days ahead. */
async function sitting({
  seats = 5,
  days = 1,
  at = academyId,
  minutes = 90,
  examCodes = [] as string[],
} = {}): Promise<string> {
  const name = `S${++rooms}`;
  const startsAt = new Date(database.clock.now().getTime() + days * 86_400_000).toISOString();
  const { status, body } = await admin.post('/v1/sittings', {
    academyId: at,
    roomId: await given.room(at, name, 50),
    startsAt,
    minutes,
    seats,
    proctorIds: await Promise.all([0, 1, 2].map((index) => given.proctor(`${name}-${index}`))),
    examCodes,
  });
  expect(status).toBe(201);
  return body.id;
}
const book = (personId: string, sittingId: string, about: object = {}, send = {}) =>
  admin.post('/v1/registrations', { personId, sittingId, examCode: 'MO-200', ...about }, send);
const people = (prefix: string, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => given.person(`${prefix} ${index}`, academyId)));

describe('opening a sitting', () => {
  it('stores the instant, the wall time and the rules by which it was told', async () => {
    const { body } = await admin.get(`/v1/sittings/${await sitting({ days: 8 })}`);
    expect(body).toMatchObject({ zone: 'Africa/Casablanca', zoneRules: process.versions.tz, taken: 0, seats: 5 });
    expect(`${body.wallTime}:00.000Z`).toBe(body.startsAt);
  });

  it('is refused by the database where a room or a proctor is taken, also when two race', async () => {
    const roomId = await given.room(academyId, 'raced', 20);
    const open = async (proctor: string, room = roomId) =>
      (
        await admin.post('/v1/sittings', {
          academyId,
          roomId: room,
          startsAt: '2027-03-01T09:00:00Z',
          minutes: 90,
          seats: 10,
          proctorIds: [await given.proctor(proctor)],
        })
      ).body;
    const raced = await Promise.all([open('p1'), open('p2'), open('p3')]);
    expect(raced.map(({ code }) => code ?? 'opened').sort()).toEqual(['ROOM_IS_TAKEN', 'ROOM_IS_TAKEN', 'opened']);
    await given.proctor('busy');
    await open('busy', await given.room(academyId, 'A'));
    expect((await open('busy', await given.room(academyId, 'B'))).code).toBe('PROCTOR_IS_TAKEN');
  });

  it('asks for enough proctors who may, for a room that is large enough, and for the future', async () => {
    const roomId = await given.room(academyId, 'judged', 40);
    const body = {
      academyId,
      roomId,
      startsAt: '2027-04-01T09:00:00Z',
      minutes: 90,
      seats: 21,
      proctorIds: [await given.proctor('one')],
    };
    const code = async (about: object) => (await admin.post('/v1/sittings', { ...body, ...about })).body.code;
    expect(await code({})).toBe('TOO_FEW_PROCTORS');
    expect(await code({ seats: 41, proctorIds: [] })).toBe('INVALID_INPUT');
    expect(await code({ seats: 41 })).toBe('ROOM_IS_TOO_SMALL');
    expect(await code({ seats: 10, proctorIds: [await given.proctor('untrained', false)] })).toBe(
      'PROCTOR_MAY_NOT_PROCTOR',
    );
    expect(await code({ seats: 10, startsAt: '2026-01-01T09:00:00Z' })).toBe('SITTING_IS_IN_THE_PAST');
    expect(await code({ seats: 10, examCodes: ['XX-999'] })).toBe('EXAM_UNKNOWN');
  });
});

describe('booking a seat', () => {
  it('sells the last seat once, however many ask at once, and offers alternatives', async () => {
    const [last, other] = [await sitting({ seats: 1, days: 20 }), await sitting({ days: 21 })];
    const answers = await Promise.all((await people('crowd', 40)).map((person) => book(person, last)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.map(({ body }) => body.code)).toEqual(Array(39).fill('SITTING_IS_FULL'));
    expect(refused[0]!.body.alternatives.map((one: { sittingId: string }) => one.sittingId)).toContain(other);
  });

  it('never puts a candidate in two places, also when two requests race', async () => {
    const [here, there] = [await sitting({ days: 30 }), await sitting({ days: 30 })];
    const person = await given.person('twofold', academyId);
    const answers = await Promise.all([book(person, here), book(person, there, { examCode: 'MO-100' })]);
    expect(answers.map(({ body }) => body.code ?? body.state).sort()).toEqual(['CANDIDATE_IS_TAKEN', 'booked']);
  });

  it('names the rule that forbids', async () => {
    const where = await sitting({ days: 40, examCodes: ['MO-200', 'AZ-400'] });
    const prison = await given.academy('Prison', { inPrison: true });
    const code = async (person: string, about = {}) => (await book(person, where, about)).body.code;
    expect(await code(await given.person('minor', academyId, { birthDate: '2012-01-01' }))).toBe('MINOR_NEEDS_CONSENT');
    const ageless = await given.person('ageless', academyId, { birthDate: null });
    expect((await book(ageless, where)).body).toMatchObject({
      code: 'MINOR_NEEDS_CONSENT',
      age: 'unknown',
    });
    expect(await code(await given.person('employed', academyId, { birthDate: null, kind: 'staff' }))).toBeUndefined();
    expect(await code(await given.person('inside', prison))).toBe('CANDIDATE_MUST_SIT_INSIDE');
    expect(await code(await given.person('gone', academyId, { active: false }))).toBe('PERSON_NOT_ACTIVE');
    const [someone] = await people('someone', 1);
    expect(await code(someone!, { examCode: 'MO-100' })).toBe('EXAM_IS_NOT_OFFERED');
    expect(await code(someone!, { examCode: 'AZ-400' })).toBe('EXAM_DOES_NOT_FIT');
    expect(await code(crypto.randomUUID())).toBe('PERSON_UNKNOWN');
    await book(someone!, where);
    expect(await code(someone!)).toBe('ALREADY_REGISTERED');
  });

  it('answers a repeated request alike, and refuses its key for another one', async () => {
    const where = await sitting({ days: 50 });
    const [person, other] = await people('repeated', 2);
    const key = { headers: { 'idempotency-key': 'booking-1' } };
    const first = await book(person!, where, {}, key);
    expect((await book(person!, where, {}, key)).body).toEqual(first.body);
    expect((await book(other!, where, {}, key)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('from a request to a credential', () => {
  const scheduling = () => new ScheduleRegistrationsHandler(database.db);

  it('books what two schedulers are told of at once, and never more than there are seats', async () => {
    await sitting({ seats: 10, days: 100 });
    const persons = await people('asking', 15);
    const window = { earliest: '2027-03-02T00:00:00Z', latest: '2027-03-10T00:00:00Z' };
    woken.length = 0;
    const ask = () =>
      admin.post(
        '/v1/registrations/bulk',
        { persons, examCode: 'MO-200', ...window },
        { headers: { 'idempotency-key': 'ask-1' } },
      );
    const { body, status } = await ask();
    expect(status).toBe(202);
    woken.length = 0;
    expect((await ask()).body).toEqual(body);
    expect(body.outcomes.every(({ outcome }: { outcome: string }) => outcome === 'requested')).toBe(true);
    await Promise.all([scheduling().run(woken), scheduling().run(woken), scheduling().run(woken)]);
    const states = await database.db.asActor(actorOf('system'), (tx) =>
      tx.query<{ state: string; count: number }>(
        sql`select state, count(*)::int as count from registration where id = any(${woken}::uuid[]) group by state order by state`,
      ),
    );
    expect(states).toEqual([
      { state: 'booked', count: 10 },
      { state: 'waitlisted', count: 5 },
    ]);
    const { body: one } = await admin.get(`/v1/registrations?state=booked&first=100`);
    const asked = new Set(woken);
    const { id } = one.items.find((registration: { id: string }) => asked.has(registration.id));
    await admin.post(`/v1/registrations/${id}/cancel`);
    expect(offering).toHaveLength(1);
    await new FillOfferedSeatsHandler(database.db).run(offering);
    const waiting = await Promise.all(
      woken.map(async (one) => (await admin.get(`/v1/registrations/${one}`)).body.state),
    );
    expect(waiting.filter((state) => state === 'booked')).toHaveLength(10);
  });

  it('passes from 700 on, tells replays and conflicts apart, and signs what was earned', async () => {
    const where = await sitting({ days: 60 });
    const [good, bad] = await people('sitting', 2);
    const [passing, failing] = [(await book(good!, where)).body.id, (await book(bad!, where)).body.id];
    const { startsAt } = (await admin.get(`/v1/sittings/${where}`)).body;
    const { proctorIds } = (await admin.get(`/v1/sittings/${where}`)).body;
    const hourLater = new Date(Date.parse(startsAt) + 3_600_000).toISOString();
    database.clock.set(startsAt);
    const letIn = (registrationId: string) => ({
      id: crypto.randomUUID(),
      registrationId,
      kind: 'admitted',
      identity: 'national-card',
      ndaAccepted: true,
      at: startsAt,
    });
    const present = { id: crypto.randomUUID(), kind: 'proctor-present', proctorId: proctorIds[0], at: startsAt };
    const began = (registrationId: string) => ({
      id: crypto.randomUUID(),
      registrationId,
      kind: 'began',
      at: startsAt,
    });
    const both = [passing, failing];
    const recorder = admin.as(await tokens.of({ role: 'programme-admin', subject: 'recorder' }));
    await recorder.post(`/v1/sittings/${where}/records`, {
      records: [present, ...both.map(letIn), ...both.map(began)],
    });
    database.clock.set(hourLater);
    const record = async (...results: [string, number][]) =>
      (
        await admin.post('/v1/results', {
          results: results.map(([registrationId, score]) => ({ registrationId, startedAt: startsAt, score })),
        })
      ).body.outcomes.map(({ outcome }: { outcome: string }) => outcome);
    woken.length = 0;
    expect(await record([passing, 700], [failing, 699])).toEqual(['passed', 'failed']);
    expect(await record([passing, 700], [failing, 900], [crypto.randomUUID(), 1])).toEqual([
      'known',
      'conflict',
      'unknown',
    ]);
    expect(woken).toHaveLength(1);
    expect((await admin.get(`/v1/credentials/${woken[0]}`)).body.code).toBe('CREDENTIAL_NOT_SIGNED');
    const issuing = new IssueCredentialsHandler(database.db, running.get(CredentialKeys));
    await Promise.all([issuing.run(woken), issuing.run(woken)]);
    const events = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ type: string }>(
        sql`select type from event_new where type = 'CredentialIssued' union all select type from event where type = 'CredentialIssued'`,
      ),
    );
    expect(events).toHaveLength(1);
    const jwt = await apiOf(running.url).get(`/v1/credentials/${woken[0]}`, {
      headers: { accept: 'application/vc+jwt' },
    });
    expect((await apiOf(running.url).post('/v1/credentials/verify', { credential: jwt.body })).body.valid).toBe(true);
    database.clock.set(new Date(Date.parse(startsAt) + 86_400_000).toISOString());
    const eligibility = await admin.get(`/v1/persons/${bad}/exam-eligibility?examCode=MO-200`);
    expect(eligibility.body).toMatchObject({ eligible: true, nextEligibleAt: expect.any(String), reasons: [] });
    expect((await admin.get(`/v1/persons/${good}/exam-eligibility?examCode=MO-200`)).body.reasons).toEqual([
      'ALREADY_PASSED',
    ]);
    database.clock.set('2026-11-23T09:00:00Z');
  });

  it('shows a candidate the own registrations and nobody else’s', async () => {
    const where = await sitting({ days: 70 });
    const [mine, theirs] = await people('private', 2);
    const [own, other] = [(await book(mine!, where)).body.id, (await book(theirs!, where)).body.id];
    const candidate = admin.as(await tokens.of({ role: 'candidate', personId: mine }));
    expect((await candidate.get(`/v1/registrations/${own}`)).status).toBe(200);
    expect((await candidate.get(`/v1/registrations/${other}`)).status).toBe(404);
    const query = `{ _entities(representations: [{ __typename: "Person", id: "${theirs}" }]) { ... on Person { registrations { id } } } }`;
    expect((await candidate.graphql(query)).body.data._entities[0].registrations).toEqual([]);
    expect((await candidate.post('/v1/results', { results: [] })).status).toBe(403);
  });
});
