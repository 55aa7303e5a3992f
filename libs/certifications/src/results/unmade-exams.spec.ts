import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Vault } from '@takwin/platform/vault';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { RunResultImportHandler } from './run-result-import.js';

let house: ExamEnvironment;
let manager: ExamEnvironment['admin'];

beforeAll(async () => {
  house = await examEnvironment();
  await house.admin.patch('/v1/exam-rules', { leastExamMinutes: 1, leastExamPercent: 0 });
  manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId] }));
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

/** Sittings are a day ahead: they start at 9:00 on the 24th and last 90 minutes. */
const on = (time: string): string => `2026-11-24T${time}:00.000Z`;
type Api = ExamEnvironment['admin'];

/** Somebody who was let in at 8:50 and began at 8:55, five minutes early, by the word of the sitting's proctor; it is 8:56. */
async function began(name: string) {
  const sitting = await house.sitting({ seats: 1 });
  const [proctorId] = sitting.proctorIds as [string];
  const personId = await house.person(name);
  const id: string = (await house.book(personId, sitting.id)).body.id;
  const proctor = house.admin.as(
    await house.tokens.of({ role: 'trainer', subject: 'proctor', academies: [house.academyId], personId: proctorId }),
  );
  const record = async (by: Api, kind: string, time: string, about: object = { registrationId: id }) => {
    const records = [{ id: crypto.randomUUID(), kind, at: on(time), ...about }];
    const [outcome] = (await by.post(`/v1/sittings/${sitting.id}/records`, { records })).body.outcomes;
    return outcome as { id: string; code: string | null };
  };
  house.database.clock.set(on('08:56'));
  await record(proctor, 'proctor-present', '08:45', { proctorId });
  const shown = { registrationId: id, identity: 'passport', ndaAccepted: true };
  const admission = await record(proctor, 'admitted', '08:50', shown);
  const beginning = await record(proctor, 'began', '08:55');
  return { id, personId, sittingId: sitting.id, proctor, record, admission, beginning };
}
type Began = Awaited<ReturnType<typeof began>>;

const takeBack = async ({ id }: { id: string }, by: Api) =>
  (await by.post(`/v1/exam-day-records/${id}/revoke`, { reason: 'wrong person' })).body;
const send = async (id: string, score: number, startedAt = on('08:55')) =>
  (await house.admin.post('/v1/results', { results: [{ registrationId: id, startedAt, score }] })).body.outcomes[0];
const accept = async (resultId: string) =>
  (await house.director.post(`/v1/results/${resultId}/decide`, { accept: true, reason: 'the vendor has it' })).body;
const bookAgain = async ({ personId }: Began, days: number) =>
  (await house.book(personId, (await house.sitting({ days })).id)).body;

/** The director takes the day back by mistake, and the academy gives the seat up, or says that its candidate was absent. */
async function unmade(name: string, by: 'cancelled' | 'no-show') {
  const one = await began(name);
  for (const record of [one.beginning, one.admission]) await takeBack(record, house.director);
  if (by === 'cancelled') await manager.post(`/v1/registrations/${one.id}/cancel`);
  house.database.clock.set(on('09:20'));
  if (by === 'no-show') await one.record(manager, 'absent', '09:10');
  expect((await house.registration(one.id)).state).toBe(by);
  return one;
}

describe('what a proctor recorded', () => {
  it('is taken back by no manager, at any door, and by the proctor within ten minutes', async () => {
    const { proctor, admission, beginning, id } = await began('recorded by a proctor');
    const another = { status: 403, code: 'RECORD_NEEDS_ANOTHER' };
    expect(await takeBack(beginning, manager)).toMatchObject(another);
    const graph = await manager.graphql(
      'mutation ($input: RevokeExamDayRecordInput!) { revokeExamDayRecord(input: $input) { id } }',
      { input: { id: beginning.id, reason: 'wrong person' } },
    );
    expect(graph.body.errors[0].extensions.code).toBe('RECORD_NEEDS_ANOTHER');
    expect((await house.registration(id)).state).toBe('sat');
    expect(await takeBack(beginning, proctor)).toMatchObject({ kind: 'began', revokedReason: 'wrong person' });
    house.database.clock.set(on('09:07'));
    expect(await takeBack(admission, proctor)).toMatchObject(another);
    expect(await takeBack(admission, house.director)).toMatchObject({ kind: 'admitted' });
  });
});

describe('a result of who is said not to have sat', () => {
  it.each([
    ['cancelled', 'REGISTRATION_NOT_BOOKED'],
    ['no-show', 'NEVER_SAT'],
  ] as const)('is held, and keeps from another seat until it is decided: %s', async (by, code) => {
    const one = await unmade(`held though ${by}`, by);
    const held = await send(one.id, 600);
    expect(held).toMatchObject({ outcome: 'held', code, resultId: expect.any(String) });
    const { items } = (await house.admin.get(`/v1/results?state=held&registrationId=${one.id}`)).body;
    expect(items).toMatchObject([{ id: held.resultId, score: 600, heldFor: code }]);
    expect(await bookAgain(one, 0.5)).toMatchObject({ status: 409, code: 'RETAKE_TOO_SOON' });
    await house.director.post(`/v1/results/${held.resultId}/decide`, { accept: false, reason: 'of another person' });
    expect((await bookAgain(one, 0.5)).state).toBe('booked');
  });

  it.each(['cancelled', 'no-show'] as const)('counts as what it is once it is accepted: %s', async (by) => {
    const one = await unmade(`accepted though ${by}`, by);
    const again = await bookAgain(one, 0.5);
    expect(again.state).toBe('booked');
    const { resultId } = await send(one.id, 600);
    expect(await accept(resultId)).toMatchObject({ state: 'accepted' });
    expect(await house.registration(one.id)).toMatchObject({ state: 'failed', score: 600, sittingId: one.sittingId });
    expect((await house.admin.get(`/v1/sittings/${one.sittingId}`)).body.taken).toBe(1);
    expect(await house.registration(again.id)).toMatchObject({ state: 'cancelled', reason: 'RETAKE_TOO_SOON' });
    expect(await bookAgain(one, 0.5)).toMatchObject({ code: 'RETAKE_TOO_SOON' });
  });

  it('holds the result of another registration for the exam, though the day proves that one', async () => {
    const one = await unmade('sat twice', 'no-show');
    const again = await bookAgain(one, 0.5);
    const { resultId } = await send(one.id, 600);
    const begins = Date.parse(again.startsAt);
    house.database.clock.set(new Date(begins + 5_400_000).toISOString());
    await house.begin(again.id);
    expect(await send(again.id, 900, again.startsAt)).toMatchObject({ outcome: 'held', code: 'ANOTHER_RESULT_WAITS' });
    expect(await accept(resultId)).toMatchObject({ state: 'accepted' });
    expect(await house.registration(again.id)).toMatchObject({ state: 'sat', score: null });
  });

  it('is held in a file, too', async () => {
    const one = await unmade('in a file', 'cancelled');
    const file = `registrationId,startedAt,score\n${one.id},${on('08:55')},600\n`;
    const sent = await house.admin.post('/v1/imports?kind=results', file, { headers: { 'content-type': 'text/csv' } });
    await new RunResultImportHandler(
      house.database.db,
      { wake: async () => {} } as never,
      house.running.get(Vault),
    ).run(sent.body.id);
    expect((await house.admin.get(`/v1/imports/${sent.body.id}`)).body).toMatchObject({ held: 1, rejected: 0 });
  });
});

describe('an interruption', () => {
  it('is recorded by who proctors there, or is of the region or the programme: no manager stops an exam', async () => {
    const { id, record, proctor } = await began('stopped by whom');
    const about = { registrationId: id, reason: 'a power cut' };
    house.database.clock.set(on('09:30'));
    expect((await record(manager, 'interrupted', '09:20', about)).code).toBe('NOT_A_PROCTOR_HERE');
    expect((await record(proctor, 'interrupted', '09:20', about)).code).toBeNull();
  });

  it('comes too late once a result has come, and so does going on, here or elsewhere', async () => {
    const [one, two] = [
      await began('over'),
      await (house.database.clock.set('2026-11-23T09:00:00Z'), began('stopped')),
    ];
    house.database.clock.set(on('09:20'));
    expect(
      await two.record(two.proctor, 'interrupted', '09:10', { registrationId: two.id, reason: 'a power cut' }),
    ).toMatchObject({ code: null });
    house.database.clock.set(on('09:25'));
    await takeBack(one.beginning, house.director);
    await one.record(one.proctor, 'began', '08:56');
    expect(await send(one.id, 600)).toMatchObject({ outcome: 'held' });
    expect(await send(two.id, 600)).toMatchObject({ outcome: 'held', code: 'EXAM_WAS_INTERRUPTED' });
    house.database.clock.set(on('09:30'));
    const about = { registrationId: one.id, reason: 'a power cut' };
    expect((await one.record(one.proctor, 'interrupted', '09:28', about)).code).toBe('RESULT_HAS_ARRIVED');
    expect((await two.record(two.proctor, 'resumed', '09:28')).code).toBe('RESULT_HAS_ARRIVED');
    const { id: sittingId } = await house.sitting({ days: 1 });
    const resumed = await manager.post(`/v1/registrations/${two.id}/resume`, { sittingId });
    expect(resumed.body).toMatchObject({ status: 409, code: 'RESULT_HAS_ARRIVED' });
  });

  it('leaves the result of the exam before it to be accepted, which frees the seat in which it was to go on', async () => {
    const one = await began('failed before');
    house.database.clock.set(on('09:20'));
    await one.record(one.proctor, 'interrupted', '09:10', { registrationId: one.id, reason: 'a power cut' });
    const { id: sittingId } = await house.sitting({ days: 1 });
    expect((await manager.post(`/v1/registrations/${one.id}/resume`, { sittingId })).body).toMatchObject({ sittingId });
    const held = await send(one.id, 600);
    expect(held).toMatchObject({ outcome: 'held', code: 'EXAM_WAS_INTERRUPTED' });
    expect(await accept(held.resultId)).toMatchObject({ state: 'accepted' });
    expect(await house.registration(one.id)).toMatchObject({ state: 'failed', sittingId: one.sittingId });
    expect((await house.admin.get(`/v1/sittings/${sittingId}`)).body.taken).toBe(0);
    expect((await house.admin.get(`/v1/sittings/${one.sittingId}`)).body.taken).toBe(1);
  });
});
