import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coursesService } from '../testing/courses-service.js';
import { given as givenIn } from '../testing/given.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const given = givenIn(database);
let course: string;
let id: string;
let oneself: (typeof admin)[];

beforeAll(async () => {
  await given.academy();
  course = (await admin.get('/v1/courses?topic=digital-literacy&first=1')).body.items[0].id;
  const trainerId = await given.trainer('of literacy', course);
  const days = { startsOn: '2026-11-01', endsOn: '2026-12-31' };
  const offering = { courseId: course, academyId: given.academyId, ...days, seats: 9, trainerId };
  const offeringId = (await admin.post('/v1/offerings', offering)).body.id;
  [id] = (await given.persons('who directs', 1)) as [string];
  await admin.post('/v1/enrolments', { personId: id, offeringId });
  await admin.post('/v1/statements', { statements: ['19', '20', '21', '22'].map((day) => learnt(day)) });
  const other = admin.as(await tokens.of({ role: 'programme-admin', subject: 'another' }));
  expect((await other.post(`/v1/offerings/${offeringId}/confirm-hours`)).status).toBe(200);
  // The second says nobody, and is known by the first.
  const about = { role: 'regional-director', subject: 'one human', regions: [given.region] } as const;
  oneself = await Promise.all(
    [{ personId: id }, {}].map(async (who) => admin.as(await tokens.of({ ...about, ...who }))),
  );
});

const learnt = (day: string) => ({
  id: crypto.randomUUID(),
  actor: { account: { name: id } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
  object: { id: course },
  result: { duration: 'PT7H30M' },
  timestamp: `2026-11-${day}T20:00:00Z`,
});
const OWN = { status: 403, body: { code: 'FORBIDDEN' } };

describe('of the own literacy nobody', () => {
  it('records hours', async () => {
    for (const by of oneself)
      expect(await by.post('/v1/statements', { statements: [learnt('18')] })).toMatchObject(OWN);
  });

  it('sends an evaluation, nor decides about one', async () => {
    const path = `/v1/persons/${id}/literacy-evaluation`;
    for (const by of oneself) expect(await by.post(path, { score: 900 })).toMatchObject(OWN);
    const { evaluationId } = (await admin.post(path, { score: 700 })).body;
    const decide = (by: typeof admin) =>
      by.post(`/v1/literacy-evaluations/${evaluationId}/decide`, { accept: true, reason: 'seen the sheet' });
    for (const by of oneself) expect(await decide(by)).toMatchObject(OWN);
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: [given.region] }));
    expect((await decide(director)).status).toBe(200);
  });
});
