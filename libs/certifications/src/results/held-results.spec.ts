import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set(BEFORE));

const BEFORE = '2026-11-23T09:00:00Z';
/** Sittings are a day ahead: they start at 9:00 on the 24th and last 90 minutes. */
const on = (time: string): string => `2026-11-24T${time}:00Z`;
const START = on('09:05');
const LATER = '2026-11-25T12:00:00Z';

/** Somebody with a seat on the 24th, who was let in there, and began, or not; the clock stands a day later afterwards. */
async function candidate(name: string, { isLetIn = false, hasBegun = false, at = LATER } = {}) {
  const personId = await house.person(name);
  const sitting = await house.sitting({ seats: 1 });
  const { id } = (await house.book(personId, sitting.id)).body;
  house.database.clock.set(at);
  if (hasBegun) await house.begin(id);
  else if (isLetIn) await house.admit(id);
  return { id, personId, sittingId: sitting.id };
}
const send = async (registrationId: string, about: object = {}, by = house.admin) =>
  (await by.post('/v1/results', { results: [{ registrationId, startedAt: START, score: 1000, ...about }] })).body
    .outcomes[0];
const decide = (resultId: string, accept: boolean, by = house.director) =>
  by.post(`/v1/results/${resultId}/decide`, { accept, reason: 'looked into' });
const listed = async (about: string, by = house.admin) =>
  (await by.get(`/v1/results?first=100&${about}`)).body.items as { id: string; state: string }[];

const record = (sittingId: string, ...some: object[]) =>
  house.director.post(`/v1/sittings/${sittingId}/records`, {
    records: some.map((about) => ({ id: crypto.randomUUID(), ...about })),
  });
/** The record of a sitting's proctor who was there in time. */
const watched = async (sittingId: string) => {
  const { proctorIds } = (await house.admin.get(`/v1/sittings/${sittingId}`)).body;
  return { kind: 'proctor-present', proctorId: proctorIds[0], at: on('08:30') };
};

/** All that must not follow from a held result. */
const followed = async ({ id, personId }: { id: string; personId: string }) => {
  const [counted] = await house.sql<Record<string, number | string>>(sql`
    select (select state from registration where id = ${id}) as state,
      (select count(*)::int from result_revision where registration_id = ${id}) as revisions,
      (select count(*)::int from held where person_id = ${personId}) as certifications,
      (select count(*)::int from credential where person_id = ${personId}) as credentials,
      (select count(*)::int from event_new cross join jsonb_array_elements(body->'changes') change
        where change->'d'->>'personId' = ${personId} and type in ('ExamPassed', 'ExamFailed')) as events`);
  return counted;
};
const NOTHING = { state: 'booked', revisions: 0, certifications: 0, credentials: 0, events: 0 };

describe('a result is held, and nothing follows from it,', () => {
  it('of a sitting that has not begun', async () => {
    const early = await candidate('early', { at: BEFORE });
    const outcome = await send(early.id, { startedAt: '2026-11-23T08:59:59Z' });
    expect(outcome).toMatchObject({ registrationId: early.id, outcome: 'held', code: 'SITTING_NOT_BEGUN' });
    expect(await followed(early)).toEqual(NOTHING);
    expect(await listed(`state=held&registrationId=${early.id}`)).toMatchObject([
      {
        id: outcome.resultId,
        heldFor: 'SITTING_NOT_BEGUN',
        score: 1000,
        sentBy: 'test:programme-admin',
        source: 'api',
      },
    ]);
    expect((await decide(outcome.resultId, true)).body).toMatchObject({ status: 409, code: 'SITTING_NOT_BEGUN' });
    expect(await followed(early)).toEqual(NOTHING);
  });

  it('and tells, once decided, what held it then', async () => {
    const early = await candidate('early and not let in', { at: BEFORE });
    const { resultId } = await send(early.id, { startedAt: '2026-11-23T08:59:59Z' });
    house.database.clock.set(on('12:00'));
    expect((await decide(resultId, true)).body).toMatchObject({
      state: 'accepted',
      heldFor: 'STARTED_OUTSIDE_SITTING',
    });
    expect(await listed(`registrationId=${early.id}`)).toMatchObject([
      { id: resultId, heldFor: 'STARTED_OUTSIDE_SITTING' },
    ]);
  });

  it('of a candidate who was not let in', async () => {
    const absent = await candidate('not let in');
    expect(await send(absent.id)).toMatchObject({ outcome: 'held', code: 'NOT_ADMITTED' });
    expect(await followed(absent)).toEqual(NOTHING);
    const { body } = await house.admin.get(`/v1/persons/${absent.personId}/exam-eligibility?examCode=MO-200`);
    expect(body.reasons).toEqual(['ALREADY_REGISTERED']);
  });

  it.each(['1999-01-01T09:00:00Z', on('08:29'), on('11:01')])(
    'that started outside of its sitting: %s',
    async (startedAt) => {
      const elsewhere = await candidate(`started ${startedAt}`, { isLetIn: true });
      expect(await send(elsewhere.id, { startedAt })).toMatchObject({
        outcome: 'held',
        code: 'STARTED_OUTSIDE_SITTING',
      });
      expect(await followed(elsewhere)).toEqual(NOTHING);
    },
  );

  it('but not where the exam day proves it, within the tolerance of the exam rules', async () => {
    const [soon, narrow] = [
      await candidate('half an hour early', { hasBegun: true }),
      await (house.database.clock.set(BEFORE), candidate('a minute early', { hasBegun: true })),
    ];
    expect(await send(soon.id, { startedAt: on('08:30') })).toMatchObject({ outcome: 'passed', code: null });
    await house.admin.patch('/v1/exam-rules', { resultToleranceMinutes: 0 });
    expect(await send(narrow.id, { startedAt: on('08:59') })).toMatchObject({ code: 'STARTED_OUTSIDE_SITTING' });
    expect(await send(narrow.id, { startedAt: on('09:00') })).toMatchObject({ outcome: 'passed' });
    await house.admin.patch('/v1/exam-rules', { resultToleranceMinutes: 30 });
  });

  it('nor where the exam day saw it begin ahead of the hour, whatever the tolerance', async () => {
    const one = await candidate('begun ahead', { isLetIn: true });
    house.database.clock.set(on('08:50'));
    await record(one.sittingId, await watched(one.sittingId), {
      kind: 'began',
      registrationId: one.id,
      at: on('08:50'),
    });
    house.database.clock.set(LATER);
    await house.admin.patch('/v1/exam-rules', { resultToleranceMinutes: 0 });
    expect(await send(one.id, { startedAt: on('08:49') })).toMatchObject({ code: 'STARTED_OUTSIDE_SITTING' });
    expect(await send(one.id, { startedAt: on('08:50') })).toMatchObject({ outcome: 'passed' });
    await house.admin.patch('/v1/exam-rules', { resultToleranceMinutes: 30 });
  });

  it('of a candidate whose admission was taken back, though there is another', async () => {
    const one = await candidate('let in by mistake', { isLetIn: true });
    const { items } = (await house.admin.get(`/v1/sittings/${one.sittingId}/records`)).body;
    await house.admin.post(`/v1/exam-day-records/${items[0].id}/revoke`, { reason: 'somebody else’s card' });
    expect(await send(one.id)).toMatchObject({ outcome: 'held', code: 'NOT_ADMITTED' });
    expect(await followed(one)).toEqual(NOTHING);
    await house.begin(one.id);
    expect(await send(one.id)).toMatchObject({ outcome: 'held', code: 'ROLL_CALL_TAKEN_BACK' });
  });

  it('of an exam that was interrupted, until it has gone on', async () => {
    const one = await candidate('interrupted', { isLetIn: true });
    const minutes = (at: string, kind: string) => ({ registrationId: one.id, kind, at: on(at), reason: 'a power cut' });
    house.database.clock.set(on('09:20'));
    await record(
      one.sittingId,
      await watched(one.sittingId),
      minutes('09:02', 'began'),
      minutes('09:20', 'interrupted'),
    );
    house.database.clock.set(LATER);
    expect(await send(one.id)).toMatchObject({ outcome: 'held', code: 'EXAM_WAS_INTERRUPTED' });
    expect(await followed(one)).toMatchObject({ state: 'sat', revisions: 0, credentials: 0 });
    await record(one.sittingId, minutes('09:30', 'resumed'));
    expect(await send(one.id)).toMatchObject({ outcome: 'passed' });
  });

  it('and a sitting in which it was resumed counts, as does the one in which it began', async () => {
    const one = await candidate('resumed', { isLetIn: true });
    const registrationId = one.id;
    await record(
      one.sittingId,
      await watched(one.sittingId),
      { kind: 'began', registrationId, at: on('09:00') },
      { kind: 'interrupted', registrationId, reason: 'a power cut', at: on('09:30') },
    );
    const next = await house.sitting({ days: 2 });
    await house.admin.post(`/v1/registrations/${one.id}/resume`, { sittingId: next.id });
    house.database.clock.set('2026-11-27T15:00:00Z');
    await record(next.id, { kind: 'resumed', registrationId, at: '2026-11-27T12:00:00Z' });
    expect(await send(one.id, { startedAt: on('09:00') })).toMatchObject({ outcome: 'passed' });
    const { body } = await house.admin.get(`/v1/results/${one.id}`);
    expect(body.revisions).toMatchObject([{ startedAt: '2026-11-24T09:00:00.000Z' }]);
  });
});

describe('who sends results', () => {
  it('is the programme and a machine with the scope for it, and no centre', async () => {
    const { id } = await candidate('sent by whom', { hasBegun: true });
    const about = { academies: [house.academyId], regions: [house.given.region], personId: crypto.randomUUID() };
    const result = { results: [{ registrationId: id, startedAt: START, score: 800 }] };
    const by = async (role: Parameters<typeof house.tokens.of>[0]['role'], scopes: string[] = []) =>
      (await house.admin.as(await house.tokens.of({ role, ...about, scopes })).post('/v1/results', result)).status;
    for (const role of ['academy-manager', 'regional-director', 'trainer', 'candidate', 'auditor'] as const)
      expect([role, await by(role)]).toEqual([role, 403]);
    expect(await by('integrator', ['FindCourses'])).toBe(403);
    expect(await by('integrator', ['results'])).toBe(200);
    expect(await house.registration(id)).toMatchObject({ state: 'passed', score: 800 });
  });

  it('of attempts made elsewhere is no centre either', async () => {
    const personId = await house.person('of elsewhere');
    const attempts = [{ personId, examCode: 'MO-200', startedAt: '2026-11-01T09:00:00Z', score: 1 }];
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId] }));
    expect((await manager.post('/v1/past-attempts', { attempts, source: 'hearsay' })).status).toBe(403);
  });
});

describe('a held result', () => {
  it('has all its effects once somebody else accepts it', async () => {
    const one = await candidate('accepted');
    const { resultId } = await send(one.id);
    const { status, body } = await decide(resultId, true);
    expect([status, body]).toMatchObject([
      200,
      {
        id: resultId,
        state: 'accepted',
        heldFor: 'NOT_ADMITTED',
        decidedBy: 'test:regional-director',
        reason: 'looked into',
      },
    ]);
    expect(await followed(one)).toEqual({
      state: 'passed',
      revisions: 1,
      certifications: 1,
      credentials: 1,
      events: 1,
    });
    expect(await send(one.id)).toMatchObject({ outcome: 'known', resultId });
    expect((await decide(resultId, false)).body).toMatchObject({ status: 409, code: 'RESULT_IS_DECIDED' });
  });

  it('is the result of its registration in the graph until there is one in force, for who reads results; its candidate sees what is in force alone', async () => {
    const one = await candidate('in the graph');
    const about = { academies: [house.academyId], regions: [house.given.region], personId: one.personId };
    const result = async (by = house.admin) => {
      const { body } = await by.graphql(`{ registration(id: "${one.id}") { state result { id state score } } }`);
      return body.data.registration.result ?? body.errors?.[0].extensions.code ?? null;
    };
    expect(await result()).toBeNull();
    const { resultId } = await send(one.id, { score: 640 });
    expect(await result()).toEqual({ id: resultId, state: 'HELD', score: 640 });
    const own = house.admin.as(await house.tokens.of({ role: 'candidate', ...about }));
    expect(await result(own)).toBeNull();
    expect((await own.get('/v1/results')).body.items).toEqual([]);
    await decide(resultId, true);
    const inForce = { id: resultId, state: 'ACCEPTED', score: 640 };
    expect(await result()).toEqual(inForce);
    for (const role of ['academy-manager', 'regional-director', 'auditor'] as const)
      expect(await result(house.admin.as(await house.tokens.of({ role, ...about })))).toEqual(inForce);
    expect(await result(own)).toEqual(inForce);
    expect((await own.get('/v1/results')).body.items).toMatchObject([{ id: resultId, score: 640 }]);
    const stranger = house.admin.as(
      await house.tokens.of({ role: 'candidate', personId: await house.person('not theirs') }),
    );
    expect((await stranger.get(`/v1/results?registrationId=${one.id}`)).body.items).toEqual([]);
  });

  it('has none where it is rejected, and stays so however often it is sent', async () => {
    const one = await candidate('rejected');
    const { resultId } = await send(one.id);
    expect((await decide(resultId, false)).body).toMatchObject({ state: 'rejected', reason: 'looked into' });
    expect(await send(one.id)).toMatchObject({ outcome: 'rejected', resultId, code: 'RESULT_REJECTED' });
    await house.begin(one.id);
    expect(await send(one.id)).toMatchObject({ outcome: 'rejected' });
    expect(await followed(one)).toEqual({ ...NOTHING, state: 'sat' });
    expect(await send(one.id, { score: 640 })).toMatchObject({ outcome: 'failed' });
    const states = (await listed(`registrationId=${one.id}`)).map(({ state }) => state);
    expect(states.sort()).toEqual(['accepted', 'rejected']);
  });

  it('is never decided by who sent it, at any door, nor by a centre', async () => {
    const one = await candidate('own');
    const { resultId } = await send(one.id);
    expect((await decide(resultId, true, house.admin)).body).toMatchObject({ status: 403, code: 'RESULT_IS_YOUR_OWN' });
    const { body } = await house.admin.graphql(
      'mutation ($input: DecideResultInput!) { decideResult(input: $input) { state } }',
      { input: { id: resultId, accept: true, reason: 'mine' } },
    );
    expect(body.errors[0].extensions.code).toBe('RESULT_IS_YOUR_OWN');
    const about = { academies: [house.academyId], scopes: ['*'] };
    for (const role of ['academy-manager', 'integrator', 'trainer', 'auditor'] as const)
      expect((await decide(resultId, true, house.admin.as(await house.tokens.of({ role, ...about })))).status).toBe(
        403,
      );
    const elsewhere = house.admin.as(await house.tokens.of({ role: 'regional-director', regions: ['MA-01'] }));
    expect((await decide(resultId, true, elsewhere)).status).toBe(404);
    await expect(
      house.sql(sql`update result set state = 'accepted', decided_by = sent_by, decided_at = now(), reason = 'x'
        where id = ${resultId}`),
    ).rejects.toThrow(/result_four_eyes/);
    expect(await followed(one)).toEqual(NOTHING);
  });

  it('is accepted once, also when two decide at once', async () => {
    const one = await candidate('raced');
    const { resultId } = await send(one.id);
    const another = house.admin.as(await house.tokens.of({ role: 'programme-admin', subject: 'another' }));
    const answers = await Promise.all([decide(resultId, true), decide(resultId, false, another)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is recorded without a decision where it is sent again once there is proof', async () => {
    const one = await candidate('carried in later');
    const { resultId } = await send(one.id);
    expect(await send(one.id)).toMatchObject({ outcome: 'held', resultId });
    await house.begin(one.id);
    expect(await send(one.id)).toMatchObject({ outcome: 'passed', resultId });
    expect(await listed(`registrationId=${one.id}`)).toMatchObject([
      { id: resultId, state: 'accepted', decidedBy: null },
    ]);
  });

  it('cannot be accepted over another one', async () => {
    const other = await candidate('recorded otherwise');
    const over = await send(other.id);
    await house.begin(other.id);
    await send(other.id, { score: 300 });
    expect((await decide(over.resultId, true)).body).toMatchObject({ status: 409, code: 'RESULT_CONFLICT' });
  });

  it('is listed a page at a time, within what the reader may see, and never shown to its candidate', async () => {
    const one = await candidate('listed');
    await send(one.id);
    const page = (await house.admin.get('/v1/results?state=held&first=1')).body;
    const next = (await house.admin.get(`/v1/results?state=held&first=1&after=${page.nextCursor}`)).body;
    expect(next.items[0].id).not.toBe(page.items[0].id);
    const reader = async (role: 'academy-manager' | 'auditor', academies: string[]) =>
      listed(`registrationId=${one.id}`, house.admin.as(await house.tokens.of({ role, academies })));
    expect(await reader('academy-manager', [crypto.randomUUID()])).toEqual([]);
    expect(await reader('academy-manager', [house.academyId])).toHaveLength(1);
    expect(await reader('auditor', [])).toHaveLength(1);
    const query = `{ results(state: HELD, registrationId: "${one.id}") { edges { node { heldFor } } } }`;
    expect((await house.admin.graphql(query)).body.data.results.edges).toEqual([{ node: { heldFor: 'NOT_ADMITTED' } }]);
    const self = house.admin.as(await house.tokens.of({ role: 'candidate', personId: one.personId }));
    expect((await self.get(`/v1/results/${one.id}`)).body.results).toEqual([]);
    expect((await house.admin.get(`/v1/results/${one.id}`)).body.results).toHaveLength(1);
    expect((await self.get('/v1/results?state=held')).body.items).toEqual([]);
  });
});

describe('the start that a result says', () => {
  const eligibility = async (personId: string) =>
    (await house.admin.get(`/v1/persons/${personId}/exam-eligibility?examCode=MO-200`)).body;

  it('frees no retake where it lies outside of the sitting: the sitting’s counts', async () => {
    const one = await candidate('of 1999', { hasBegun: true, at: on('12:00') });
    const { resultId } = await send(one.id, { startedAt: '1999-01-01T09:00:00Z', score: 300 });
    await decide(resultId, true);
    const nextEligibleAt = '2026-11-25T09:00:00.000Z';
    expect(await eligibility(one.personId)).toMatchObject({
      ...{ eligible: false, nextEligibleAt, reasons: ['RETAKE_TOO_SOON'] },
    });
    const { revisions, results } = (await house.admin.get(`/v1/results/${one.id}`)).body;
    expect(revisions).toMatchObject([{ startedAt: '2026-11-24T09:00:00.000Z' }]);
    expect(results).toMatchObject([{ startedAt: '1999-01-01T09:00:00.000Z' }]);
    await house.sql(sql`update registration set started_at = '1999-01-01' where id = ${one.id}`);
    expect((await eligibility(one.personId)).nextEligibleAt).toBe(nextEligibleAt);
  });

  it('is a difference where it is another one, and told of in the report', async () => {
    const one = await candidate('at another time', { hasBegun: true });
    await send(one.id);
    expect(await send(one.id, { startedAt: on('09:20') })).toMatchObject({ code: 'RESULT_CONFLICT', resultId: null });
    const { items } = (await house.admin.get('/v1/results/mismatches?first=100')).body;
    expect(items).toContainEqual(
      expect.objectContaining({ kind: 'conflict', registrationId: one.id, score: 1000, otherScore: 1000 }),
    );
  });
});

describe('a correction', () => {
  it('that makes a failure a pass or a pass a failure, or moves the start out of the sitting, is held for somebody else', async () => {
    const one = await candidate('rescored', { hasBegun: true });
    await send(one.id, { score: 690 });
    const correct = async (about: object) =>
      (await house.admin.post(`/v1/results/${one.id}/correct`, { reason: 'rescored', ...about })).body;
    const { revisions } = await correct({ score: 900 });
    expect(revisions).toHaveLength(1);
    const [pass] = await listed(`state=held&registrationId=${one.id}`);
    expect(pass).toMatchObject({ heldFor: 'FAILURE_BECOMES_PASS', correction: 'rescored', source: 'correction' });
    const { results } = await correct({ score: 690, startedAt: '1999-01-01T09:00:00Z' });
    const moved = results.find(({ heldFor }: { heldFor: string }) => heldFor === 'STARTED_OUTSIDE_SITTING');
    expect(moved).toMatchObject({ state: 'held' });
    expect((await house.registration(one.id)).state).toBe('failed');
    expect((await decide(pass!.id, true, house.admin)).body.code).toBe('RESULT_IS_YOUR_OWN');
    await decide(pass!.id, true);
    expect(await house.registration(one.id)).toMatchObject({ state: 'passed', score: 900 });
    expect((await correct({ score: 950, revision: 2 })).revisions).toHaveLength(3);
    expect((await correct({ score: 300, revision: 3 })).revisions).toHaveLength(3);
    expect(await house.registration(one.id)).toMatchObject({ state: 'passed', score: 950 });
    const failure = (await listed(`state=held&registrationId=${one.id}`)).find(({ id }) => id !== moved!.id);
    expect(failure).toMatchObject({ heldFor: 'PASS_BECOMES_FAILURE', score: 300 });
    expect((await decide(failure!.id, true, house.admin)).body.code).toBe('RESULT_IS_YOUR_OWN');
    await decide(failure!.id, true);
    expect(await house.registration(one.id)).toMatchObject({ state: 'failed', score: 300 });
  });
});
