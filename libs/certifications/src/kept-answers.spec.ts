import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import { itKeepsAnswers, type Sample, type Samples } from '@takwin/platform/testing/kept-answers';
import { itRefusesOfErased, nobodys } from '@takwin/platform/testing/refused-of-erased';
import sql from 'sql-template-tag';
import { UPSKILLING } from './credentials/reference/achievements.js';
import { earnCredentials } from './credentials/credential.writer.js';
import { IssueCredentialsHandler } from './credentials/issue-credentials.js';
import { CredentialKeys } from './credentials/keys.js';
import { campaignEnvironment } from './testing/campaign-environment.js';

let on: Awaited<ReturnType<typeof campaignEnvironment>>;
let director: string;

const MORNING = '2026-11-23T09:00:00Z';
/** Sittings are a day ahead: they start at 9:00 on the 24th. */
const at = (time: string): string => `2026-11-24T${time}:00Z`;

beforeAll(async () => {
  on = await campaignEnvironment();
  director = await on.tokens.of({ role: 'regional-director', regions: [on.given.region] });
});
afterAll(() => on?.close());

let serial = 0;
const person = (): Promise<string> => on.person(`kept ${++serial}`);
const made = async (path: string, body: object = {}, api = on.admin) => {
  const { status, body: said } = await api.post(path, body);
  if (status >= 300) throw new Error(JSON.stringify(said));
  return said;
};
const of = (id: string, about: Partial<Sample> = {}): Sample => ({ path: { id }, ...about });
const why = { body: { reason: 'so it is' }, other: { reason: 'otherwise' } };

async function booked(days = 1, about: object = {}) {
  on.database.clock.set(MORNING);
  const personId = await person();
  const sitting = await on.sitting({ days, ...about });
  const { status, body } = await on.book(personId, sitting.id);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return { id: body.id as string, personId, sitting };
}
/** Who sat on the 24th; it is noon of the 25th, and the result is sent or not. */
async function sat({ isLetIn = true, score = 650, isSent = true } = {}) {
  const one = await booked();
  on.database.clock.set('2026-11-25T12:00:00Z');
  if (isLetIn) await on.begin(one.id);
  const results = [{ registrationId: one.id, startedAt: at('09:05'), score }];
  const outcomes = isSent ? (await made('/v1/results', { results })).outcomes : [{}];
  return { ...one, results, resultId: outcomes[0].resultId as string };
}
async function appealed() {
  const one = await sat();
  const token = await on.tokens.of({ role: 'candidate', personId: one.personId });
  return {
    ...one,
    token,
    appeal: await made(`/v1/registrations/${one.id}/appeals`, { ground: 'question 12' }, on.admin.as(token)),
  };
}
/** An exam that began on the 24th, with a word to record its day in. */
async function begun() {
  const one = await booked();
  on.database.clock.set(at('12:00'));
  const record = async (about: object): Promise<string> => {
    const id = crypto.randomUUID();
    const { outcomes } = await made(`/v1/sittings/${one.sitting.id}/records`, { records: [{ id, ...about }] });
    if (outcomes[0].code) throw new Error(outcomes[0].code);
    return id;
  };
  const registrationId = one.id;
  await record({ kind: 'proctor-present', proctorId: one.sitting.proctorIds[0], at: at('08:30') });
  await record({ kind: 'admitted', registrationId, identity: 'passport', ndaAccepted: true, at: at('08:45') });
  await record({ kind: 'began', registrationId, at: at('09:00') });
  return { ...one, record };
}
async function charged(): Promise<string> {
  const { id, personId } = await booked(3);
  await made(`/v1/registrations/${id}/cancel`);
  return (await on.admin.get(`/v1/charges?personId=${personId}`)).body.items[0].id;
}
async function issued(): Promise<{ id: string; personId: string; certification: string }> {
  const [personId, certification] = [await person(), UPSKILLING];
  const earned = { personId, achievementId: certification, academyId: on.academyId, region: on.given.region };
  const [id] = await on.db.asActor(actorOf('system'), (tx) =>
    earnCredentials(tx, [{ ...earned, achievedOn: '2026-11-20' }]),
  );
  await new IssueCredentialsHandler(on.db, on.running.get(CredentialKeys)).run([id!]);
  return { id: id!, personId, certification };
}
const newLot = (vouchers = 10) => ({
  ...{ family: 'mos', vouchers, reference: `kept ${++serial}`, purchasedOn: '2026-11-01', expiresOn: '2027-12-31' },
});
const lot = async (): Promise<string> => {
  on.database.clock.set(MORNING);
  return (await made('/v1/voucher-lots', newLot())).id;
};
async function stocked(): Promise<string> {
  const id = await lot();
  await made(`/v1/voucher-lots/${id}/allocate`, { academyId: on.academyId, vouchers: 5 });
  return id;
}
const move = (vouchers: number) => ({ academyId: on.academyId, vouchers });
const wish = () => ({ examCode: 'MO-200', earliest: on.inDays(200), latest: on.inDays(210) });
const granted = { extraPercent: 25, document: 'DR-04/2026/118' };
const policy = (validFrom: string) => ({ validFrom, waitHours: [24] });
const newExam = () => ({
  ...{ code: `KA-${100 + ++serial}`, title: `Kept ${serial}`, family: 'mos', minutes: 50, source: 'Learn' },
});
const family = async () => {
  const key = `kept-${++serial}`;
  await made('/v1/retake-families', { key, title: 'Kept', ...policy('2026-12-01') });
  return key;
};

const samples: Samples = {
  OpenSitting: async () => {
    on.database.clock.set(MORNING);
    const roomId = await on.given.room(on.academyId, `kept ${++serial}`, 20);
    const proctorIds = [await on.given.proctor(`kept ${serial}`)];
    const body = { academyId: on.academyId, roomId, startsAt: on.inDays(9), minutes: 90, seats: 5, proctorIds };
    return { body, other: { ...body, seats: 6 } };
  },
  ChangeSitting: async () => of((await on.sitting()).id, { body: { seats: 6 }, other: { seats: 7 } }),
  CancelSitting: async () => of((await booked()).sitting.id, why),
  Register: async () => {
    on.database.clock.set(MORNING);
    const body = { personId: await person(), examCode: 'MO-200', sittingId: (await on.sitting()).id };
    return { body, other: { ...body, consent: true } };
  },
  RequestExams: async () => {
    const persons = [await person(), await person()];
    const body = { persons, ...wish() };
    return { body, other: { ...body, consent: true } };
  },
  CancelRegistration: async () => of((await booked(3)).id),
  RecordConsent: async () =>
    of((await booked()).id, {
      body: { consentDocument: 'DR-04/2026/1' },
      other: { consentDocument: 'DR-04/2026/2' },
    }),
  DeclineMove: async () => {
    const { id } = await booked();
    await on.sql(sql`update registration set move_reason = 'ROOM_WAS_CLOSED' where id = ${id}`);
    return of(id);
  },
  ResumeElsewhere: async () => {
    const { id, record } = await begun();
    await record({ kind: 'interrupted', registrationId: id, reason: 'a power cut', at: at('09:30') });
    const [sittingId, other] = [(await on.sitting()).id, (await on.sitting()).id];
    return of(id, { body: { sittingId }, other: { sittingId: other } });
  },
  RecordExamDay: async () => {
    const { id: registrationId, sitting } = await booked();
    on.database.clock.set(at('12:00'));
    const records = (reason: string) => ({
      records: [{ id: crypto.randomUUID(), kind: 'incident', registrationId, reason, at: at('09:50') }],
    });
    return { path: { sittingId: sitting.id }, body: records('noise'), other: records('more of it') };
  },
  RevokeExamDayRecord: async () => {
    const { id: registrationId, record } = await begun();
    return of(await record({ kind: 'incident', registrationId, reason: 'noise', at: at('09:50') }), why);
  },
  RecordResults: async () => {
    const { results } = await sat({ isSent: false });
    return { body: { results }, other: { results: [{ ...results[0], score: 700 }] } };
  },
  CorrectResult: async () => {
    const body = { score: 640, reason: 'rescored' };
    return of((await sat()).id, { body, other: { ...body, score: 630 } });
  },
  DecideResult: async () => {
    const body = { accept: true, reason: 'the roll is lost' };
    const { resultId } = await sat({ isLetIn: false });
    return of(resultId, { token: director, body, other: { ...body, accept: false } });
  },
  RecordPastAttempts: async () => {
    const attempt = { personId: await person(), examCode: 'MO-200', startedAt: '2026-10-01T09:00:00Z', score: 500 };
    const body = { attempts: [attempt], source: 'elsewhere' };
    return { body, other: { ...body, source: 'the vendor' } };
  },
  RevokePastAttempt: async () => {
    const attempt = { personId: await person(), examCode: 'MO-200', startedAt: '2026-10-01T09:00:00Z' };
    await made('/v1/past-attempts', { attempts: [{ ...attempt, score: 500 }], source: 'elsewhere' });
    return { body: { ...attempt, ...why.body }, other: { ...attempt, ...why.other } };
  },
  RaiseAppeal: async () => {
    const { id, personId } = await sat();
    const token = await on.tokens.of({ role: 'candidate', personId });
    return of(id, { token, body: { ground: 'question 12' }, other: { ground: 'question 13' } });
  },
  DecideAppeal: async () => {
    const body = { accept: true, reason: 'question 12 was wrong', score: 720 };
    return of((await appealed()).appeal.id, { token: director, body, other: { ...body, score: 730 } });
  },
  AcceptResultImport: () => {
    const file = (score: number) =>
      `registrationId,startedAt,score\n${crypto.randomUUID()},2026-11-20T09:00:00Z,${score}\n`;
    return { url: '?kind=results', body: file(700), other: file(710) };
  },
  CancelResultImport: async () => {
    const file = `registrationId,startedAt,score\n${crypto.randomUUID()},2026-11-20T09:00:00Z,700\n`;
    const sent = { headers: { 'content-type': 'text/csv' } };
    return { path: { id: (await on.admin.post('/v1/imports?kind=results', file, sent)).body.id } };
  },
  PlanCampaign: async () => {
    on.database.clock.set(MORNING);
    const { examCode, ...window } = wish();
    const body = { examCodes: [examCode], persons: [await person()], ...window };
    return { body, other: { ...body, consent: true } };
  },
  CancelCampaign: async () => {
    const { examCode: _, ...window } = wish();
    return of(await on.accepted({ persons: [await person()], ...window }));
  },
  ReplanCampaign: async () => {
    const { examCode: _, ...window } = wish();
    return of((await on.played({ persons: [await person()], ...window })).id);
  },
  SettleCharge: async () => of(await charged(), why),
  WaiveCharge: async () => of(await charged(), why),
  IssueCredential: async () => {
    const { id, ...body } = await issued();
    await on.director.post(`/v1/credentials/${id}/revoke`, { reason: 'a mistake' });
    const again = { ...body, reason: 'cleared' };
    return { body: again, other: { ...again, certification: 'none' } };
  },
  RevokeCredential: async () => of((await issued()).id, why),
  GrantAccommodation: async () => {
    const place = { path: { personId: await person() } };
    return { ...place, body: granted, other: { ...granted, extraPercent: 30 } };
  },
  RevokeAccommodation: async () => of((await made(`/v1/persons/${await person()}/accommodations`, granted)).id),
  BuyVouchers: () => ({ body: newLot(), other: newLot(11) }),
  AllocateVouchers: async () => of(await lot(), { body: move(2), other: move(3) }),
  RecallVouchers: async () => of(await stocked(), { body: move(2), other: move(3) }),
  AssignVoucher: async () => {
    const body = { personId: await person(), family: 'mos', lotId: await stocked() };
    return { body, other: { personId: body.personId, family: 'mos' } };
  },
  ReturnVoucher: async () => {
    const body = { personId: await person(), family: 'mos', lotId: await stocked() };
    return of((await made('/v1/vouchers', body)).id);
  },
  AddExam: () => ({ body: newExam(), other: { ...newExam(), title: 'Another' } }),
  CorrectExam: async () => {
    const { code } = await made('/v1/exams', newExam());
    return { path: { code }, body: { minutes: 60, source: 'Learn' }, other: { minutes: 70, source: 'Learn' } };
  },
  RetireExam: async () => {
    const { code } = await made('/v1/exams', newExam());
    const until = (retiredOn: string) => ({ retiredOn, source: 'Learn' });
    return { path: { code }, body: until('2027-01-31'), other: until('2027-02-28') };
  },
  SetExamRules: () => ({ body: { appealDays: 30 + ++serial }, other: { appealDays: 7 } }),
  OpenRetakeFamily: () => {
    const body = { key: `kept-${++serial}`, title: 'Kept', ...policy('2026-12-01') };
    return { body, other: { ...body, title: 'Another' } };
  },
  SetRetakePolicy: async () => ({
    path: { family: await family() },
    body: policy('2027-01-01'),
    other: policy('2027-02-01'),
  }),
  SetExamRetakeFamily: async () => ({
    path: { code: 'MO-500' },
    body: { family: await family() },
    other: { family: await family() },
  }),
  SetHoliday: () => {
    const name = { fr: 'Fête', ar: 'عيد' };
    const day = new Date(Date.UTC(2030, 0, ++serial)).toISOString().slice(0, 10);
    return { path: { day }, body: { name }, other: { name, closed: false } };
  },
  SetRamadan: () => {
    const year = ++serial % 100;
    const body = {
      firstDay: `${2040 + year}-01-01`,
      lastDay: `${2040 + year}-01-29`,
      opens: '09:00',
      closes: '15:00',
    };
    return { path: { hijriYear: String(1500 + year) }, body, other: { ...body, opens: '10:00' } };
  },
  RetimeSittings: async () => {
    const { id } = await on.sitting({ days: 4 });
    await on.sql(sql`
      update sitting set zone_rules = '2025b', guarded = null,
        wall_time = to_char(starts_at at time zone 'UTC' + interval '1 hour', 'YYYY-MM-DD"T"HH24:MI') where id = ${id}`);
    return { body: { ids: [id] }, other: {} };
  },
};

describe('a keyed write of certifications', () => {
  itKeepsAnswers(() => on, samples);
  itRefusesOfErased(() => on, samples, {
    ...nobodys(
      'OpenSitting',
      'ChangeSitting',
      'CancelSitting',
      'RetimeSittings',
      'SetHoliday',
      'SetRamadan',
      'SetExamRules',
    ),
    ...nobodys('AddExam', 'CorrectExam', 'RetireExam', 'OpenRetakeFamily', 'SetRetakePolicy', 'SetExamRetakeFamily'),
    ...nobodys('BuyVouchers', 'AllocateVouchers', 'RecallVouchers', 'CancelResultImport'),
    // Each person has an outcome of their own later, by which they are not active.
    ...{ PlanCampaign: null, CancelCampaign: null, ReplanCampaign: null, AcceptResultImport: null },
    // What was paid comes back; a seat that nobody has left open is given up without a word.
    ...{ ReturnVoucher: null, DeclineMove: null },
    // A credential that was kept with its name has to be withdrawn where it lies.
    RevokeCredential: null,
    ...{ Register: 'PERSON_NOT_ACTIVE', RequestExams: 'person-not-active', ResumeElsewhere: 'PERSON_NOT_ACTIVE' },
    ...{ GrantAccommodation: 'PERSON_NOT_ACTIVE', AssignVoucher: 'PERSON_NOT_ACTIVE' },
    ...{ IssueCredential: 'CERTIFICATION_NOT_HELD', RecordResults: 'REGISTRATION_UNKNOWN' },
    RecordPastAttempts: 'person-unknown',
  });

  it('at the graph’s own doors to a seat is done once, too', async () => {
    on.database.clock.set(MORNING);
    const send = { headers: { 'idempotency-key': 'doors' } };
    const [sittingId, personId] = [(await on.sitting()).id, await person()];
    const book = `mutation ($b: BookSeatInput!) { bookSeat(input: $b) { id state version } }`;
    const request = `mutation ($r: RequestExamInput!) { requestExam(input: $r) { id state version } }`;
    const asked = [
      [book, { b: { personId, sittingId, examCode: 'MO-200' } }],
      [request, { r: { personId, ...wish(), examCode: 'MO-201' } }],
    ] as const;
    for (const [document, said] of asked) {
      const { body } = await on.admin.graphql(document, said, send);
      expect(body.errors).toBeUndefined();
      expect((await on.admin.graphql(document, said, send)).body).toEqual(body);
    }
  });

  it('is each of several mutations of one document, in the place where it stands', async () => {
    const id = await lot();
    const send = { headers: { 'idempotency-key': 'two-of-them' } };
    const input = { id, ...move(2) };
    const twice = `mutation ($i: AllocateVouchersInput!) {
      first: allocateVouchers(input: $i) { id } second: allocateVouchers(input: $i) { id } }`;
    for (let time = 0; time < 3; time++) {
      expect((await on.admin.graphql(twice, { i: input }, send)).body.errors).toBeUndefined();
    }
    const [{ sum }] = (await on.sql<{ sum: number }>(sql`
      select sum(vouchers)::int as sum from voucher_movement where lot_id = ${id} and to_account like 'stock:%'`)) as [
      { sum: number },
    ];
    expect(sum).toBe(4);
  });

  it('is answered as it was then, whatever has become of it since, and is a new key to another caller', async () => {
    on.database.clock.set(MORNING);
    const send = { headers: { 'idempotency-key': 'since-then' } };
    const lot = newLot();
    const first = await on.admin.post('/v1/voucher-lots', lot, send);
    await made(`/v1/voucher-lots/${first.body.id}/allocate`, move(3));
    expect((await on.admin.post('/v1/voucher-lots', lot, send)).body).toEqual(first.body);
    const another = on.admin.as(await on.tokens.of({ role: 'programme-admin', subject: 'another' }));
    const theirs = await another.post('/v1/voucher-lots', newLot(), send);
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(first.body.id);
  });

  it('that is refused may be asked for again with its key', async () => {
    const id = await lot();
    const send = { headers: { 'idempotency-key': 'too-many' } };
    const allocate = () => on.admin.post(`/v1/voucher-lots/${id}/allocate`, move(11), send);
    expect((await allocate()).body.code).toBe('VOUCHERS_NOT_COVERED');
    await on.sql(sql`
      insert into voucher_movement(lot_id, from_account, to_account, vouchers, at, made_by)
      values (${id}, 'vendor', 'programme', 1, now(), 'spec')`);
    expect((await allocate()).status).toBe(200);
  });
});
