import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

const eligibility = async (personId: string, examCode = 'MO-200') =>
  (await house.admin.get(`/v1/persons/${personId}/exam-eligibility?examCode=${examCode}`)).body;
const past = async (...attempts: object[]) =>
  (await house.admin.post('/v1/past-attempts', { source: 'Certiport 2025', attempts })).body.outcomes;
const opened = (about: object) =>
  house.admin.post('/v1/retake-families', {
    key: 'cobol',
    title: 'COBOL',
    validFrom: '2026-11-23',
    waitHours: [72],
    ...about,
  });

describe('attempts made elsewhere', () => {
  it('count like our own, once, whoever tells of them again', async () => {
    const personId = await house.person('from elsewhere');
    const attempt = { personId, examCode: 'MO-200', startedAt: '2026-11-22T20:00:00Z', score: 450 };
    expect(await past(attempt, attempt)).toEqual(['recorded', 'known']);
    expect(await past(attempt, { ...attempt, score: 451 })).toEqual(['known', 'conflict']);
    expect(await eligibility(personId)).toEqual({
      eligible: false,
      nextEligibleAt: '2026-11-23T20:00:00.000Z',
      reasons: ['RETAKE_TOO_SOON'],
      reasonTexts: ['RETAKE_TOO_SOON'],
    });
    const { id } = await house.sitting({ days: 0.2 });
    expect((await house.book(personId, id)).body).toMatchObject({
      code: 'RETAKE_TOO_SOON',
      nextEligibleAt: '2026-11-23T20:00:00.000Z',
    });
    expect(await past({ ...attempt, startedAt: '2026-11-20T20:00:00Z', score: 900 })).toEqual(['recorded']);
    expect((await eligibility(personId)).reasons).toContain('ALREADY_PASSED');
  });

  it('count for whoever manages the academy to which somebody came since, where their result still waits', async () => {
    const personId = await house.person('came since');
    const { id } = (await house.book(personId, (await house.sitting({ seats: 1 })).id)).body;
    house.database.clock.set('2026-11-25T12:00:00Z');
    const results = [{ registrationId: id, startedAt: '2026-11-24T09:05:00Z', score: 100 }];
    expect((await house.admin.post('/v1/results', { results })).body.outcomes).toMatchObject([{ outcome: 'held' }]);
    await house.sql(sql`update registration set state = 'no-show' where id = ${id}`);
    const academyId = await house.given.academy('Fès', { region: 'MA-03' });
    await house.sql(sql`
      update person_copy set academy_id = ${academyId}, region = 'MA-03' where subject = ${personId}`);
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [academyId] }));
    house.database.clock.set('2026-11-24T20:00:00Z');
    const asked = `/v1/persons/${personId}/exam-eligibility?examCode=MO-200`;
    expect((await manager.get(asked)).body).toMatchObject({ eligible: false, reasons: ['RETAKE_TOO_SOON'] });
    house.database.clock.set('2026-11-23T09:00:00Z');
  });

  it('of before there was the exam, or before the person was ten, are refused one by one', async () => {
    const personId = await house.person('young', { birthDate: '2008-05-10' });
    const attempt = { personId, examCode: 'MO-200', score: 900 };
    const old = { ...attempt, personId: await house.person('old', { birthDate: null }) };
    expect(
      await past(
        { ...old, startedAt: '1994-12-31T23:59:59Z' },
        { ...old, startedAt: '1995-01-01T00:00:00Z' },
        { ...attempt, startedAt: '2018-05-09T23:59:59Z' },
        { ...attempt, startedAt: '2018-05-10T00:00:00Z' },
      ),
    ).toEqual(['before-the-exam', 'recorded', 'person-too-young', 'recorded']);
  });

  it('are known from a source that is some, and no formula', async () => {
    for (const [source, code] of [
      ['=HYPERLINK(1)', 'is_formula'],
      ['N/A', 'stands_for_none'],
    ])
      expect((await house.admin.post('/v1/past-attempts', { source, attempts: [] })).body.errors).toContainEqual(
        expect.objectContaining({ path: 'source', code }),
      );
  });

  it('are told by nobody of themselves, in whatever office', async () => {
    const [personId, other] = [await house.person('official'), await house.person('beside the official')];
    const official = house.admin.as(await house.tokens.of({ role: 'programme-admin', personId, subject: 'official' }));
    const attempt = { examCode: 'MO-200', startedAt: '2026-11-20T09:00:00Z', score: 950 };
    const attempts = [personId, other].map((id) => ({ ...attempt, personId: id }));
    const { body } = await official.post('/v1/past-attempts', { source: 'Certiport 2025', attempts });
    expect(body.outcomes).toEqual(['oneself', 'recorded']);
    expect((await house.admin.get(`/v1/past-attempts?personId=${personId}`)).body.items).toEqual([]);
  });

  it('of unknown persons or exams, of the future, or out of range are refused one by one', async () => {
    const attempt = {
      personId: await house.person('told wrongly'),
      examCode: 'MO-200',
      startedAt: '2026-11-01T09:00:00Z',
      score: 1,
    };
    expect(
      await past(
        { ...attempt, personId: crypto.randomUUID() },
        { ...attempt, examCode: 'XX-999' },
        { ...attempt, startedAt: '2026-12-01T09:00:00Z' },
        attempt,
      ),
    ).toEqual(['person-unknown', 'exam-unknown', 'in-the-future', 'recorded']);
    const { body } = await house.admin.post('/v1/past-attempts', {
      source: 'x',
      attempts: [{ ...attempt, score: 1001 }],
    });
    expect(body.errors).toMatchObject([{ path: 'attempts.0.score', code: 'too_big' }]);
  });
});

describe('the instant from which on somebody may sit an exam', () => {
  it('is none where waiting does not help: while registered, to who has left, and after a pass for good', async () => {
    const attempt = { examCode: 'MO-200', startedAt: '2026-11-22T20:00:00Z' };
    const [registered, left, both, passed] = [
      await house.person('registered already'),
      await house.person('left meanwhile', { active: false }),
      await house.person('failed and left', { active: false }),
      await house.person('passed for good'),
    ];
    await house.book(registered, (await house.sitting({ days: 9 })).id);
    await past({ ...attempt, personId: both, score: 1 }, { ...attempt, personId: passed, score: 900 });
    const never = (...reasons: string[]) => ({
      ...{ eligible: false, nextEligibleAt: null },
      ...{ reasons, reasonTexts: reasons },
    });
    expect(await eligibility(registered)).toEqual(never('ALREADY_REGISTERED'));
    expect(await eligibility(left)).toEqual(never('PERSON_NOT_ACTIVE'));
    expect(await eligibility(both)).toEqual(never('RETAKE_TOO_SOON', 'PERSON_NOT_ACTIVE'));
    expect(await eligibility(passed)).toEqual(never('ALREADY_PASSED'));
    const asked = `{ examEligibility(personId: "${registered}", examCode: "MO-200") { nextEligibleAt } }`;
    expect((await house.admin.graphql(asked)).body.data.examEligibility).toEqual({ nextEligibleAt: null });
  });

  it('is told where each reason ends by itself: with the wait', async () => {
    const personId = await house.person('waits');
    await past({ personId, examCode: 'MO-200', startedAt: '2026-11-22T20:00:00Z', score: 1 });
    expect(await eligibility(personId)).toMatchObject({ nextEligibleAt: '2026-11-23T20:00:00.000Z' });
  });
});

describe('an attempt elsewhere that was recorded by mistake', () => {
  const revoke = (about: object, by = house.admin) =>
    by.post('/v1/past-attempts/revoke', { reason: 'another person', ...about });

  it('no longer counts once it is taken back, stays to be read with why, and what is right is recorded anew', async () => {
    const personId = await house.person('taken for another');
    const key = { personId, examCode: 'MO-201', startedAt: '2026-11-20T20:00:00.000Z' };
    await past({ ...key, score: 900 });
    expect((await eligibility(personId, 'MO-201')).reasons).toEqual(['ALREADY_PASSED']);
    const { status, body } = await revoke(key);
    const revoked = { ...key, score: 900, source: 'Certiport 2025', revokedBy: 'test:programme-admin' };
    expect([status, body]).toMatchObject([200, { ...revoked, revokedReason: 'another person' }]);
    expect(await revoke({ ...key, reason: 'once more' })).toMatchObject({
      status: 409,
      body: { code: 'PAST_ATTEMPT_IS_REVOKED', state: 'revoked' },
    });
    expect((await eligibility(personId, 'MO-201')).eligible).toBe(true);
    expect(await past({ ...key, score: 300 })).toEqual(['recorded']);
    const listed = `/v1/past-attempts?personId=${personId}`;
    const { items } = (await house.admin.get(listed)).body;
    expect(items.map((one: { score: number; revokedReason: string }) => [one.score, one.revokedReason]).sort()).toEqual(
      [
        [300, null],
        [900, 'another person'],
      ],
    );
    const page = (await house.admin.get(`${listed}&first=1`)).body;
    const next = (await house.admin.get(`${listed}&first=1&after=${page.nextCursor}`)).body;
    expect([...page.items, ...next.items]).toEqual(items);
    await expect(house.sql(sql`delete from past_attempt_revocation`)).rejects.toThrow(/stays as it is/);
  });

  it('is taken back by one of those who would at once, with their reason', async () => {
    const personId = await house.person('taken back twice');
    const key = { personId, examCode: 'MO-201', startedAt: '2026-11-20T20:00:00.000Z' };
    await past({ ...key, score: 300 });
    const all = await Promise.all(['one', 'two', 'three'].map((reason) => revoke({ ...key, reason })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const { items } = (await house.admin.get(`/v1/past-attempts?personId=${personId}`)).body;
    expect(items).toEqual([all.find(({ status }) => status === 200)!.body]);
  });

  it('is taken back by who reports results, and read within what the reader may see', async () => {
    const personId = await house.person('not a centre’s');
    const key = { personId, examCode: 'MO-201', startedAt: '2026-11-20T20:00:00Z' };
    expect((await revoke(key)).status).toBe(404);
    await past({ ...key, score: 300 });
    const as = async (academy: string) =>
      house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [academy] }));
    const [own, other] = [await as(house.academyId), await as(crypto.randomUUID())];
    expect((await revoke(key, own)).status).toBe(403);
    const seen = async (by: typeof own) => {
      const { status, body } = await by.get(`/v1/past-attempts?personId=${personId}`);
      return status === 200 ? body.items.length : status;
    };
    expect([await seen(own), await seen(other)]).toEqual([1, 404]);
    const self = async (id: string) => house.admin.as(await house.tokens.of({ role: 'candidate', personId: id }));
    const [candidate, stranger] = [await self(personId), await self(await house.person('somebody else'))];
    expect([await seen(candidate), await seen(stranger)]).toEqual([1, 404]);
    const read = `{ pastAttempts(personId: "${personId}") { edges { node { score } } } }`;
    expect((await candidate.graphql(read)).body.data.pastAttempts.edges).toEqual([{ node: { score: 300 } }]);
    const mutation =
      'mutation ($input: RevokePastAttemptInput!) { revokePastAttempt(input: $input) { revokedReason } }';
    const { body } = await house.admin.graphql(mutation, { input: { ...key, reason: 'a slip' } });
    expect(body.data.revokePastAttempt).toEqual({ revokedReason: 'a slip' });
  });
});

describe('a family of retake policies', () => {
  it('is opened for other exams, and their catalogue entry says so', async () => {
    expect((await opened({})).status).toBe(201);
    expect((await opened({})).body.code).toBe('RETAKE_FAMILY_EXISTS');
    await house.admin.post('/v1/exams/MO-400/retake-family', { family: 'cobol' });
    expect((await house.admin.get('/v1/exams/MO-400')).body).toMatchObject({
      retakeFamily: 'cobol',
      retakePolicy: 'other',
    });
    const personId = await house.person('cobolist');
    await past({ personId, examCode: 'MO-400', startedAt: '2026-11-23T08:00:00Z', score: 1 });
    expect((await eligibility(personId, 'MO-400')).nextEligibleAt).toBe('2026-11-26T08:00:00.000Z');
  });

  it('that is unknown is refused by name', async () => {
    const unknown = { code: 'RETAKE_FAMILY_UNKNOWN', family: 'fortran' };
    expect((await house.admin.post('/v1/exams/MO-200/retake-family', { family: 'fortran' })).body).toMatchObject(
      unknown,
    );
    const version = { validFrom: '2027-01-01', waitHours: [1] };
    expect((await house.admin.post('/v1/retake-families/fortran/versions', version)).body).toMatchObject(unknown);
    expect((await house.admin.post('/v1/exams/XX-1A/retake-family', { family: 'mos' })).body.code).toBe('EXAM_UNKNOWN');
  });

  it('has versions that are added from today on, and never rewritten', async () => {
    const add = (about: object) => house.admin.post('/v1/retake-families/mos/versions', { waitHours: [96], ...about });
    expect((await add({ validFrom: '2026-11-22' })).body.errors).toMatchObject([
      { path: 'validFrom', code: 'in_the_past' },
    ]);
    expect((await add({ validFrom: '2026-12-01' })).status).toBe(201);
    expect((await add({ validFrom: '2026-12-01' })).body.code).toBe('RETAKE_POLICY_EXISTS');
    await expect(house.sql(sql`update retake_policy set wait_hours = '{0}' where family = 'mos'`)).rejects.toThrow(
      /retake_policy_stays/,
    );
    const personId = await house.person('between versions');
    await past({ personId, examCode: 'MO-300', startedAt: '2026-11-23T00:00:00Z', score: 1 });
    expect((await eligibility(personId, 'MO-300')).nextEligibleAt).toBe('2026-11-24T00:00:00.000Z');
    house.database.clock.set('2026-12-01T00:00:00Z');
    await past({ personId, examCode: 'MO-300', startedAt: '2026-11-30T00:00:00Z', score: 1 });
    expect((await eligibility(personId, 'MO-300')).nextEligibleAt).toBe('2026-12-04T00:00:00.000Z');
    house.database.clock.set('2026-11-23T09:00:00Z');
  });
});

describe('an attempt', () => {
  it('ended when its seat says, whatever the catalogue says of the exam since', async () => {
    const [exam] = await house.sql<{ code: string }>(sql`
      select e.code from exam e join retake_policy p on p.family = e.retake_policy
      where p.counts_from = 'end' and e.days @> '2026-11-30'::date order by e.code limit 1`);
    const personId = await house.person('of another length');
    const sitting = await house.sitting({ seats: 1, minutes: 240 });
    const { id } = (await house.book(personId, sitting.id, { examCode: exam!.code })).body;
    await house.sit(id, 100);
    const before = await eligibility(personId, exam!.code);
    expect(before.reasons).toEqual(['RETAKE_TOO_SOON']);
    await house.sql(sql`update exam set minutes = minutes + 60 where code = ${exam!.code}`);
    expect(await eligibility(personId, exam!.code)).toEqual(before);
  });
});
