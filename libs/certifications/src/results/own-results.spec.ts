import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
type Api = ExamEnvironment['admin'];

beforeAll(async () => void (house = await examEnvironment()));
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

const OWN = { status: 403, body: { code: 'FORBIDDEN' } };
const FILE = { document: 'DR-04/2026/118' };

/** A director and one of the programme who are this person, by a token that says so, and by one of the same subject that does not. */
async function officesOf(personId: string): Promise<{ programme: Api[]; director: Api[] }> {
  const subject = `subject of ${personId}`;
  const both = async (role: 'programme-admin' | 'regional-director'): Promise<Api[]> => {
    const about = { role, subject, regions: [house.given.region] };
    return [
      house.admin.as(await house.tokens.of({ ...about, personId })),
      house.admin.as(await house.tokens.of(about)),
    ];
  };
  return { programme: await both('programme-admin'), director: await both('regional-director') };
}

/** Somebody with a seat in a sitting of the 24th that has begun for them. */
async function candidate(name: string) {
  const personId = await house.person(name);
  const sitting = await house.sitting({ seats: 1 });
  const id: string = (await house.book(personId, sitting.id)).body.id;
  house.database.clock.set('2026-11-25T12:00:00Z');
  await house.begin(id);
  return { id, personId, sittingId: sitting.id, ...(await officesOf(personId)) };
}
const results = (id: string, score: number) => ({
  results: [{ registrationId: id, startedAt: '2026-11-24T09:05:00Z', score }],
});

describe('about one’s own exams nobody decides', () => {
  it('corrects no result, whichever way, though another one may', async () => {
    const { id, director, programme } = await candidate('corrects');
    expect((await house.admin.post('/v1/results', results(id, 900))).body.outcomes[0].outcome).toBe('passed');
    for (const by of [...director, ...programme])
      for (const score of [1000, 100])
        expect(await by.post(`/v1/results/${id}/correct`, { score, reason: 'mistyped' })).toMatchObject(OWN);
    const { body } = await house.director.post(`/v1/results/${id}/correct`, { score: 950, reason: 'mistyped' });
    expect(body.revisions).toHaveLength(2);
  });

  it('sends no result that counts by itself', async () => {
    const { id, programme } = await candidate('sends');
    for (const by of programme)
      expect((await by.post('/v1/results', results(id, 900))).body.outcomes[0]).toMatchObject({
        ...{ outcome: 'held', code: 'NOT_BEGUN' },
      });
  });

  it('accepts and rejects no result that another one sent', async () => {
    const { id, director, programme } = await candidate('is sent');
    const late = { registrationId: id, startedAt: '2026-11-24T15:05:00Z', score: 900 };
    const { resultId } = (await house.admin.post('/v1/results', { results: [late] })).body.outcomes[0];
    const decide = (by: Api, accept: boolean) =>
      by.post(`/v1/results/${resultId}/decide`, { accept, reason: 'looked into' });
    for (const by of [...director, ...programme])
      for (const accept of [true, false]) expect(await decide(by, accept)).toMatchObject(OWN);
    expect((await decide(house.director, true)).status).toBe(200);
  });

  it('decides no appeal', async () => {
    const { id, director } = await candidate('appeals');
    await house.admin.post('/v1/results', results(id, 900));
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId] }));
    const { body } = await manager.post(`/v1/registrations/${id}/appeals`, { ground: 'question 12' });
    const decision = { accept: true, reason: 'right', score: 1000 };
    for (const by of director) expect(await by.post(`/v1/appeals/${body.id}/decide`, decision)).toMatchObject(OWN);
  });

  it('grants no accommodation, and revokes none', async () => {
    const personId = await house.person('is granted');
    const { director, programme } = await officesOf(personId);
    const grant = (by: Api) => by.post(`/v1/persons/${personId}/accommodations`, { ...FILE, extraMinutes: 30 });
    for (const by of [...director, ...programme]) expect(await grant(by)).toMatchObject(OWN);
    const { body } = await grant(house.admin);
    for (const by of director) expect(await by.post(`/v1/accommodations/${body.id}/revoke`)).toMatchObject(OWN);
  });

  it('takes back no record of the exam day, and goes on nowhere else', async () => {
    const { id, sittingId, director } = await candidate('goes on');
    const { items } = (await house.admin.get(`/v1/sittings/${sittingId}/records?first=100`)).body;
    const began = items.find(({ kind }: { kind: string }) => kind === 'began');
    const elsewhere = await house.sitting({ days: 1 });
    for (const by of director) {
      expect(await by.post(`/v1/exam-day-records/${began.id}/revoke`, { reason: 'mistaken' })).toMatchObject(OWN);
      expect(await by.post(`/v1/registrations/${id}/resume`, { sittingId: elsewhere.id })).toMatchObject(OWN);
    }
  });

  it('settles and waives no charge, and takes back no attempt of before', async () => {
    const { id, personId, programme } = await candidate('is charged');
    const [charge] = await house.sql<{ id: string }>(sql`
      insert into charge(registration_id, person_id, academy_id, region, dirhams, payer)
      select id, person_id, academy_id, region, 100, 'candidate' from registration where id = ${id} returning id`);
    const attempt = { personId, examCode: 'MO-200', startedAt: '2025-11-24T09:00:00.000Z' };
    await house.admin.post('/v1/past-attempts', { attempts: [{ ...attempt, score: 300 }], source: 'Certiport' });
    for (const by of programme) {
      for (const step of ['settle', 'waive'])
        expect(await by.post(`/v1/charges/${charge!.id}/${step}`, { reason: 'so be it' })).toMatchObject(OWN);
      expect(await by.post('/v1/past-attempts/revoke', { ...attempt, reason: 'mistaken' })).toMatchObject(OWN);
    }
  });
});
