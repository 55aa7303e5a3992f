import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set(NOW));

const NOW = '2026-11-23T09:00:00Z';
/** Sittings are a day ahead: they start at 9:00 on the 24th and last 90 minutes. */
const on = (time: string): string => `2026-11-24T${time}:00Z`;
const ADMISSION = { kind: 'admitted', identity: 'national-card', ndaAccepted: true, at: on('08:45') };

async function day({ seats = 2, days = 1 } = {}) {
  const sitting = await house.sitting({ seats, days });
  const persons = await house.people(`of ${sitting.id}`, seats);
  const ids: string[] = [];
  for (const person of persons) ids.push((await house.book(person, sitting.id)).body.id);
  house.database.clock.set(on('12:00'));
  const send = async (...records: object[]) =>
    (
      await house.admin.post(`/v1/sittings/${sitting.id}/records`, {
        records: records.map((record) => ({ id: crypto.randomUUID(), ...record })),
      })
    ).body.outcomes.map(({ outcome, code }: { outcome: string; code: string }) => code ?? outcome);
  const present = { kind: 'proctor-present', proctorId: sitting.proctorIds[0], at: on('08:30') };
  return {
    ...sitting,
    ids,
    send,
    present,
    roll: async () => (await house.admin.get(`/v1/sittings/${sitting.id}/roll-call`)).body,
  };
}

describe('the roll-call', () => {
  it('lets in who shows identity and accepts the agreement, and begins where a proctor is present', async () => {
    const { ids, send, present, roll } = await day();
    const [first, second] = ids;
    const { identity: _, ...unidentified } = ADMISSION;
    expect(
      await send(
        { ...unidentified, registrationId: first },
        { ...ADMISSION, registrationId: second, ndaAccepted: false, at: on('08:46') },
        { kind: 'began', registrationId: first, at: on('09:00') },
      ),
    ).toEqual(['IDENTITY_NOT_SHOWN', 'NDA_NOT_ACCEPTED', 'NOT_ADMITTED']);
    expect(
      await send({ ...ADMISSION, registrationId: first }, { kind: 'began', registrationId: first, at: on('09:00') }),
    ).toEqual(['recorded', 'TOO_FEW_PROCTORS_PRESENT']);
    const stranger = { ...present, proctorId: await house.given.proctor('a stranger') };
    expect(await send(stranger, present)).toEqual(['NOT_A_PROCTOR_HERE', 'recorded']);
    expect(await send({ kind: 'began', registrationId: first, at: on('09:00') })).toEqual(['recorded']);
    expect((await roll()).candidates).toMatchObject([
      {
        registrationId: first,
        workstation: 1,
        state: 'sat',
        admittedAt: '2026-11-24T08:45:00.000Z',
        startedAt: '2026-11-24T09:00:00.000Z',
      },
      { registrationId: second, workstation: 2, state: 'booked', admittedAt: null, startedAt: null },
    ]);
  });

  it('asks for a minor’s consent at the door where none is on file', async () => {
    const { id, send, ids } = await day({ seats: 1 });
    await house.sql(sql`
      update person_copy set birth_date = '2010-01-01'
      where subject = (select person_id::text from registration where id = ${ids[0]})`);
    const admission = { ...ADMISSION, registrationId: ids[0] };
    expect((await house.admin.get(`/v1/sittings/${id}/roll-call`)).body.candidates[0].needsConsent).toBe(true);
    expect(await send(admission, { ...admission, consent: true })).toEqual(['MINOR_NEEDS_CONSENT', 'recorded']);
  });

  it('asks for it of a minor who said herself that a parent agrees, and keeps who let her in with one', async () => {
    const { id } = await house.sitting({ seats: 1 });
    const personId = await house.person('her own parent');
    const her = house.admin.as(await house.tokens.of({ role: 'candidate', personId }));
    const { body } = await her.post('/v1/registrations', {
      personId,
      sittingId: id,
      examCode: 'MO-200',
      consent: true,
    });
    // The register had another birth date.
    await house.sql(sql`update person_copy set birth_date = '2010-01-01' where subject = ${personId}`);
    house.database.clock.set(on('12:00'));
    expect((await house.admin.get(`/v1/sittings/${id}/roll-call`)).body.candidates[0].needsConsent).toBe(true);
    const admit = async (about: object) => {
      const record = { id: crypto.randomUUID(), registrationId: body.id, ...ADMISSION, ...about };
      return (await house.admin.post(`/v1/sittings/${id}/records`, { records: [record] })).body.outcomes[0].code;
    };
    expect(await admit({})).toBe('MINOR_NEEDS_CONSENT');
    expect(await admit({ consent: true })).toBeNull();
    expect(await house.registration(body.id)).toMatchObject({ consentBy: 'test:programme-admin' });
  });

  it('asks for it where nobody knows who gave the one on file: that stays noted, is told, and counts once it is shown', async () => {
    const { id } = await house.sitting({ seats: 1 });
    const personId = await house.person('of a consent of before', { birthDate: '2012-01-01' });
    const { body } = await house.book(personId, id, { consent: true });
    await house.sql(sql`update registration set consent_by = null where id = ${body.id}`);
    house.database.clock.set(on('12:00'));
    const doubt = { consentBy: null, consentDoubt: 'GIVER_NOT_KNOWN' };
    expect(await house.registration(body.id)).toMatchObject(doubt);
    const called = async () => (await house.admin.get(`/v1/sittings/${id}/roll-call`)).body.candidates[0];
    expect(await called()).toMatchObject({ needsConsent: true, consentDoubt: 'GIVER_NOT_KNOWN' });
    const admit = async (about: object) => {
      const record = { id: crypto.randomUUID(), registrationId: body.id, ...ADMISSION, ...about };
      return (await house.admin.post(`/v1/sittings/${id}/records`, { records: [record] })).body.outcomes[0].code;
    };
    expect(await admit({})).toBe('MINOR_NEEDS_CONSENT');
    expect(await house.sql(sql`select consent from registration where id = ${body.id}`)).toEqual([{ consent: true }]);
    expect(await admit({ consent: true })).toBeNull();
    expect(await house.registration(body.id)).toMatchObject({ consentBy: 'test:programme-admin', consentDoubt: null });
    expect(await called()).toMatchObject({ needsConsent: false, consentDoubt: null });
  });

  it('asks for it where nobody knows the age, but of trainers and staff', async () => {
    const { send, ids, roll } = await day({ seats: 2 });
    const [trainee, trainer] = ids.map((id) => sql`(select person_id::text from registration where id = ${id})`);
    await house.sql(sql`update person_copy set birth_date = null where subject = ${trainee!}`);
    await house.sql(sql`update person_copy set birth_date = null, kind = 'trainer' where subject = ${trainer!}`);
    expect((await roll()).candidates).toMatchObject([
      { registrationId: ids[0], age: 'unknown', needsConsent: true },
      { registrationId: ids[1], age: 'adult-by-employment', needsConsent: false },
    ]);
    expect(
      await send({ ...ADMISSION, registrationId: ids[0] }, { ...ADMISSION, registrationId: ids[1], at: on('08:46') }),
    ).toEqual(['MINOR_NEEDS_CONSENT', 'recorded']);
  });

  it('is nobody’s own to record, and a trainer’s where they proctor', async () => {
    const { id, ids, proctorIds } = await day({ seats: 2 });
    const records = (asked: object) => [{ id: crypto.randomUUID(), ...asked }];
    const code = async (personId: string, asked: object) => {
      const trainer = house.admin.as(
        await house.tokens.of({ role: 'trainer', academies: [house.academyId], personId, subject: personId }),
      );
      return (await trainer.post(`/v1/sittings/${id}/records`, { records: records(asked) })).body.outcomes[0].code;
    };
    const [one] = await house.sql<{ person_id: string }>(sql`select person_id from registration where id = ${ids[0]}`);
    const admission = { ...ADMISSION, registrationId: ids[0] };
    const present = { kind: 'proctor-present', at: on('08:40'), proctorId: proctorIds[0] };
    expect(await code(one!.person_id, admission)).toBe('RECORD_IS_YOUR_OWN');
    for (const asked of [admission, present]) expect(await code(crypto.randomUUID(), asked)).toBe('NOT_A_PROCTOR_HERE');
    expect(await code(proctorIds[0]!, present)).toBeNull();
    expect(await code(proctorIds[0]!, admission)).toBeNull();
    expect(await code(proctorIds[0]!, { ...admission, at: on('08:50') })).toBe('ALREADY_ADMITTED');
    const another = { ...present, proctorId: await house.given.proctor('another one') };
    expect(await code(proctorIds[0]!, another)).toBe('PRESENCE_IS_NOT_YOURS_TO_RECORD');
  });

  it('is the sitting’s academy’s, and lists nobody to another one', async () => {
    const { id } = await day();
    const stranger = house.admin.as(await house.tokens.of({ role: 'trainer', academies: [crypto.randomUUID()] }));
    expect((await stranger.get(`/v1/sittings/${id}/roll-call`)).status).toBe(404);
    const own = house.admin.as(await house.tokens.of({ role: 'trainer', academies: [house.academyId] }));
    expect((await own.get(`/v1/sittings/${id}/roll-call`)).body.candidates).toHaveLength(2);
    const candidate = house.admin.as(await house.tokens.of({ role: 'candidate', personId: crypto.randomUUID() }));
    expect((await candidate.get(`/v1/sittings/${id}/roll-call`)).status).toBe(403);
  });
});

describe('an admission', () => {
  it('is of one sitting: whoever is seated in another one shows identity there', async () => {
    const lost = await day({ seats: 1 });
    const registrationId = lost.ids[0]!;
    house.database.clock.set(on('08:50'));
    expect(await lost.send(lost.present, { ...ADMISSION, registrationId })).toEqual(['recorded', 'recorded']);
    await house.admin.post(`/v1/sittings/${lost.id}/cancel`, { reason: 'a fire alarm' });
    house.database.clock.set(NOW);
    const other = await house.sitting({ days: 9, seats: 1 });
    await house.work();
    expect(await house.registration(registrationId)).toMatchObject({ state: 'booked', sittingId: other.id });
    house.database.clock.set('2026-12-02T12:00:00Z');
    const then = (time: string): string => `2026-12-02T${time}:00Z`;
    const { body } = await house.admin.post(`/v1/sittings/${other.id}/records`, {
      records: [
        { id: crypto.randomUUID(), kind: 'proctor-present', proctorId: other.proctorIds[0], at: then('08:30') },
        { id: crypto.randomUUID(), kind: 'began', registrationId, at: then('09:00') },
        { id: crypto.randomUUID(), ...ADMISSION, registrationId, at: then('09:01') },
      ],
    });
    expect(body.outcomes.map(({ outcome, code }: { outcome: string; code: string }) => code ?? outcome)).toEqual([
      'recorded',
      'NOT_ADMITTED',
      'recorded',
    ]);
  });
});

describe('the order of a day', () => {
  it('opens its doors an hour before the start, or when the rules say, and not sooner', async () => {
    const { ids, send } = await day();
    const admission = (time: string, registrationId = ids[0]) => ({ ...ADMISSION, registrationId, at: on(time) });
    expect(await send(admission('07:21'), admission('07:59'))).toEqual(['OUTSIDE_THE_SITTING', 'OUTSIDE_THE_SITTING']);
    await house.admin.patch('/v1/exam-rules', { admissionMinutes: 100 });
    expect(await send(admission('07:21'), admission('10:30', ids[1]))).toEqual(['recorded', 'OUTSIDE_THE_SITTING']);
    await house.admin.patch('/v1/exam-rules', { admissionMinutes: 60 });
  });

  it('begins an exam at its time and after the admission, in the presence of a proctor who came before', async () => {
    const { ids, send, present } = await day({ seats: 1 });
    const [registrationId] = ids;
    const began = (time: string) => ({ kind: 'began', registrationId, at: on(time) });
    await send({ ...ADMISSION, registrationId, at: on('08:20') });
    expect(await send({ ...present, at: on('09:10') }, began('09:05'))).toEqual([
      'recorded',
      'TOO_FEW_PROCTORS_PRESENT',
    ]);
    expect(await send(present, began('08:19'), began('08:44'), began('10:30'), began('08:45'))).toEqual([
      'recorded',
      'NOT_ADMITTED',
      'TOO_EARLY',
      'REGISTRATION_STATE_FORBIDS',
      'recorded',
    ]);
  });

  it('interrupts what has begun and not ended, and resumes after that', async () => {
    const { ids, send, present } = await day({ seats: 1 });
    const [registrationId] = ids;
    const interrupted = (at: string) => ({ kind: 'interrupted', registrationId, reason: 'a power cut', at });
    const resumed = (at: string) => ({ kind: 'resumed', registrationId, at });
    await send(present, { ...ADMISSION, registrationId }, { kind: 'began', registrationId, at: on('09:00') });
    expect(await send(interrupted('2026-11-15T09:00:00Z'), interrupted(on('08:59')), interrupted(on('10:30')))).toEqual(
      ['TOO_EARLY', 'TOO_EARLY', 'OUTSIDE_THE_SITTING'],
    );
    expect(await send(interrupted(on('09:30')))).toEqual(['recorded']);
    expect(await send(resumed(on('09:29')))).toEqual(['OUTSIDE_THE_SITTING']);
    expect(await send(resumed(on('09:40')))).toEqual(['recorded']);
    expect(await send(interrupted(on('09:35')), interrupted(on('09:45')))).toEqual(['TOO_EARLY', 'recorded']);
  });

  it('has its proctors, absences and incidents on the day itself', async () => {
    const { ids, send, present } = await day({ seats: 1 });
    house.database.clock.set('2026-11-25T12:00:00Z');
    const [registrationId] = ids;
    expect(
      await send(
        { ...present, at: '2026-11-23T08:30:00Z' },
        { kind: 'incident', reason: 'a power cut', at: '2026-11-23T09:00:00Z' },
        { kind: 'absent', registrationId, at: '2026-11-25T09:00:00Z' },
      ),
    ).toEqual(['NOT_ON_THE_DAY', 'NOT_ON_THE_DAY', 'NOT_ON_THE_DAY']);
  });
});

describe('who does not come', () => {
  it('is absent from the start on, not before, and forfeits the attempt', async () => {
    const { ids, send } = await day();
    expect(
      await send(
        { kind: 'absent', registrationId: ids[0], at: on('08:59') },
        { kind: 'absent', registrationId: ids[0], at: on('09:20') },
        { ...ADMISSION, registrationId: ids[0], at: on('09:30') },
      ),
    ).toEqual(['TOO_EARLY', 'recorded', 'REGISTRATION_STATE_FORBIDS']);
    expect((await house.registration(ids[0]!)).state).toBe('no-show');
  });
});

describe('records that are carried in', () => {
  it('may come late, in any order and more than once, and are taken in the order of what happened', async () => {
    const { id, ids, present } = await day();
    house.database.clock.set('2026-12-20T09:00:00Z');
    const records = [
      { id: crypto.randomUUID(), kind: 'began', registrationId: ids[0], at: on('09:01') },
      { id: crypto.randomUUID(), ...ADMISSION, registrationId: ids[0] },
      { id: crypto.randomUUID(), ...present },
    ];
    const send = async (all: object[]) =>
      (await house.admin.post(`/v1/sittings/${id}/records`, { records: all })).body.outcomes.map(
        ({ outcome, code }: { outcome: string; code: string }) => code ?? outcome,
      );
    expect(await send(records)).toEqual(['recorded', 'recorded', 'recorded']);
    expect(await send(records)).toEqual(['known', 'known', 'known']);
    expect(await send([{ ...records[0], at: on('09:02') }])).toEqual(['RECORD_ID_REUSED']);
    await expect(house.sql(sql`delete from exam_day_record where id = ${records[0]!.id}`)).rejects.toThrow(
      /stays as it is/,
    );
  });

  it('from the future, of another sitting, or outside of it are refused one by one', async () => {
    const [{ ids, send }, other] = [await day(), await day()];
    expect(
      await send(
        { ...ADMISSION, registrationId: ids[0], at: on('13:00') },
        { ...ADMISSION, registrationId: other.ids[0] },
        { ...ADMISSION, registrationId: ids[0], at: on('06:00') },
        { kind: 'incident', at: on('09:30') },
        { kind: 'incident', registrationId: ids[1], reason: 'a power cut', at: on('09:30') },
      ),
    ).toEqual(['IN_THE_FUTURE', 'NOT_IN_THIS_SITTING', 'OUTSIDE_THE_SITTING', 'REASON_MISSING', 'recorded']);
  });

  it('of before their sitting was planned, or their candidate had a seat there, are refused', async () => {
    house.database.clock.set(on('08:50'));
    const sitting = await house.sitting({ seats: 1, days: 1 / 144 });
    house.database.clock.set(on('08:55'));
    const { id: registrationId } = (await house.book(await house.person('at the door'), sitting.id)).body;
    house.database.clock.set(on('12:00'));
    const send = async (...records: object[]) =>
      (
        await house.admin.post(`/v1/sittings/${sitting.id}/records`, {
          records: records.map((record) => ({ id: crypto.randomUUID(), ...record })),
        })
      ).body.outcomes.map(({ outcome, code }: { outcome: string; code: string }) => code ?? outcome);
    const present = { kind: 'proctor-present', proctorId: sitting.proctorIds[0] };
    const [incident, admission] = [
      { kind: 'incident', reason: 'noise' },
      { ...ADMISSION, registrationId },
    ];
    expect(
      await send(
        ...[present, incident, admission].map((one) => ({ ...one, at: on('08:49') })),
        ...[present, incident, admission].map((one) => ({ ...one, at: on('08:54') })),
        { ...incident, registrationId, at: on('08:54') },
        { ...admission, at: on('08:55') },
      ),
    ).toEqual([
      ...['NOT_PLANNED_THEN', 'NOT_PLANNED_THEN', 'NOT_PLANNED_THEN'],
      ...['recorded', 'recorded', 'NOT_BOOKED_THEN', 'NOT_BOOKED_THEN', 'recorded'],
    ]);
  });

  it('of before their candidate was seated in that sitting, after another one, are refused', async () => {
    const lost = await day({ seats: 1 });
    const registrationId = lost.ids[0]!;
    house.database.clock.set(on('08:40'));
    const other = await house.sitting({ seats: 1, days: 1 / 48 });
    await house.admin.post(`/v1/sittings/${lost.id}/cancel`, { reason: 'a fire alarm' });
    await house.admin.patch('/v1/exam-rules', { moveNoticeDays: 0 });
    house.database.clock.set(on('08:50'));
    await house.work();
    expect(await house.registration(registrationId)).toMatchObject({ state: 'booked', sittingId: other.id });
    house.database.clock.set(on('12:00'));
    const records = ['08:49', '08:50'].map((time) => ({
      id: crypto.randomUUID(),
      ...ADMISSION,
      registrationId,
      at: on(time),
    }));
    const { body } = await house.admin.post(`/v1/sittings/${other.id}/records`, { records });
    expect(body.outcomes).toMatchObject([{ code: 'NOT_BOOKED_THEN' }, { outcome: 'recorded' }]);
  });

  it('by a clock that is a little fast are taken as of now: nothing is recorded of the future', async () => {
    const { ids, send } = await day({ seats: 1 });
    house.database.clock.set(on('08:42'));
    const id = crypto.randomUUID();
    expect(await send({ ...ADMISSION, id, registrationId: ids[0] })).toEqual(['recorded']);
    const [record] = await house.sql(
      sql`select happened_at, details->>'saidAt' as said from exam_day_record where id = ${id}`,
    );
    expect(record).toEqual({ happened_at: new Date(on('08:42')), said: '2026-11-24T08:45:00.000Z' });
    expect(await send({ ...ADMISSION, id, registrationId: ids[0] })).toEqual(['known']);
  });
});
