import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
  await house.admin.patch('/v1/exam-rules', { vouchersRequired: true });
  const lot = { family: 'mos', vouchers: 50, purchasedOn: '2026-11-01', expiresOn: '2027-06-30', reference: 'PO-1' };
  const { body } = await house.admin.post('/v1/voucher-lots', lot);
  await house.admin.post(`/v1/voucher-lots/${body.id}/allocate`, { academyId: house.academyId, vouchers: 50 });
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

const on = (time: string): string => `2026-11-24T${time}:00Z`;
const why = { reason: 'the wrong candidate was ticked off' };

/** A sitting that starts at 9:00 on the 24th, its one candidate, and words to record its day in and to take it back. */
async function day() {
  const sitting = await house.sitting({ seats: 1 });
  const person = await house.person(`of ${sitting.id}`);
  const registrationId: string = (await house.book(person, sitting.id)).body.id;
  house.database.clock.set(on('12:00'));
  const KINDS = {
    present: { kind: 'proctor-present', proctorId: sitting.proctorIds[0], at: on('08:30') },
    admitted: { kind: 'admitted', registrationId, identity: 'passport', ndaAccepted: true, at: on('08:45') },
    began: { kind: 'began', registrationId, at: on('09:00') },
    absent: { kind: 'absent', registrationId, at: on('09:15') },
    interrupted: { kind: 'interrupted', registrationId, reason: 'a power cut', at: on('09:30') },
    resumed: { kind: 'resumed', registrationId, at: on('09:40') },
    incident: { kind: 'incident', registrationId, reason: 'noise', at: on('09:50') },
  };
  const record = async (...kinds: (keyof typeof KINDS)[]): Promise<string[]> => {
    const records = kinds.map((kind) => ({ id: crypto.randomUUID(), ...KINDS[kind] }));
    const { body } = await house.director.post(`/v1/sittings/${sitting.id}/records`, { records });
    expect(body.outcomes.map(({ outcome, code }: { outcome: string; code: string }) => code ?? outcome)).toEqual(
      kinds.map(() => 'recorded'),
    );
    return records.map(({ id }) => id);
  };
  const revoke = async (id: string) => (await house.admin.post(`/v1/exam-day-records/${id}/revoke`, why)).body;
  return {
    ...sitting,
    person,
    registrationId,
    record,
    revoke,
    state: async () => (await house.registration(registrationId)).state,
    voucher: async () => (await house.admin.get(`/v1/vouchers?personId=${person}`)).body.items[0],
    candidate: async () => (await house.admin.get(`/v1/sittings/${sitting.id}/roll-call`)).body.candidates[0],
  };
}

const balance = async (account: string): Promise<number> =>
  (
    await house.sql<{ sum: number }>(sql`
    select coalesce(sum(vouchers), 0)::int as sum from voucher_balance where account like ${`${account}:%`}`)
  )[0]!.sum;

describe('what was recorded wrongly', () => {
  it('of who was said to be absent gives the seat and the forfeited voucher back', async () => {
    const { record, revoke, state, voucher, registrationId } = await day();
    const [id] = await record('absent');
    expect([await state(), (await voucher()).state]).toEqual(['no-show', 'forfeited']);
    const before = await balance('forfeited');
    expect(await revoke(id!)).toMatchObject({
      id,
      kind: 'absent',
      revokedAt: on('12:00').replace('Z', '.000Z'),
      revokedReason: why.reason,
    });
    expect(await voucher()).toMatchObject({ state: 'assigned', registrationId });
    expect(await balance('forfeited')).toBe(before - 1);
    await record('present', 'admitted', 'began');
    expect([await state(), (await voucher()).state]).toEqual(['sat', 'used']);
    const told = await house.sql<{ type: string }>(sql`
      select type from event_new cross join jsonb_array_elements(body->'changes') c where c->>'s' = ${registrationId}`);
    expect(told.map(({ type }) => type)).toEqual(['SeatBooked', 'CandidateAbsent', 'AbsenceRevoked', 'ExamBegun']);
  });

  it('of who was said to be absent has the result held for another to decide, as one that was held until then', async () => {
    const outcomeOf = async (registrationId: string) => {
      const results = [{ registrationId, startedAt: on('09:00'), score: 800 }];
      const [outcome] = (await house.admin.post('/v1/results', { results })).body.outcomes;
      return outcome.code ?? outcome.outcome;
    };
    const missed = await day();
    const [absence] = await missed.record('absent');
    expect(await outcomeOf(missed.registrationId)).toBe('NEVER_SAT');
    await missed.revoke(absence!);
    await missed.record('present', 'admitted', 'began');
    expect(await outcomeOf(missed.registrationId)).toBe('ROLL_CALL_TAKEN_BACK');
    expect(await missed.state()).toBe('sat');

    house.database.clock.set('2026-11-23T09:00:00Z');
    const waits = await day();
    expect(await outcomeOf(waits.registrationId)).toBe('NOT_ADMITTED');
    await waits.record('absent');
    const { items } = (await house.admin.get(`/v1/results?registrationId=${waits.registrationId}`)).body;
    const accept = async () =>
      (await house.director.post(`/v1/results/${items[0].id}/decide`, { accept: true, reason: 'the sheet says so' }))
        .body;
    expect(items).toMatchObject([{ state: 'held', heldFor: 'NEVER_SAT' }]);
    expect((await accept()).state).toBe('accepted');
    expect(await waits.state()).toBe('passed');
  });

  it('is taken back from the last to the first, and once', async () => {
    const { record, revoke, state, voucher, candidate } = await day();
    const [present, admitted, began, interrupted, resumed, incident] = await record(
      'present',
      'admitted',
      'began',
      'interrupted',
      'resumed',
      'incident',
    );
    for (const id of [present, admitted, began, interrupted])
      expect((await revoke(id!)).code).toBe('RECORD_IS_RELIED_ON');
    expect(await revoke(resumed!)).toMatchObject({ kind: 'resumed' });
    expect((await candidate()).interruptedAt).toBe('2026-11-24T09:30:00.000Z');
    expect(await revoke(interrupted!)).toMatchObject({ kind: 'interrupted' });
    expect((await candidate()).interruptedAt).toBeNull();
    await revoke(began!);
    expect(await revoke(began!)).toMatchObject({ status: 409, code: 'RECORD_IS_REVOKED', state: 'revoked' });
    expect([await state(), (await voucher()).state]).toEqual(['booked', 'assigned']);
    for (const id of [admitted, present, incident])
      expect(await revoke(id!)).toHaveProperty('revokedReason', why.reason);
    expect(await candidate()).toMatchObject({ admittedAt: null, startedAt: null });
    await record('present', 'admitted', 'began');
  });

  it('stays to be read with who took it back, and is not rewritten', async () => {
    const { id, record, revoke } = await day();
    const [incident] = await record('incident');
    await revoke(incident!);
    const { body } = await house.admin.get(`/v1/sittings/${id}/records`);
    expect(body.items).toMatchObject([{ id: incident, kind: 'incident', reason: 'noise', revokedReason: why.reason }]);
    expect((await house.admin.get(`/v1/sittings/${id}/roll-call`)).body.incidents).toEqual([]);
    await expect(house.sql(sql`delete from exam_day_revocation where record_id = ${incident}`)).rejects.toThrow(
      /stays as it is/,
    );
  });

  it('is not taken back under a result, nor where the candidate has the exam or the hours elsewhere', async () => {
    const sat = await day();
    house.database.clock.set(on('09:10'));
    const ids = await sat.record('present', 'admitted', 'began');
    house.database.clock.set(on('12:00'));
    const results = [{ registrationId: sat.registrationId, startedAt: on('09:00'), score: 300 }];
    await house.admin.post('/v1/results', { results });
    expect((await sat.revoke(ids[2]!)).code).toBe('RECORD_IS_RELIED_ON');
    house.database.clock.set('2026-11-23T09:00:00Z');
    const missed = await day();
    const [absent] = await missed.record('absent');
    const again = await house.sitting({ days: 3 });
    expect((await house.book(missed.person, again.id)).status).toBe(201);
    expect((await missed.revoke(absent!)).code).toBe('ALREADY_REGISTERED');
  });

  it('is taken back by who may: no trainer who did not record it, no manager of what an official recorded, and no other academy', async () => {
    const { record } = await day();
    const [incident] = await record('incident');
    const as = async (claims: Parameters<typeof house.tokens.of>[0]) =>
      (await house.admin.as(await house.tokens.of(claims)).post(`/v1/exam-day-records/${incident}/revoke`, why)).status;
    expect(await as({ role: 'trainer', academies: [house.academyId] })).toBe(403);
    expect(await as({ role: 'academy-manager', academies: [crypto.randomUUID()] })).toBe(404);
    expect(await as({ role: 'academy-manager', academies: [house.academyId] })).toBe(403);
    expect(await as({ role: 'regional-director', regions: [house.given.region] })).toBe(200);
  });
});
