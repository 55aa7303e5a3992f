import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { LapseInterruptedHandler } from './lapse-interrupted.js';

let house: ExamEnvironment;
let lapsing: LapseInterruptedHandler;

beforeAll(async () => {
  house = await examEnvironment();
  lapsing = new LapseInterruptedHandler(house.database.db);
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

/** The sitting is a day ahead: it starts at 9:00 on the 24th; the exam is interrupted at 9:30, and may go on until 9:30 on 1 December. */
const INTERRUPTED_AT = '2026-11-24T09:30:00.000Z';
const OVER = '2026-12-01T09:30:00.001Z';

async function interrupted() {
  const { id: sittingId } = await house.sitting({ seats: 1 });
  const personId = await house.person(`of ${sittingId}`);
  const { id } = (await house.book(personId, sittingId)).body as { id: string };
  house.database.clock.set(INTERRUPTED_AT);
  await house.begin(id);
  expect(
    await record(sittingId, { kind: 'interrupted', registrationId: id, reason: 'a power cut', at: INTERRUPTED_AT }),
  ).toBe('recorded');
  return { id, personId, sittingId };
}
async function record(sittingId: string, about: object): Promise<string> {
  const records = [{ id: crypto.randomUUID(), ...about }];
  const [{ outcome, code }] = (await house.director.post(`/v1/sittings/${sittingId}/records`, { records })).body
    .outcomes;
  return code ?? outcome;
}
async function eligibility(personId: string) {
  const rest = (await house.admin.get(`/v1/persons/${personId}/exam-eligibility?examCode=MO-200`)).body;
  const asked = `{ examEligibility(personId: "${personId}", examCode: "MO-200") { eligible nextEligibleAt reasons } }`;
  const { eligible, nextEligibleAt, reasons } = rest;
  expect((await house.admin.graphql(asked)).body.data.examEligibility).toEqual({ eligible, nextEligibleAt, reasons });
  return rest;
}
const sweep = async (): Promise<void> => lapsing.run(await lapsing.waiting(100));
const lapses = async (id: string): Promise<number> => {
  const rows = await house.sql<{ type: string }>(sql`
    select type from event_new cross join jsonb_array_elements(body->'changes') change where change->>'s' = ${id}`);
  return rows.filter(({ type }) => type === 'ResumptionLapsed').length;
};

describe('an interrupted exam that does not go on within seven days', () => {
  it('ends once, as an attempt without a result, and is shown so at both doors', async () => {
    const { id } = await interrupted();
    house.database.clock.set('2026-12-01T09:30:00.000Z');
    await sweep();
    expect(await house.registration(id)).toMatchObject({ state: 'sat', lapsedAt: null });
    house.database.clock.set(OVER);
    await sweep();
    const ended = await house.registration(id);
    expect(ended).toMatchObject({ state: 'sat', interruptedAt: INTERRUPTED_AT, lapsedAt: OVER });
    expect(
      (await house.admin.graphql(`{ registration(id: "${id}") { state lapsedAt } }`)).body.data.registration,
    ).toEqual({
      ...{ state: 'SAT', lapsedAt: OVER },
    });
    house.database.clock.set('2026-12-02T00:00:00Z');
    await lapsing.run([id]);
    expect([(await house.registration(id)).version, await lapses(id)]).toEqual([ended.version, 1]);
  });

  it('ends once though two workers are told of it, and one that was killed in the middle is followed by another', async () => {
    const { id } = await interrupted();
    house.database.clock.set(OVER);
    const killed = {
      asActor: (actor: never, work: (tx: never) => Promise<void>) =>
        house.database.db.asActor(actor, async (tx) => {
          await work(tx as never);
          throw new Error('killed');
        }),
    } as never as Database;
    await expect(new LapseInterruptedHandler(killed).run([id])).rejects.toThrow('killed');
    expect(await lapses(id)).toBe(0);
    expect(await lapsing.waiting(100)).toContain(id);
    await Promise.all([lapsing.run([id]), lapsing.run([id])]);
    expect(await lapses(id)).toBe(1);
    expect(await lapsing.waiting(100)).not.toContain(id);
  });

  it('counts for the retake, from when on the next one may begin, and bars nobody from it', async () => {
    const { id, personId } = await interrupted();
    const past = (startedAt: string) => ({ personId, examCode: 'MO-200', startedAt, score: 300 });
    const attempts = [past('2026-11-10T09:00:00Z'), past('2026-11-12T09:00:00Z'), past('2026-11-30T18:00:00Z')];
    house.database.clock.set(OVER);
    await house.admin.post('/v1/past-attempts', { attempts, source: 'Certiport' });
    expect(await eligibility(personId)).toMatchObject({
      eligible: false,
      nextEligibleAt: null,
      reasons: expect.arrayContaining(['ALREADY_REGISTERED']),
    });
    const { id: nextId } = await house.sitting({ days: 3 });
    expect((await house.book(personId, nextId)).body.code).toBe('ALREADY_REGISTERED');
    await sweep();
    expect(await eligibility(personId)).toEqual(
      expect.objectContaining({
        eligible: false,
        nextEligibleAt: '2026-12-02T18:00:00.000Z',
        reasons: ['RETAKE_TOO_SOON'],
      }),
    );
    expect((await house.book(personId, nextId)).status).toBe(201);
    expect(await house.registration(id)).toMatchObject({ state: 'sat', lapsedAt: OVER });
  });

  it('counts as the attempt that it was', async () => {
    const { personId } = await interrupted();
    house.database.clock.set(OVER);
    const attempts = [{ personId, examCode: 'MO-200', startedAt: '2026-12-01T09:00:00Z', score: 300 }];
    await house.admin.post('/v1/past-attempts', { attempts, source: 'Certiport' });
    await sweep();
    // MOS waits 24 hours for the second attempt and 48 for the third: the one that lapsed was the first.
    expect(await eligibility(personId)).toMatchObject({ nextEligibleAt: '2026-12-03T09:00:00.000Z' });
  });

  it('goes on no more, and neither is the interruption taken back', async () => {
    const { id, sittingId } = await interrupted();
    house.database.clock.set(OVER);
    await sweep();
    const at = '2026-11-24T10:00:00Z';
    expect(await record(sittingId, { kind: 'resumed', registrationId: id, at })).toBe('RESUME_TOO_LATE');
    const { items } = (await house.admin.get(`/v1/sittings/${sittingId}/records`)).body;
    const { id: recordId } = items.find(({ kind }: { kind: string }) => kind === 'interrupted');
    const taken = await house.admin.post(`/v1/exam-day-records/${recordId}/revoke`, { reason: 'there was none' });
    expect(taken.body.code).toBe('RECORD_IS_RELIED_ON');
    const later = await house.sitting({ days: 1 });
    expect((await house.admin.post(`/v1/registrations/${id}/resume`, { sittingId: later.id })).body.code).toBe(
      'RESUME_TOO_LATE',
    );
  });

  it('may have a result all the same, which somebody decides about', async () => {
    const { id } = await interrupted();
    house.database.clock.set(OVER);
    await sweep();
    const { items } = (await house.admin.get('/v1/results/mismatches?first=100')).body;
    expect(items.map(({ registrationId }: { registrationId: string }) => registrationId)).not.toContain(id);
    const results = [{ registrationId: id, startedAt: '2026-11-24T09:00:00Z', score: 800 }];
    const [sent] = (await house.admin.post('/v1/results', { results })).body.outcomes;
    expect(sent).toMatchObject({ outcome: 'held', code: 'EXAM_WAS_INTERRUPTED' });
    await house.director.post(`/v1/results/${sent.resultId}/decide`, { accept: true, reason: 'the vendor scored it' });
    expect(await house.registration(id)).toMatchObject({ state: 'passed', lapsedAt: null });
  });
});

describe('an interrupted exam that goes on elsewhere', () => {
  async function resumedElsewhere() {
    const { id, personId } = await interrupted();
    house.database.clock.set('2026-11-25T09:00:00Z');
    const { id: elsewhere } = await house.sitting({ days: 6 });
    expect((await house.admin.post(`/v1/registrations/${id}/resume`, { sittingId: elsewhere })).status).toBe(200);
    return { id, personId, elsewhere, resumed: { kind: 'resumed', registrationId: id, at: '2026-12-01T09:15:00Z' } };
  }

  it('is waited for until the day after its seat there, for who proctors may say so later', async () => {
    const { id, elsewhere, resumed } = await resumedElsewhere();
    house.database.clock.set('2026-12-02T10:29:00Z');
    await sweep();
    expect(await record(elsewhere, resumed)).toBe('recorded');
    house.database.clock.set('2026-12-20T10:29:00Z');
    await sweep();
    expect(await house.registration(id)).toMatchObject({ state: 'sat', interruptedAt: null, lapsedAt: null });
  });

  it('ends after that', async () => {
    const { id, elsewhere, resumed } = await resumedElsewhere();
    house.database.clock.set('2026-12-02T10:31:00Z');
    await sweep();
    expect([(await house.registration(id)).lapsedAt, await lapses(id)]).toEqual(['2026-12-02T10:31:00.000Z', 1]);
    expect(await record(elsewhere, resumed)).toBe('RESUME_TOO_LATE');
  });

  it('either goes on or ends, where both are told at once', async () => {
    for (let round = 0; round < 8; round++) {
      house.database.clock.set('2026-11-23T09:00:00Z');
      const { id, elsewhere, resumed } = await resumedElsewhere();
      house.database.clock.set('2026-12-02T10:31:00Z');
      const [said] = await Promise.all([record(elsewhere, resumed), lapsing.run([id])]);
      const { interruptedAt, lapsedAt } = await house.registration(id);
      const goesOn = said === 'recorded';
      expect([goesOn, interruptedAt === null, lapsedAt === null, await lapses(id)]).toEqual([
        goesOn,
        goesOn,
        goesOn,
        goesOn ? 0 : 1,
      ]);
      if (!goesOn) expect(said).toBe('RESUME_TOO_LATE');
    }
  });
});
