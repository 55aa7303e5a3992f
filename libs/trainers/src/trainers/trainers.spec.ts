import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
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
import { TrainersModule, trainersMigrations } from '../index.js';

const here = { academy: stableId('academy', 'here'), region: 'MA-04' };
const there = { academy: stableId('academy', 'there'), region: 'MA-07' };
const trainer = stableId('test', 'trainer');
const trainee = stableId('test', 'trainee');
const stranger = stableId('test', 'stranger');
const spare = stableId('test', 'spare');
const excel = stableId('course', 'excel');

let database: TestDatabase;
let tokens: TestTokens;
let running: TestService;
let admin: ReturnType<typeof apiOf>;
let manager: ReturnType<typeof apiOf>;

beforeAll(async () => {
  database = await testDatabase({ schema: 'trainers', migrations: trainersMigrations });
  tokens = await testTokens();
  await database.db.asActor(actorOf('system'), async (tx) => {
    for (const [id, kind, place] of [
      [trainer, 'trainer', here],
      [trainee, 'trainee', here],
      [stranger, 'trainer', there],
      [spare, 'trainer', there],
    ] as const)
      await tx.query(sql`insert into person_copy(subject, version, generation, kind, academy_id, region, active)
        values (${id}, 1, 1, ${kind}, ${place.academy}, ${place.region}, true)`);
    for (const place of [here, there])
      await tx.query(sql`insert into academy_copy(subject, version, generation, region, accredited)
        values (${place.academy}, 1, 1, ${place.region}, true)`);
    await tx.query(
      sql`insert into course_copy(subject, version, generation, topics) values (${excel}, 1, 1, '{excel}')`,
    );
    await tx.query(sql`insert into exam_copy(subject, version, generation) values ('MO-200', 1, 1)`);
  });
  running = await testService(TrainersModule, { env: tokens.env, db: database.db });
  admin = apiOf(running.url, await tokens.of({ role: 'programme-admin' }));
  manager = apiOf(running.url, await tokens.of({ role: 'academy-manager', academies: [here.academy] }));
});

afterAll(async () => {
  await running?.close();
  await tokens?.close();
  await database?.close();
});

describe('the register of trainers', () => {
  it('makes a trainer of a person once, and answers a repeated request alike', async () => {
    const key = { headers: { 'idempotency-key': 'one' } };
    const made = await manager.post('/v1/trainers', { personId: trainer }, key);
    expect(made).toMatchObject({
      status: 201,
      body: { id: trainer, academyId: here.academy, state: 'active', topics: [] },
    });
    expect((await manager.post('/v1/trainers', { personId: trainer }, key)).body).toEqual(made.body);
    expect((await manager.post('/v1/trainers', { personId: trainer })).body.code).toBe('TRAINER_EXISTS');
  });

  it('refuses who is no trainer, and in the same words who is unknown or of an academy that the caller may not know of', async () => {
    const code = async (personId: string) => (await manager.post('/v1/trainers', { personId })).body.code;
    expect(await code(stableId('test', 'nobody'))).toBe('PERSON_UNKNOWN');
    expect(await code(trainee)).toBe('PERSON_IS_NO_TRAINER');
    const answers = await Promise.all(
      [stranger, stableId('test', 'nobody')].map((personId) => manager.post('/v1/trainers', { personId })),
    );
    expect({ ...answers[0]!.body, status: answers[0]!.status }).toEqual({
      ...answers[1]!.body,
      status: answers[1]!.status,
    });
  });

  it('says what a trainer may teach and proctor, and why not', async () => {
    const path = `/v1/trainers/${trainer}/eligibility?courseId=${excel}`;
    expect((await admin.get(path)).body).toEqual({
      mayTeach: false,
      teachingReasons: ['NO_QUALIFICATION_FOR_TOPIC'],
      teachingReasonTexts: ['NO_QUALIFICATION_FOR_TOPIC'],
      mayProctor: false,
      proctoringReasons: ['PROCTOR_TRAINING_MISSING'],
      proctoringReasonTexts: ['PROCTOR_TRAINING_MISSING'],
    });
    const qualification = { kind: 'teach', topic: 'excel', obtainedOn: '2026-01-10', evidence: 'MO-200' };
    const qualified = await admin.post(`/v1/trainers/${trainer}/qualifications`, qualification);
    expect(qualified).toMatchObject({ status: 201, body: { topics: ['excel'], version: 2 } });
    expect((await admin.get(path)).body).toMatchObject({ mayTeach: true, teachingReasons: [] });
    const again = await admin.post(`/v1/trainers/${trainer}/qualifications`, qualification);
    expect(again).toMatchObject({ status: 409, body: { code: 'QUALIFICATION_EXISTS' } });
  });

  it('tells until when a trainer may proctor, by what holds longest', async () => {
    const qualify = (about: object) =>
      admin.post(`/v1/trainers/${trainer}/qualifications`, { kind: 'proctor', evidence: 'training 12/2020', ...about });
    const validUntil = async () => {
      const [last] = await database.db.readAs(actorOf('system'), (tx) =>
        tx.query<{ until: string | null }>(sql`
          select body #>> '{changes,0,d,mayProctorUntil}' as until from event_new
          where subject = 'trainer' and body #>> '{changes,0,s}' = ${trainer} order by id desc limit 1`),
      );
      return last!.until;
    };
    await qualify({ obtainedOn: '2020-01-10', expiresOn: '2020-12-31' });
    expect(await validUntil()).toBeNull();
    await qualify({ obtainedOn: '2026-01-10', expiresOn: '2027-01-09' });
    expect(await validUntil()).toBe('2027-01-09');
    await qualify({ obtainedOn: '2026-02-10', expiresOn: '2026-12-31' });
    expect(await validUntil()).toBe('2027-01-09');
    await qualify({ obtainedOn: '2026-03-10' });
    expect(await validUntil()).toBeNull();
  });

  it('takes no qualification of a day to come, nor one that expires before it was obtained', async () => {
    const word = { kind: 'teach', topic: 'word', evidence: 'MO-100' };
    const faults = async (about: object) =>
      (await admin.post(`/v1/trainers/${trainer}/qualifications`, { ...word, ...about })).body.errors;
    for (const obtainedOn of ['1900-01-01', '1979-12-31'])
      expect(await faults({ obtainedOn })).toMatchObject([{ path: 'obtainedOn', code: 'too_early' }]);
    expect(await faults({ obtainedOn: '2026-11-24' })).toMatchObject([{ path: 'obtainedOn', code: 'in_the_future' }]);
    expect(await faults({ obtainedOn: '2026-11-23', expiresOn: '2026-11-22' })).toMatchObject([
      { path: 'expiresOn', code: 'before_obtained' },
    ]);
    expect((await admin.get(`/v1/trainers/${trainer}`)).body.topics).toEqual(['excel']);
  });

  it('takes what courses are about by a document, and who may proctor from the region or the programme', async () => {
    const path = `/v1/trainers/${trainer}/qualifications`;
    const asked = { kind: 'teach', topic: 'powerpoint', obtainedOn: '2026-01-10', evidence: 'MO-300' };
    const faults = async (about: object) => (await admin.post(path, { ...asked, ...about })).body.errors;
    expect(await faults({ topic: 'ZZ-999' })).toMatchObject([{ path: 'topic', code: 'unknown' }]);
    expect(await faults({ topic: 'constructor' })).toMatchObject([{ path: 'topic', code: 'unknown' }]);
    expect(await faults({ topic: undefined })).toMatchObject([{ path: 'topic', code: 'required' }]);
    expect(await faults({ kind: 'proctor' })).toMatchObject([{ path: 'topic', code: 'unexpected' }]);
    expect(await faults({ evidence: '.' })).toMatchObject([{ path: 'evidence', code: 'invalid_document' }]);
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [here.academy] }));
    const proctor = { kind: 'proctor', obtainedOn: '2026-01-11', evidence: 'training 7/2026' };
    expect(await manager.post(path, proctor)).toMatchObject({
      status: 403,
      body: { code: 'PROCTORING_NEEDS_ANOTHER' },
    });
    const mutation = 'mutation ($input: AddQualificationInput!) { addQualification(input: $input) { id } }';
    const input = { ...proctor, trainerId: trainer, kind: 'PROCTOR' };
    const { body } = await manager.graphql(mutation, { input });
    expect(body.errors[0].extensions.code).toBe('PROCTORING_NEEDS_ANOTHER');
    const itself = admin.as(await tokens.of({ role: 'programme-admin', personId: trainer }));
    expect((await itself.post(path, asked)).status).toBe(403);
    expect((await manager.post(path, asked)).status).toBe(201);
  });

  it('says that an academy’s trainers may not teach or proctor while it is not in the programme', async () => {
    const reasons = async () =>
      (await admin.get(`/v1/trainers/${trainer}/eligibility?courseId=${excel}`)).body.teachingReasons;
    const member = (accreditedOn: string | null, membershipUntil: string | null) =>
      database.db.asActor(actorOf('system'), (tx) =>
        tx.query(sql`update academy_copy set accredited_on = ${accreditedOn}, membership_until = ${membershipUntil}
          where subject = ${here.academy}`),
      );
    await member('2030-01-01', null);
    expect(await reasons()).toEqual(['ACADEMY_NOT_ACCREDITED']);
    await member('2026-09-01', '2026-11-22');
    expect(await reasons()).toEqual(['ACADEMY_NOT_ACCREDITED']);
    await member('2026-11-23', '2026-11-23');
    expect(await reasons()).toEqual([]);
  });

  it('shows another academy’s trainer to nobody but who may know', async () => {
    const key = { headers: { 'idempotency-key': 'two' } };
    expect((await admin.post('/v1/trainers', { personId: stranger }, key)).status).toBe(201);
    const reused = await admin.post('/v1/trainers', { personId: spare }, key);
    expect(reused).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect((await manager.get(`/v1/trainers/${stranger}`)).status).toBe(404);
    expect((await manager.get('/v1/trainers')).body.items.map((one: { id: string }) => one.id)).toEqual([trainer]);
    expect((await admin.get('/v1/trainers')).body.items).toHaveLength(2);
  });

  it('lists who may proctor, by yes or no in the graph and by its text in a URL', async () => {
    const ids = async (said: string) =>
      (await admin.get(`/v1/trainers?mayProctor=${said}`)).body.items.map((one: { id: string }) => one.id).toSorted();
    const edges = async (said: string) =>
      (await admin.graphql(`{ trainers(mayProctor: ${said}) { edges { node { id } } } }`)).body.data.trainers.edges;
    const [may, not] = [await ids('true'), await ids('false')];
    expect([may.length, not.length]).not.toContain(0);
    expect((await edges('true')).map((one: { node: { id: string } }) => one.node.id).toSorted()).toEqual(may);
    expect((await edges('false')).map((one: { node: { id: string } }) => one.node.id).toSorted()).toEqual(not);
    const maybe = await admin.get('/v1/trainers?mayProctor=maybe');
    expect(maybe).toMatchObject({ status: 422, body: { errors: [{ path: 'mayProctor', code: 'invalid_type' }] } });
  });

  it('lists who is so far in being upskilled, and whose qualification expires by a day, at both doors', async () => {
    const ids = async (query: string) =>
      (await admin.get(`/v1/trainers?${query}`)).body.items.map((one: { id: string }) => one.id);
    const planned = { items: [{ kind: 'exam', ref: 'MO-200', dueOn: '2027-06-30' }] };
    const put = await admin.put(`/v1/trainers/${stranger}/upskilling-plan`, planned);
    expect(put).toMatchObject({ status: 200 });
    expect(await ids('upskilling=planned')).toEqual([stranger]);
    expect(await ids('upskilling=none')).toEqual([trainer]);
    expect(await ids('upskillingProven=true')).toEqual([]);
    expect(await ids('upskilling=planned&upskillingProven=false')).toEqual([stranger]);
    const proven = '{ trainers(upskilling: PLANNED, upskillingProven: false) { edges { node { upskillingProven } } } }';
    expect((await admin.graphql(proven)).body).toEqual({
      data: { trainers: { edges: [{ node: { upskillingProven: false } }] } },
    });
    await admin.post(`/v1/trainers/${stranger}/qualifications`, {
      ...{ kind: 'proctor', obtainedOn: '2026-05-01', expiresOn: '2028-04-30', evidence: 'training 4/2026' },
    });
    expect(await ids('expiresBefore=2028-04-30')).toHaveLength(2);
    expect(await ids('expiresBefore=2028-04-29')).toEqual([trainer]);
    expect(await ids('expiresBefore=2028-04-30&upskilling=planned')).toEqual([stranger]);
    const query = '{ trainers(upskilling: PLANNED, expiresBefore: "2028-04-30") { edges { node { id } } } }';
    expect((await admin.graphql(query)).body.data.trainers.edges).toEqual([{ node: { id: stranger } }]);
    expect((await admin.get('/v1/trainers?expiresBefore=soon')).body.errors).toMatchObject([{ path: 'expiresBefore' }]);
  });

  it('goes on by the cursor of the same list in the same cut alone', async () => {
    const { nextCursor, items } = (await admin.get('/v1/trainers?first=1')).body;
    const rest = (await admin.get(`/v1/trainers?first=5&after=${nextCursor}`)).body.items;
    expect(new Set([...items, ...rest].map(({ id }: { id: string }) => id)).size).toBe(2);
    const refused = { status: 422, body: { errors: [{ path: 'after', code: 'invalid_cursor' }] } };
    expect(await admin.get(`/v1/trainers?upskilling=planned&after=${nextCursor}`)).toMatchObject(refused);
  });

  it('asks for a token, and for the right one', async () => {
    expect(await admin.as().get('/v1/trainers')).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    const candidate = admin.as(await tokens.of({ role: 'candidate', personId: trainee }));
    expect(await candidate.get('/v1/trainers')).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const auditor = admin.as(await tokens.of({ role: 'auditor' }));
    expect((await auditor.get('/v1/trainers')).status).toBe(200);
    expect((await auditor.post('/v1/trainers', { personId: trainee })).status).toBe(403);
    for (const token of [
      await tokens.of({ role: 'programme-admin', expiresIn: -60 }),
      await tokens.forged({ role: 'programme-admin' }),
      tokens.unsigned({ role: 'programme-admin' }),
      await tokens.of({ role: 'programme-admin', audience: 'others' }),
      'nonsense',
    ])
      expect(await admin.as(token).get('/v1/trainers')).toMatchObject({
        status: 401,
        body: { code: 'UNAUTHENTICATED' },
      });
  });

  it('refuses bad input with the field named, and writes nothing', async () => {
    const bad = await admin.post('/v1/trainers', { personId: 'me', admin: true });
    expect(bad).toMatchObject({
      status: 422,
      body: {
        code: 'INVALID_INPUT',
        errors: [
          { path: 'personId', code: 'invalid_format' },
          { path: 'admin', code: 'unrecognized_keys' },
        ],
      },
    });
    expect(bad.headers.get('content-type')).toMatch('application/problem+json');
    const same = await admin.graphql(
      'mutation ($input: RegisterTrainerInput!) { registerTrainer(input: $input) { id } }',
      { input: { personId: 'me', admin: true } },
    );
    expect(same.body.errors[0].extensions).toMatchObject({ code: 'INVALID_INPUT', errors: bad.body.errors });
    expect((await admin.get('/v1/trainers')).body.items).toHaveLength(2);
  });
});
