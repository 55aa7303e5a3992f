import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { loadCertificationsReference } from '../load-reference.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => void (house = await examEnvironment()));
afterAll(() => house?.close());

const ADDED = {
  code: 'AZ-910',
  title: 'Azure for Schools',
  family: 'fundamentals',
  minutes: 45,
  source: 'Learn, today',
};
const exam = async (code: string) => (await house.admin.get(`/v1/exams/${code}`)).body;
const correct = async (code: string, about: object, version?: number) =>
  house.admin.patch(
    `/v1/exams/${code}`,
    { source: 'Learn, today', ...about },
    {
      headers: { 'if-match': `"${version ?? (await exam(code)).version}"` },
    },
  );
const eventsOf = (code: string) =>
  house
    .sql<{ type: string }>(
      sql`select type from (select position, type, subject, body from event union all
        select null, type, subject, body from event_new) e
      where subject = 'exam' and body->'changes' @> ${JSON.stringify([{ s: code }])}::jsonb order by position nulls last`,
    )
    .then((rows) => rows.map(({ type }) => type));

describe('an exam that the programme adds', () => {
  it('is there at once, with its origin, and passing it counts', async () => {
    const { status, body } = await house.admin.post('/v1/exams', { ...ADDED, retiredOn: '2027-06-30' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...ADDED, passMark: 700, releasedOn: null, retiredOn: '2027-06-30', corrected: true });
    expect(body).toMatchObject({ asOf: '2026-11-23', version: 1 });
    const again = await house.admin.post('/v1/exams', ADDED);
    expect(again).toMatchObject({ status: 409, body: { code: 'EXAM_EXISTS', examCode: 'AZ-910' } });
    const { id } = await house.sitting();
    const personId = await house.person('first to sit it');
    const booked = await house.book(personId, id, { examCode: 'AZ-910' });
    await house.sit(booked.body.id, 800);
    const held = await house.sql(sql`select certification_id as id from held where person_id = ${personId}`);
    expect(held).toEqual([{ id: 'exam.az-910' }]);
    house.database.clock.set('2026-11-23T09:00:00Z');
    expect(await eventsOf('AZ-910')).toEqual(['ExamAdded']);
  });

  it('counts as a certification of its own, whatever other exam is called so, and by its corrected title', async () => {
    const countsFor = (code: string) =>
      house.sql<{ id: string; title: string }>(sql`
        select c.id, c.title from requirement r join certification c on c.id = r.certification_id where r.exam_code = ${code}`);
    const before = await exam('AZ-900');
    for (const [code, title] of [
      ['AZ-911', ADDED.title],
      ['AZ-902', before.title],
    ] as const) {
      expect((await house.admin.post('/v1/exams', { ...ADDED, title, code })).body.twins).toEqual([]);
      expect(await countsFor(code)).toEqual([{ id: `exam.${code.toLowerCase()}`, title }]);
    }
    expect(await exam('AZ-900')).toEqual(before);
    expect((await exam('AZ-910')).twins).toEqual([]);
    await correct('AZ-902', { title: 'Azure for Clerks' });
    expect(await countsFor('AZ-902')).toEqual([{ id: 'exam.az-902', title: 'Azure for Clerks' }]);
    expect(await house.sql(sql`select name from achievement where id = 'exam.az-902'`)).toEqual([
      { name: 'Azure for Clerks' },
    ]);
    expect((await exam('AZ-104')).twins).toEqual(['AZ-103']);
  });

  it('is refused with days that are reversed, and to whom the programme is not', async () => {
    const reversed = { ...ADDED, code: 'AZ-912', releasedOn: '2027-01-02', retiredOn: '2027-01-01' };
    expect((await house.admin.post('/v1/exams', reversed)).body).toMatchObject({
      code: 'INVALID_INPUT',
      errors: [{ path: 'retiredOn', code: 'too_early' }],
    });
    for (const one of [house.director, house.admin.as(await house.tokens.of({ role: 'integrator' }))])
      expect((await one.post('/v1/exams', { ...ADDED, code: 'AZ-913' })).status).toBe(403);
  });
});

describe('an exam that the programme corrects', () => {
  it('is changed in the version that was read, and left so by what ships', async () => {
    const { version } = await exam('AZ-204');
    const changed = await correct('AZ-204', { retiredOn: '2027-07-31', minutes: 120 });
    expect(changed.body).toMatchObject({
      retiredOn: '2027-07-31',
      minutes: 120,
      corrected: true,
      source: expect.stringMatching(/^title=JUR;.*;minutes=Learn, today/),
    });
    expect((await correct('AZ-204', { minutes: 100 }, version)).body.code).toBe('VERSION_MISMATCH');
    expect((await correct('AZ-204', { minutes: 120 })).body.version).toBe(version + 1);
    await house.sql(sql`update exam set as_of = '2020-01-01' where code = 'AZ-204'`);
    await loadCertificationsReference(house.database.db);
    expect(await exam('AZ-204')).toMatchObject({ retiredOn: '2027-07-31', minutes: 120 });
    expect(await eventsOf('AZ-204')).toEqual(['ExamAdded', 'ExamCorrected']);
  });

  it('has another origin of the facts that are corrected, and keeps that of the others', async () => {
    const shipped = 'title=HUB;certifications=CT;level=cert-title;minutes=MSD;pass_score=AGC+HUB';
    expect((await exam('AB-900')).source).toBe(shipped);
    const { body } = await correct('AB-900', { minutes: 60, source: 'Page; of today' });
    expect(body).toMatchObject({ source: shipped.replace('MSD', 'Page; of today'), asOf: '2026-11-23' });
    const again = await correct('AB-900', { minutes: 55, source: 'Call' });
    expect(again.body.source).toBe(shipped.replace('MSD', 'Call'));
  });

  it('is confirmed by a source alone, or with what is known, at both doors; the same again changes nothing', async () => {
    const before = await exam('GH-900');
    const alone = (await correct('GH-900', { source: 'GitHub page' })).body;
    expect(alone).toEqual({ ...before, source: 'GitHub page', asOf: '2026-11-23', version: before.version + 1 });
    expect((await correct('GH-900', { source: 'GitHub page' })).body).toEqual(alone);
    expect((await correct('GH-900', { minutes: alone.minutes, source: 'GitHub page' })).body).toEqual(alone);
    const same = (await correct('GH-900', { minutes: alone.minutes, source: 'Call' })).body;
    expect(same).toMatchObject({ source: 'GitHub page;minutes=Call', version: alone.version + 1, corrected: false });
    const mutation = `mutation ($i: CorrectExamInput!) { correctExam(input: $i) { source asOf version } }`;
    const asked = await house.admin.graphql(mutation, { i: { code: 'GH-900', source: 'Letter' } });
    const version = same.version + 1;
    expect(asked.body.data.correctExam).toEqual({ source: 'Letter', asOf: '2026-11-23', version });
    const own = await house.admin.post('/v1/exams', { ...ADDED, code: 'AZ-915', title: 'Of a source', source: 'C' });
    expect(own.body.source).toBe('C');
    expect((await correct('AZ-915', { source: 'D' })).body.source).toBe('D');
    expect(await eventsOf('GH-900')).toEqual(['ExamAdded', ...Array(3).fill('ExamCorrected')]);
  });

  it('is offered again where it was thought to be gone', async () => {
    expect((await exam('DA-100')).goneBy).toBe('2026-10-05');
    expect((await correct('DA-100', { releasedOn: '2026-12-01' })).body.errors).toMatchObject([{ path: 'retiredOn' }]);
    const { body } = await correct('DA-100', { retiredOn: null });
    expect(body).toMatchObject({ goneBy: null, retiredOn: null });
    expect(body.source).not.toMatch(/undated|not-in|absent/);
  });

  it('asks anew for seats that are too short for it by then', async () => {
    const { id } = await house.sitting({ minutes: 90, days: 5 });
    const { body } = await house.book(await house.person('hurried'), id, { examCode: 'MO-101' });
    await correct('MO-101', { minutes: 75 });
    expect(await house.registration(body.id)).toMatchObject({ state: 'requested', reason: 'EXAM_DOES_NOT_FIT' });
  });

  it('that nobody knows is not found', async () => {
    expect((await correct('ZZ-999', { minutes: 60 }, 1)).body.code).toBe('NOT_FOUND');
  });
});

describe('an exam that the programme retires', () => {
  const retire = (code: string, retiredOn: string) =>
    house.admin.graphql(`mutation ($i: RetireExamInput!) { retireExam(input: $i) { retiredOn version } }`, {
      i: { code, retiredOn, source: 'Learn, today' },
    });

  it('gives the seats after its last day up at no cost, and refuses wishes that no day is left for', async () => {
    const [kept, lost] = [await house.sitting({ days: 3 }), await house.sitting({ days: 6 })];
    const [stays, goes] = [
      await house.book(await house.person('stays'), kept.id, { examCode: 'MO-500' }),
      await house.book(await house.person('goes'), lost.id, { examCode: 'MO-500' }),
    ];
    const wish = { examCode: 'MO-500', earliest: house.inDays(8), latest: house.inDays(9) };
    const waits = await house.admin.post('/v1/registrations', { personId: await house.person('waits'), ...wish });
    const { body } = await retire('MO-500', '2026-11-27');
    expect(body.data.retireExam).toMatchObject({ retiredOn: '2026-11-27' });
    expect(await house.registration(stays.body.id)).toMatchObject({ state: 'booked' });
    const gone = { state: 'cancelled', cancellation: 'free', reason: 'EXAM_OUTSIDE_ITS_DAYS' };
    expect(await house.registration(goes.body.id)).toMatchObject(gone);
    expect(await house.registration(waits.body.id)).toMatchObject({
      state: 'refused',
      reason: 'EXAM_OUTSIDE_ITS_DAYS',
    });
    expect(await eventsOf('MO-500')).toEqual(['ExamAdded', 'ExamRetired']);
    expect((await retire('MO-500', '2026-11-28')).body.errors[0].extensions.code).toBe('EXAM_IS_RETIRED');
  });

  it('has either the seat or the retirement first, where the two race', async () => {
    for (const turn of [1, 2, 3]) {
      const code = `RC-10${turn}`;
      await house.admin.post('/v1/exams', { ...ADDED, title: `Raced ${turn}`, code });
      const { id } = await house.sitting({ days: 10 + turn });
      const personId = await house.person(`racer ${turn}`);
      const [booked] = await Promise.all([house.book(personId, id, { examCode: code }), retire(code, '2026-11-24')]);
      if (booked.status === 201) expect((await house.registration(booked.body.id)).state).toBe('cancelled');
      else expect(booked.body.code).toBe('EXAM_OUTSIDE_ITS_DAYS');
    }
  });
});
