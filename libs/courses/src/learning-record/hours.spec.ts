import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { coursesService } from '../testing/courses-service.js';
import { given } from '../testing/given.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const has = given(database);
let short: string;
let literacy: string;
let manager: typeof admin;

// Today is 2026-11-23.
beforeAll(async () => {
  await has.academy();
  short = await has.course('OF 12 HOURS', 12, { topics: ['excel'] });
  literacy = await has.course('LITERACY', 30);
  manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [has.academyId] }));
});

/** Somebody with a place in an offering of the course since 1 November. */
async function learner(name: string, courseId: string, trainerId?: string) {
  const [personId] = await has.persons(name, 1);
  const days = { startsOn: '2026-11-01', endsOn: '2026-12-31' };
  const offering = { courseId, academyId: has.academyId, ...days, seats: 5, trainerId };
  const { id: offeringId } = (await admin.post('/v1/offerings', offering)).body;
  const { id } = (await admin.post('/v1/enrolments', { personId, offeringId })).body;
  return { personId: personId!, id, courseId, place: async () => (await admin.get(`/v1/enrolments/${id}`)).body };
}
type Learner = Pick<Awaited<ReturnType<typeof learner>>, 'personId' | 'courseId'>;
const told = ({ personId, courseId }: Learner, endedAt: string, hours: number, verb = 'attended') => ({
  id: crypto.randomUUID(),
  actor: { account: { name: personId } },
  verb: { id: `http://adlnet.gov/expapi/verbs/${verb}` },
  object: { id: courseId },
  result: { duration: `PT${Math.round(hours * 60)}M` },
  timestamp: endedAt,
});
const record = (by: typeof admin, ...statements: object[]) => by.post('/v1/statements', { statements });
const readRecord = async (personId: string) => (await admin.get(`/v1/persons/${personId}/learning-record`)).body;

describe('a completion', () => {
  it('is none without the hours of the course, whoever tells of it', async () => {
    const who = await learner('in a minute', short);
    for (const by of [admin, admin.as(await tokens.of({ role: 'integrator', scopes: ['*'] }))])
      expect(await record(by, told(who, '2026-11-20T20:00:00Z', 1 / 60, 'completed'))).toMatchObject({
        status: 409,
        body: { code: 'COURSE_HOURS_MISSING', places: [{ enrolmentId: who.id, required: expect.closeTo(9.6) }] },
      });
    expect(await who.place()).toMatchObject({ state: 'enrolled', hours: 0, completedOn: null });
    expect((await readRecord(who.personId)).evidence).toEqual([]);
  });

  it('is none by hours that could not have been, and is one by the share of the hours that it takes', async () => {
    const who = await learner('in a day', short);
    const long = told(who, '2026-11-20T20:00:00Z', 19.9, 'completed');
    expect((await record(admin, long)).body.code).toBe('COURSE_HOURS_MISSING');
    await record(manager, told(who, '2026-11-19T20:00:00Z', 4));
    await record(admin, told(who, '2026-11-20T20:00:00Z', 6, 'completed'));
    expect(await who.place()).toMatchObject({
      ...{ state: 'completed', hours: 10, completedOn: '2026-11-20', completedBy: 'test:programme-admin' },
    });
    const [event] = await database.db.asActor(actorOf('system'), (tx) =>
      tx.query<{ d: object }>(sql`
        select change -> 'd' as d from event_new, jsonb_array_elements(body -> 'changes') change
        where subject = 'enrolment' and change ->> 's' = ${who.id} order by id desc limit 1`),
    );
    expect(event!.d).toMatchObject({ completedBy: 'test:programme-admin' });
  });

  it('is not told by the manager of the own academy, at any door, nor by whom it is of', async () => {
    const who = await learner('own word', short);
    const statement = told(who, '2026-11-20T20:00:00Z', 8, 'completed');
    expect(await record(manager, statement)).toMatchObject({ status: 403, body: { code: 'COMPLETION_NEEDS_ANOTHER' } });
    const mutation = 'mutation ($input: RecordStatementsInput!) { recordStatements(input: $input) { recorded } }';

    const { body } = await manager.graphql(mutation, { input: { statements: [statement] } });
    expect(body.errors[0].extensions.code).toBe('COMPLETION_NEEDS_ANOTHER');
    const itself = admin.as(await tokens.of({ role: 'programme-admin', personId: who.personId }));
    expect((await record(itself, statement)).status).toBe(403);
    expect((await who.place()).state).toBe('enrolled');
  });

  it('is told by the trainer of the offering, and by no other one', async () => {
    const trainerId = await has.trainer('teaching', short);
    const who = await learner('taught', short, trainerId);
    const grant = { role: 'trainer', academies: [has.academyId] } as const;
    const trainer = admin.as(await tokens.of({ ...grant, personId: trainerId }));
    const other = admin.as(await tokens.of({ ...grant, personId: crypto.randomUUID() }));
    const untaught = await learner('untaught', short);
    expect((await record(other, told(who, '2026-11-20T20:00:00Z', 8))).status).toBe(403);
    expect((await record(trainer, told(untaught, '2026-11-20T20:00:00Z', 8))).status).toBe(403);
    await record(trainer, told(who, '2026-11-19T20:00:00Z', 8));
    expect((await record(trainer, told(who, '2026-11-20T20:00:00Z', 8, 'completed'))).status).toBe(200);
    expect(await who.place()).toMatchObject({ state: 'completed', hours: 16 });
    expect(await untaught.place()).toMatchObject({ state: 'enrolled', hours: 0 });
  });
});

describe('hours of literacy', () => {
  it('are of days of the convention: others are refused at the door', async () => {
    const who = await learner('of other years', literacy);
    for (const day of ['1975-06-01', '2019-06-01', '2026-08-31'])
      expect((await record(manager, told(who, `${day}T20:00:00Z`, 8))).body).toMatchObject({
        code: 'INVALID_INPUT',
        errors: [{ path: 'statements.0.timestamp', code: 'outside_convention' }],
      });
    expect(await readRecord(who.personId)).toMatchObject({ hours: 0, literacy: { hours: 0 }, evidence: [] });
  });

  it('are no more on a day than eight, over all courses, and the record says which', async () => {
    const who = await learner('day and night', literacy, await has.trainer('of literacy', literacy));
    const excel = await learner('day and night', short);
    await record(manager, told(who, '2026-11-20T23:59:00Z', 23.9), told(excel, '2026-11-21T10:00:00Z', 5));
    await record(manager, told(who, '2026-11-21T20:00:00Z', 8));
    expect(await readRecord(who.personId)).toMatchObject({
      ...{ hours: 16, literacy: { hours: 11 } },
      evidence: [
        { hours: 3, literacyHours: 3, whyNot: 'MORE_THAN_A_DAY_HOLDS' },
        { hours: 5, literacyHours: 0, whyNot: null },
        { hours: 8, literacyHours: 8, whyNot: 'MORE_THAN_A_DAY_HOLDS' },
      ],
    });
    expect([(await who.place()).hours, (await excel.place()).hours]).toEqual([11, 5]);
  });

  it('are of a place in an offering, and of no course that is made up', async () => {
    const [personId] = await has.persons('without a place', 1);
    await record(manager, told({ personId: personId!, courseId: literacy }, '2026-11-20T20:00:00Z', 8));
    const synthetic = await has.course('MADE UP', 30, { synthetic: true });
    const who = await learner('without a place', synthetic);
    await record(manager, told(who, '2026-11-19T20:00:00Z', 8));
    expect(await readRecord(personId!)).toMatchObject({
      ...{ hours: 8, literacy: { hours: 0 } },
      evidence: [
        { hours: 0, literacyHours: 0, whyNot: 'NO_PLACE_IN_AN_OFFERING' },
        { hours: 8, literacyHours: 0, whyNot: null, literacyWhyNot: 'COURSE_IS_MADE_UP' },
      ],
    });
  });

  it('count anew by the rules before anybody is evaluated, where they were counted otherwise before', async () => {
    const who = await learner('of the release before', literacy);
    const days = [17, 18, 19, 20].map((day) => told(who, `2026-11-${day}T20:00:00Z`, 7.5));
    await record(manager, ...days);
    await database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`update statement set hours = null, why_not = null,
        during = tstzrange(lower(during) - interval '50 years', upper(during) - interval '50 years')
        where person_id = ${who.personId}`);
    });
    expect((await readRecord(who.personId)).evidence[0]).toMatchObject({ hours: 0, whyNot: 'NOT_COUNTED_YET' });
    const evaluated = await manager.post(`/v1/persons/${who.personId}/literacy-evaluation`, { score: 900 });
    expect(evaluated).toMatchObject({ status: 409, body: { code: 'LITERACY_HOURS_MISSING', hours: 0 } });
  });
});
