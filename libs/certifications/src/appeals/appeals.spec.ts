import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
let sittingId: string;
beforeAll(async () => {
  house = await examEnvironment();
  sittingId = (await house.sitting({ seats: 20, days: 1 })).id;
});
afterAll(() => house?.close());

const as = async (claims: Parameters<typeof house.tokens.of>[0]) => house.admin.as(await house.tokens.of(claims));
const director = () => as({ role: 'regional-director', regions: ['MA-04'] });
const candidate = (personId: string) => as({ role: 'candidate', personId });

/** Somebody whose result, a failure, was recorded at noon of 2026-11-25 by the programme's administrator. */
async function failed(name: string, { hasBegun = true, score = 650 } = {}) {
  house.database.clock.set('2026-11-23T09:00:00Z');
  const personId = await house.person(name);
  const { id } = (await house.book(personId, sittingId)).body;
  house.database.clock.set('2026-11-25T12:00:00Z');
  if (hasBegun) await house.begin(id);
  const results = [{ registrationId: id, score, startedAt: '2026-11-24T09:05:00Z' }];
  const { body } = await house.admin.post('/v1/results', { results });
  return { id, personId, resultId: body.outcomes[0].resultId };
}
const appeal = async (of: { id: string; personId: string }, send = {}) =>
  (await candidate(of.personId)).post(`/v1/registrations/${of.id}/appeals`, { ground: 'question 12' }, send);

/** Has a second official accept what the decision of an appeal has held. */
async function acceptHeld(id: string) {
  const { items } = (await house.admin.get(`/v1/results?state=held&registrationId=${id}`)).body;
  const second = await as({ role: 'programme-admin', subject: 'second' });
  return (await second.post(`/v1/results/${items[0].id}/decide`, { accept: true, reason: 'rescored' })).body;
}

describe('an appeal', () => {
  it('that is accepted corrects the result, by another than who sent it, and stays in the history', async () => {
    const one = await failed('right');
    const { status, body: raised } = await appeal(one);
    expect(status).toBe(201);
    expect(raised).toMatchObject({ registrationId: one.id, revision: 1, state: 'open', decidedBy: null });
    const accepted = { accept: true, reason: 'question 12 was wrong', score: 720 };
    const decide = `/v1/appeals/${raised.id}/decide`;
    expect((await house.admin.post(decide, accepted)).body.code).toBe('APPEAL_NEEDS_ANOTHER');
    const other = await director();
    expect((await other.post(decide, { ...accepted, score: 650 })).body.code).toBe('APPEAL_CHANGES_NOTHING');
    expect((await other.post(decide, { accept: true, reason: 'so be it' })).body.code).toBe('APPEAL_CHANGES_NOTHING');
    expect(await house.registration(one.id)).toMatchObject({ state: 'failed', score: 650 });
    expect((await other.post(decide, accepted)).body).toMatchObject({
      state: 'accepted',
      decidedBy: 'test:regional-director',
      reason: 'question 12 was wrong',
    });
    expect(await acceptHeld(one.id)).toMatchObject({ state: 'accepted', source: 'appeal' });
    expect(await house.registration(one.id)).toMatchObject({ state: 'passed', score: 720 });
    const { revisions } = (await house.admin.get(`/v1/results/${one.id}`)).body;
    expect(revisions).toMatchObject([
      { revision: 1, score: 650 },
      { revision: 2, score: 720, reason: 'question 12 was wrong', recordedBy: 'second' },
    ]);
    expect((await other.post(decide, accepted)).body).toMatchObject({ code: 'APPEAL_STATE_FORBIDS', from: 'accepted' });
    expect((await other.post(decide, { accept: false, reason: 'no' })).body.code).toBe('APPEAL_STATE_FORBIDS');
  });

  it('is decided by another than who accepted a result that was held, too, and there is none before', async () => {
    const one = await failed('not let in', { hasBegun: false });
    expect((await appeal(one)).body.code).toBe('NO_RESULT');
    const other = await director();
    await other.post(`/v1/results/${one.resultId}/decide`, { accept: true, reason: 'the roll is lost' });
    const { id } = (await appeal(one)).body;
    const decide = async (by: typeof other) =>
      (await by.post(`/v1/appeals/${id}/decide`, { accept: true, reason: 'rescored', score: 720 })).body;
    for (const by of [house.admin, other]) expect((await decide(by)).code).toBe('APPEAL_NEEDS_ANOTHER');
    const third = await as({ role: 'programme-admin', subject: 'third' });
    const outside = { accept: true, reason: 'rescored', score: 720, startedAt: '1999-01-01T09:00:00Z' };
    expect((await third.post(`/v1/appeals/${id}/decide`, outside)).body.state).toBe('accepted');
    await acceptHeld(one.id);
    const { revisions, results } = (await house.admin.get(`/v1/results/${one.id}`)).body;
    expect(revisions[1]).toMatchObject({
      outcome: 'passed',
      startedAt: '2026-11-24T09:00:00.000Z',
      recordedBy: 'second',
    });
    expect(results).toContainEqual(expect.objectContaining({ state: 'accepted', source: 'appeal', sentBy: 'third' }));
  });

  it('refuses a start that is to come by the field in which it was said, as a correction does', async () => {
    const one = await failed('ahead of time');
    const { id } = (await appeal(one)).body;
    const startedAt = '2026-12-01T09:00:00Z';
    const decided = { accept: true, reason: 'rescored', score: 720, startedAt };
    const fault = { code: 'INVALID_INPUT', errors: [{ path: 'startedAt', code: 'in_the_future' }] };
    expect((await (await director()).post(`/v1/appeals/${id}/decide`, decided)).body).toMatchObject(fault);
    const corrected = { score: 720, reason: 'rescored', startedAt };
    expect((await house.admin.post(`/v1/results/${one.id}/correct`, corrected)).body).toMatchObject(fault);
  });

  it('that is rejected leaves the result as it is, and is not raised again', async () => {
    const one = await failed('wrong');
    const key = { headers: { 'idempotency-key': 'appeal-1' } };
    const raised = (await appeal(one, key)).body;
    expect((await appeal(one, key)).body).toEqual(raised);
    expect((await appeal(one)).body.code).toBe('RESULT_WAS_APPEALED');
    const { body } = await (
      await director()
    ).post(`/v1/appeals/${raised.id}/decide`, { accept: false, reason: 'right' });
    expect(body).toMatchObject({ state: 'rejected', reason: 'right' });
    expect(await house.registration(one.id)).toMatchObject({ state: 'failed', score: 650 });
    expect((await appeal(one)).body.code).toBe('RESULT_WAS_APPEALED');
  });

  it('is not raised of a score that was appealed before, though it was corrected to another in between', async () => {
    const one = await failed('again and again', { score: 900 });
    const { id } = (await appeal(one)).body;
    const other = await director();
    await other.post(`/v1/appeals/${id}/decide`, { accept: true, reason: 'question 3', score: 950 });
    const third = await as({ role: 'programme-admin', subject: 'third' });
    await third.post(`/v1/results/${one.id}/correct`, {
      ...{ score: 900, reason: 'question 3 was right', revision: 2 },
    });
    expect(await house.registration(one.id)).toMatchObject({ state: 'passed', score: 900 });
    expect((await appeal(one)).body).toMatchObject({ status: 409, code: 'RESULT_WAS_APPEALED' });
    await third.post(`/v1/results/${one.id}/correct`, { score: 940, reason: 'question 4', revision: 3 });
    expect((await appeal(one)).status).toBe(201);
  });

  it('is not rejected with a score, or a start, which nobody would heed', async () => {
    const one = await failed('rejected with a score');
    const { id } = (await appeal(one)).body;
    const reject = async (about: object) =>
      (await (await director()).post(`/v1/appeals/${id}/decide`, { accept: false, reason: 'right', ...about })).body;
    expect(await reject({ score: 700, startedAt: '2026-11-24T09:05:00Z' })).toMatchObject({
      status: 422,
      errors: [
        { path: 'score', code: 'not_accepted' },
        { path: 'startedAt', code: 'not_accepted' },
      ],
    });
    expect(await reject({})).toMatchObject({ state: 'rejected' });
  });

  it('of a revision that no longer holds is not accepted, in a race either, and may be rejected', async () => {
    const third = await as({ role: 'programme-admin', subject: 'third' });
    const other = await director();
    const correct = (id: string) => third.post(`/v1/results/${id}/correct`, { score: 640, reason: 'question 9' });
    const one = await failed('corrected before the decision');
    const { id } = (await appeal(one)).body;
    const decide = (accept: object, appealId = id) =>
      other.post(`/v1/appeals/${appealId}/decide`, { reason: 'so', ...accept });
    expect((await correct(one.id)).status).toBe(200);
    const stale = { status: 409, code: 'RESULT_WAS_CORRECTED', revision: 2 };
    for (const score of [690, 640]) expect((await decide({ accept: true, score })).body).toMatchObject(stale);
    expect((await decide({ accept: false })).body.state).toBe('rejected');

    const raced = await failed('corrected while decided');
    const { id: racedId } = (await appeal(raced)).body;
    const both = await Promise.all([correct(raced.id), decide({ accept: true, score: 690 }, racedId)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)!.body).toMatchObject(stale);
    expect((await house.admin.get(`/v1/results/${raced.id}`)).body.revisions).toHaveLength(2);
  });

  it('makes no failure a pass before a second official says so, as no correction does', async () => {
    const one = await failed('rescored by one');
    const { id } = (await appeal(one)).body;
    const decided = { accept: true, reason: 'rescored', score: 900 };
    const other = await director();
    expect((await other.post(`/v1/appeals/${id}/decide`, decided)).body.state).toBe('accepted');
    expect(await house.registration(one.id)).toMatchObject({ state: 'failed', score: 650 });
    const { items } = (await house.admin.get(`/v1/results?state=held&registrationId=${one.id}`)).body;
    expect(items).toMatchObject([{ heldFor: 'FAILURE_BECOMES_PASS', source: 'appeal', score: 900 }]);
    const own = await other.post(`/v1/results/${items[0].id}/decide`, { accept: true, reason: 'mine' });
    expect(own.body.code).toBe('RESULT_IS_YOUR_OWN');
  });

  it('takes no pass away before somebody else than its decider says so', async () => {
    const one = await failed('who passed', { score: 900 });
    const { id } = (await appeal(one)).body;
    const decided = await (
      await director()
    ).post(`/v1/appeals/${id}/decide`, { accept: true, reason: 'rescored', score: 300 });
    expect(decided.body.state).toBe('accepted');
    expect(await house.registration(one.id)).toMatchObject({ state: 'passed', score: 900 });
    const { results } = (await house.admin.get(`/v1/results/${one.id}`)).body;
    expect(results).toContainEqual(
      expect.objectContaining({ state: 'held', heldFor: 'PASS_BECOMES_FAILURE', source: 'appeal', score: 300 }),
    );
  });

  it('is raised within the term, of a result that there is', async () => {
    const one = await failed('late');
    house.database.clock.set('2026-12-25T12:00:01Z');
    expect((await appeal(one)).body).toMatchObject({ code: 'APPEAL_TOO_LATE', until: '2026-12-25T12:00:00.000Z' });
    await house.admin.patch('/v1/exam-rules', { appealDays: 31 });
    expect((await appeal(one)).status).toBe(201);
    await house.admin.patch('/v1/exam-rules', { appealDays: 30 });
    house.database.clock.set('2026-11-23T09:00:00Z');
    const personId = await house.person('to come');
    const { id } = (await house.book(personId, sittingId)).body;
    expect((await appeal({ id, personId })).body.code).toBe('NO_RESULT');
  });

  it('is the candidate’s or their academy’s, and listed to those whom it concerns', async () => {
    const one = await failed('theirs');
    const other = await candidate(crypto.randomUUID());
    expect((await other.post(`/v1/registrations/${one.id}/appeals`, { ground: 'envy' })).status).toBe(404);
    const manager = await as({ role: 'academy-manager', academies: [house.academyId] });
    const { body } = await manager.post(`/v1/registrations/${one.id}/appeals`, { ground: 'power cut' });
    expect(body).toMatchObject({ state: 'open', raisedBy: 'test:academy-manager' });
    const seen = async (reader: typeof manager) =>
      (await reader.get(`/v1/appeals?registrationId=${one.id}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await seen(await candidate(one.personId))).toEqual([body.id]);
    expect(await seen(house.admin)).toEqual([body.id]);
    expect(await seen(other)).toEqual([]);
    expect((await manager.post(`/v1/appeals/${body.id}/decide`, { accept: false, reason: 'mine' })).status).toBe(403);
    const own = (await appeal(one)).body;
    expect([body.byCandidate, own]).toMatchObject([false, { state: 'open', byCandidate: true }]);
    for (const by of [manager, await candidate(one.personId)])
      expect((await by.post(`/v1/registrations/${one.id}/appeals`, { ground: 'again' })).body.code).toBe(
        'RESULT_WAS_APPEALED',
      );
    const far = await as({ role: 'regional-director', regions: ['MA-01'] });
    expect((await far.post(`/v1/appeals/${body.id}/decide`, { accept: false, reason: 'far' })).status).toBe(404);
  });
});
