import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { coursesService } from '../testing/courses-service.js';
import { given as givenIn } from '../testing/given.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const given = givenIn(database);
let course: string;
let offeringId: string;

beforeAll(async () => {
  await given.academy();
  course = (await admin.get('/v1/courses?topic=digital-literacy&first=1')).body.items[0].id;
  const about = { courseId: course, academyId: given.academyId, startsOn: '2026-11-01', endsOn: '2026-12-31' };
  const trainerId = await given.trainer('who stays', course);
  offeringId = (await admin.post('/v1/offerings', { ...about, seats: 100, trainerId })).body.id;
});

const someone = async (name: string): Promise<string> => (await given.persons(name, 1))[0]!;
/** Somebody of the staff with a place in the offering. */
async function learner(name: string): Promise<string> {
  const personId = await someone(name);
  await admin.post('/v1/enrolments', { personId, offeringId });
  return personId;
}
const leaves = (id: string, leftOn?: string) => given.personsSay([{ id, version: 2, active: false, leftOn }]);
const returns = (id: string) => given.personsSay([{ id, version: 3, active: true }]);
const learnt = (name: string, day: string, hours = 8) => ({
  id: crypto.randomUUID(),
  actor: { account: { name } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
  object: { id: course },
  result: { duration: `PT${hours}H` },
  timestamp: `${day}T20:00:00Z`,
});
const record = (...statements: object[]) => admin.post('/v1/statements', { statements });
const confirm = async () =>
  admin
    .as(await tokens.of({ role: 'programme-admin', subject: 'another' }))
    .post(`/v1/offerings/${offeringId}/confirm-hours`);
const hoursOf = async (id: string): Promise<number> =>
  (await admin.get(`/v1/persons/${id}/learning-record`)).body.hours;

describe('of who has left', () => {
  it('what was learnt by the day of leaving is recorded though it arrives later, and nothing of a later day', async () => {
    const id = await learner('learner');
    await leaves(id, '2026-11-20');
    expect((await record(learnt(id, '2026-11-19'), learnt(id, '2026-11-20'))).body).toMatchObject({
      recorded: 2,
      known: 0,
    });
    const late = learnt(id, '2026-11-21');
    expect(await record(learnt(id, '2026-11-18'), late)).toMatchObject({
      status: 409,
      body: { code: 'PERSON_HAS_LEFT', statements: [{ id: late.id, leftOn: '2026-11-20' }] },
    });
    expect(await hoursOf(id)).toBe(16);
  });

  it('what was recorded before is known, word for word, and whoever returns may learn again', async () => {
    const id = await someone('told in time');
    const told = learnt(id, '2026-11-21');
    await record(told);
    await leaves(id, '2026-11-20');
    expect((await record(told)).body).toEqual({ recorded: 0, known: 1, toConfirm: [] });
    await returns(id);
    expect((await record(learnt(id, '2026-11-22'))).status).toBe(200);
  });

  it('on a day that nobody knows, what was learnt is taken, as no day says otherwise', async () => {
    const id = await someone('left at some time');
    await leaves(id);
    expect((await record(learnt(id, '2026-11-22'))).body).toMatchObject({ recorded: 1, known: 0 });
  });

  it('no literacy evaluation is taken after the day of leaving; one of before is decided about', async () => {
    const [id, other] = [await learner('evaluated'), await learner('evaluated too late')];
    for (const one of [id, other])
      await record(...['19', '20', '21', '22'].map((day) => learnt(one, `2026-11-${day}`)));
    await confirm();
    const evaluate = (one: string, score = 800) => admin.post(`/v1/persons/${one}/literacy-evaluation`, { score });
    const { evaluationId } = (await evaluate(id)).body;
    await leaves(id, '2026-11-23');
    await leaves(other, '2026-11-22');
    expect(await evaluate(other)).toMatchObject({
      status: 409,
      body: { code: 'PERSON_HAS_LEFT', leftOn: '2026-11-22' },
    });
    database.clock.set('2026-11-25T09:00:00Z');
    expect((await evaluate(id)).body).toMatchObject({ evaluationId });
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: [given.region] }));
    const decide = (one: string) =>
      director.post(`/v1/literacy-evaluations/${one}/decide`, { accept: true, reason: 'seen the sheet' });
    expect((await decide(evaluationId)).body).toMatchObject({ state: 'accepted' });
    database.clock.set('2026-11-23T09:00:00Z');
  });

  it('an evaluation that was sent before anybody knew of the departure, but after its day, is not accepted', async () => {
    const id = await learner('evaluated in between');
    await record(...['19', '20', '21', '22'].map((day) => learnt(id, `2026-11-${day}`)));
    await confirm();
    const { evaluationId } = (await admin.post(`/v1/persons/${id}/literacy-evaluation`, { score: 800 })).body;
    await leaves(id, '2026-11-22');
    const director = admin.as(await tokens.of({ role: 'regional-director', regions: [given.region] }));
    const decide = (accept: boolean) =>
      director.post(`/v1/literacy-evaluations/${evaluationId}/decide`, { accept, reason: 'seen the sheet' });
    expect((await decide(true)).body).toMatchObject({ code: 'PERSON_HAS_LEFT', leftOn: '2026-11-22' });
    expect((await decide(false)).body).toMatchObject({ state: 'rejected' });
  });

  it('nobody is enrolled, by form, mutation or list, and the others of the list are', async () => {
    const [gone, here] = [await someone('not enrolled'), await someone('enrolled')];
    await leaves(gone, '2026-11-20');
    const days = { startsOn: '2026-12-01', endsOn: '2027-03-01' };
    const offering = { courseId: course, academyId: given.academyId, ...days, seats: 5 };
    const offeringId = (await admin.post('/v1/offerings', offering)).body.id;
    const refused = { code: 'PERSON_HAS_LEFT', leftOn: '2026-11-20' };
    expect(await admin.post('/v1/enrolments', { personId: gone, offeringId })).toMatchObject({
      status: 409,
      body: refused,
    });
    const { body } = await admin.graphql('mutation ($input: EnrolInput!) { enrol(input: $input) { id } }', {
      input: { personId: gone, offeringId },
    });
    expect(body.errors).toMatchObject([{ extensions: refused }]);
    const many = await admin.post('/v1/enrolments/bulk', { offeringId, persons: [gone, here] });
    expect(many.body.outcomes).toMatchObject([
      { personId: gone, outcome: 'person-has-left', enrolmentId: null },
      { personId: here, outcome: 'enrolled' },
    ]);
    const elsewhere = admin.as(await tokens.of({ role: 'academy-manager', academies: [crypto.randomUUID()] }));
    const unseen = await elsewhere.post('/v1/enrolments', { personId: gone, offeringId });
    expect(unseen.body.code).toBe('PERSON_UNKNOWN');
  });
});
