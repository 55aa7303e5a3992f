import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { actorOf, type Send } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { enrolmentTrainersMigration } from '../migrations/2026-11-27-enrolment-trainers.js';
import { loadCoursesReference } from '../index.js';
import { given } from '../testing/given.js';
import { coursesService } from '../testing/courses-service.js';

const academyId = stableId('test', 'academy');
const elsewhere = stableId('test', 'elsewhere');
const { database, tokens, admin, close } = await coursesService();
afterAll(close);
let excel: string;
let literacy: string;
let short: string;

beforeAll(async () => {
  await database.db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`insert into academy_copy(subject, version, generation, region, accredited)
      values (${academyId}, 1, 1, 'MA-04', true), (${elsewhere}, 1, 1, 'MA-05', true)`),
  );
  excel = (await admin.get('/v1/courses?q=excel&first=1')).body.items[0].id;
  literacy = (await admin.get('/v1/courses?topic=digital-literacy&first=1')).body.items[0].id;
  short = await given(database).course('OF 1 HOUR', 1);
});

async function people(prefix: string, number: number, academy = academyId): Promise<string[]> {
  const ids = Array.from({ length: number }, (_, index) => stableId('test person', `${prefix} ${index}`));
  await database.db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`insert into person_copy(subject, version, generation, academy_id, region, active, kind)
      select id, 1, 1, ${academy}, 'MA-04', true, 'staff' from unnest(${ids}::text[]) id on conflict do nothing`),
  );
  return ids;
}
const open = async (seats: number, about: object = {}): Promise<string> =>
  (
    await admin.post('/v1/offerings', {
      courseId: excel,
      academyId,
      startsOn: '2026-12-01',
      endsOn: '2027-03-01',
      seats,
      ...about,
    })
  ).body.id;

describe('the catalogue', () => {
  it('says at both doors whose words its titles are, and nothing of courses that are made up', async () => {
    const one = async (q: string) => (await admin.get(`/v1/courses?q=${q}&first=1`)).body.items[0];
    const learn = await one('azure bot service');
    expect(learn.titles.fr).toBe('Créer un chatbot avec Azure Bot Service');
    expect(learn.titleOrigins).toEqual({ fr: 'translated', ar: null, en: 'derived' });
    const { body } = await admin.graphql(`{ course(id: "${learn.id}") { titleOrigins { fr en } } }`);
    expect(body.data.course.titleOrigins).toEqual({ fr: 'TRANSLATED', en: 'DERIVED' });
    expect((await one('DIA_DEV_TS')).titleOrigins).toMatchObject({ fr: 'official' });
    expect((await one('SYN-0001')).titleOrigins).toBeNull();
  });

  it('is found in French and Arabic, whatever accents and forms, and unfinished words', async () => {
    const found = async (q: string) =>
      (await admin.get(`/v1/courses?first=5&q=${encodeURIComponent(q)}`)).body.items.length;
    expect(await found('RESEAUX')).toBeGreaterThan(0);
    expect(await found('réseaux')).toBe(await found('reseaux'));
    expect(await found('الشبكات')).toBeGreaterThan(0);
    expect(await found('exce')).toBeGreaterThan(0);
    expect(await found('!!!')).toBe(0);
    expect(await found("'); drop zzqq; --")).toBe(0);
  });

  it('tells titles in the language asked for, in French unless told', async () => {
    const titled = async (lang = '') => {
      const { body } = await admin.graphql(`{ course(id: "${literacy}") { title${lang} titles { fr ar } } }`);
      expect(body.errors).toBeUndefined();
      return body.data.course;
    };
    const { title, titles } = await titled();
    expect(title).toBe(titles.fr);
    expect((await titled('(lang: FR)')).title).toBe(titles.fr);
    expect((await titled('(lang: AR)')).title).toBe(titles.ar ?? titles.fr);
  });

  it('is paged without loss or repetition, and loaded once', async () => {
    const seen: string[] = [];
    for (let after = ''; ;) {
      const { body } = await admin.get(`/v1/courses?first=100${after && `&after=${after}`}`);
      seen.push(...body.items.map(({ code }: { code: string }) => code));
      if (!(after = body.nextCursor)) break;
    }
    expect(seen.length).toBeGreaterThanOrEqual(1500);
    expect(new Set(seen).size).toBe(seen.length);
    const events = () =>
      database.db.readAs(actorOf('system'), (tx) =>
        tx.query(sql`select 1 from event_new union all select 1 from event`),
      );
    const before = (await events()).length;
    await loadCoursesReference(database.db);
    expect((await events()).length).toBe(before);
  });
});

describe('enrolment', () => {
  it('gives as many places as there are seats, however many race; the others wait in order', async () => {
    const offeringId = await open(10);
    const crowd = await people('crowd', 60);
    const answers = await Promise.all(crowd.map((personId) => admin.post('/v1/enrolments', { personId, offeringId })));
    const states = answers.map(({ body }) => body.state);
    expect(states.filter((state) => state === 'enrolled')).toHaveLength(10);
    expect(states.filter((state) => state === 'waitlisted')).toHaveLength(50);
    expect((await admin.get(`/v1/offerings/${offeringId}`)).body).toMatchObject({ taken: 10, waiting: 50 });
    const [late] = await people('late', 1);
    const full = await admin.post('/v1/enrolments', { personId: late, offeringId, waitlist: false });
    expect(full).toMatchObject({ status: 409, body: { code: 'OFFERING_IS_FULL' } });
    const leaving = answers.find(({ body }) => body.state === 'enrolled')!.body.id;
    await admin.post(`/v1/enrolments/${leaving}/withdraw`);
    expect((await admin.get(`/v1/offerings/${offeringId}`)).body).toMatchObject({ taken: 10, waiting: 49 });
    expect((await admin.post(`/v1/enrolments/${leaving}/withdraw`)).body.code).toBe('ENROLMENT_IS_OVER');
  });

  it('is once in an offering, and in none of a course that is retired', async () => {
    const [personId] = await people('once', 1);
    const enrol = { personId, offeringId: await open(2) };
    expect((await admin.post('/v1/enrolments', enrol)).body.state).toBe('enrolled');
    expect(await admin.post('/v1/enrolments', enrol)).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_ENROLLED' },
    });
    const courseId = await given(database).course('RETIRED 1', 1);
    await database.db.asActor(actorOf('system'), (tx) =>
      tx.query(sql`update course set state = 'retired' where id = ${courseId}`),
    );
    const about = { courseId, academyId, startsOn: '2026-12-01', endsOn: '2027-03-01', seats: 2 };
    expect((await admin.post('/v1/offerings', about)).body.code).toBe('COURSE_IS_RETIRED');
  });

  it('in bulk tells what came of each, and repeats nothing', async () => {
    const offeringId = await open(2);
    const [a, b, c] = await people('bulk', 3);
    const persons = [a, b, c, stableId('test', 'nobody')];
    const outcomes = async () =>
      (await admin.post('/v1/enrolments/bulk', { offeringId, persons })).body.outcomes.map(
        ({ outcome }: { outcome: string }) => outcome,
      );
    expect(await outcomes()).toEqual(['enrolled', 'enrolled', 'waitlisted', 'person-unknown']);
    expect(await outcomes()).toEqual(['already-enrolled', 'already-enrolled', 'already-enrolled', 'person-unknown']);
  });

  it('in bulk has the same person in two requests at once enrolled by one, and told so by the other', async () => {
    for (let round = 0; round < 5; round++) {
      const offeringId = await open(50);
      const crowd = await people(`overlap ${round}`, 9);
      const both = [crowd.slice(0, 5), crowd.slice(4).toReversed()];
      const answers = await Promise.all(
        both.map((persons) => admin.post('/v1/enrolments/bulk', { offeringId, persons })),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const outcomes = answers.flatMap(({ body }) => body.outcomes.map(({ outcome }: { outcome: string }) => outcome));
      expect(outcomes.toSorted()).toEqual(['already-enrolled', ...Array(9).fill('enrolled')]);
    }
  });

  it('in bulk answers the same request with the same, by its Idempotency-Key', async () => {
    const key = { headers: { 'idempotency-key': 'enrol-1' } };
    const command = { offeringId: await open(2), persons: await people('keyed', 3) };
    const first = await admin.post('/v1/enrolments/bulk', command, key);
    expect(await admin.post('/v1/enrolments/bulk', command, key)).toMatchObject({ status: 200, body: first.body });
    const other = await admin.post('/v1/enrolments/bulk', { ...command, persons: await people('other', 1) }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('is a manager’s in the own academy, and one’s own to read', async () => {
    const offeringId = await open(5);
    const [mine] = await people('own', 1);
    const [foreign] = await people('foreign', 1, elsewhere);
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [academyId] }));
    const made = await manager.post('/v1/enrolments', { personId: mine, offeringId });
    expect(made.status).toBe(201);
    expect((await manager.post('/v1/enrolments', { personId: foreign, offeringId })).body.code).toBe('PERSON_UNKNOWN');
    const other = admin.as(await tokens.of({ role: 'candidate', personId: foreign }));
    expect((await other.get(`/v1/enrolments/${made.body.id}`)).status).toBe(404);
    const auditor = admin.as(await tokens.of({ role: 'auditor' }));
    expect((await auditor.post('/v1/enrolments', { personId: mine, offeringId })).status).toBe(403);
  });
});

describe('who teaches', () => {
  const said = (ids: readonly string[]) =>
    database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ type: string; version: number; trainer: string | null }>(sql`
        select type, (change ->> 'v')::int as version, change #>> '{d,trainerId}' as trainer
        from (select * from event_new union all select id, uid, subject, type, body, at, trace from (
          select 0 as id, uid, subject, type, body, at, trace from event) moved) log,
          jsonb_array_elements(body -> 'changes') change
        where change ->> 's' = any(${ids}::text[]) order by version, type`),
    );

  it('is told with each enrolment, and of those of before once', async () => {
    const trainerId = stableId('test', 'trainer');
    await database.db.asActor(actorOf('system'), (tx) =>
      tx.query(sql`insert into trainer_copy(subject, version, generation, active, topics)
        select ${trainerId}, 1, 1, true, topics from course where id = ${excel}`),
    );
    const [offeringId, untaught] = [await open(1, { trainerId }), await open(1)];
    const [taught, waiting, alone] = await people('pupil', 3);
    const enrolled = async (personId: string, at: string) =>
      (await admin.post('/v1/enrolments', { personId, offeringId: at })).body;
    const first = await enrolled(taught!, offeringId);
    const others = [await enrolled(waiting!, offeringId), await enrolled(alone!, untaught)];
    expect([first, ...others].map((one) => one.trainerId)).toEqual([trainerId, trainerId, null]);
    expect(await said([first.id])).toEqual([{ type: 'PersonEnrolled', version: 1, trainer: trainerId }]);

    await database.db.asActor(actorOf('system'), (tx) => tx.query(sql([enrolmentTrainersMigration.up])));
    expect(await said([first.id])).toEqual([
      { type: 'PersonEnrolled', version: 1, trainer: trainerId },
      { type: 'PersonEnrolled', version: 2, trainer: trainerId },
    ]);
    expect(await said(others.map(({ id }) => id))).toHaveLength(2);
  });
});

describe('the learning record', () => {
  const statement = (person: string, about: object = {}) => ({
    id: crypto.randomUUID(),
    actor: { account: { name: person } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
    object: { id: literacy },
    result: { duration: 'PT6H' },
    timestamp: '2026-11-20T20:00:00Z',
    ...about,
  });
  const record = (...statements: object[]) => admin.post('/v1/statements', { statements });
  const teacher = () => given(database).trainer('of literacy', literacy);
  const enrolIn = async (person: string, about: object = {}): Promise<string> => {
    const offeringId = await open(1, {
      courseId: literacy,
      startsOn: '2026-11-01',
      trainerId: await teacher(),
      ...about,
    });
    return (await admin.post('/v1/enrolments', { personId: person, offeringId })).body.id;
  };

  it('counts what overlaps once, and gates the evaluation by 30 hours', async () => {
    const [person] = await people('learner', 1);
    const id = await enrolIn(person!);
    await record(statement(person!), statement(person!, { timestamp: '2026-11-20T21:30:00Z' }));
    const read = async () => (await admin.get(`/v1/persons/${person}/learning-record`)).body;
    expect(await read()).toMatchObject({ hours: 7.5, literacy: { hours: 7.5, required: 30, state: 'in-progress' } });
    const evaluate = (score: number, send?: Send) =>
      admin.post(`/v1/persons/${person}/literacy-evaluation`, { score }, send);
    expect((await evaluate(900)).body).toMatchObject({ code: 'LITERACY_HOURS_MISSING', unconfirmed: 7.5, missing: 30 });
    const more = [16, 17, 18].map((day) => ({
      ...{ result: { duration: 'PT7H30M' }, timestamp: `2026-11-${day}T20:00:00Z` },
    }));
    await record(...more.map((about) => statement(person!, about)));
    const another = admin.as(await tokens.of({ role: 'programme-admin', subject: 'another' }));
    const { offeringId } = (await admin.get(`/v1/enrolments/${id}`)).body;
    await another.post(`/v1/offerings/${offeringId}/confirm-hours`);
    const key = { headers: { 'idempotency-key': 'evaluate-1' } };
    const held = await evaluate(700, key);
    expect(held.body).toMatchObject({ hours: 30, state: 'in-progress', evaluationId: expect.any(String) });
    expect((await evaluate(700, key)).body).toEqual(held.body);
  });

  it('loses no hour of one person, however many statements come at once', async () => {
    const [person] = await people('busy', 1);
    const offeringId = await open(1, { courseId: literacy, startsOn: '2026-11-20', trainerId: await teacher() });
    const { id } = (await admin.post('/v1/enrolments', { personId: person, offeringId })).body;
    const hours = Array.from({ length: 8 }, (_, hour) => String(hour + 8).padStart(2, '0'));
    const oneHour = (hour: string) => ({ result: { duration: 'PT1H' }, timestamp: `2026-11-20T${hour}:00:00Z` });
    await Promise.all(hours.map((hour) => record(statement(person!, oneHour(hour)))));
    expect((await admin.get(`/v1/enrolments/${id}`)).body).toMatchObject({ hours: 8, state: 'enrolled' });
    expect((await admin.get(`/v1/persons/${person}/learning-record`)).body).toMatchObject({
      hours: 8,
      literacy: { hours: 8 },
    });
  });

  it('shows the manager whom the person came to no enrolment of the academy left, as the list of enrolments', async () => {
    const [person] = await people('moving', 1);
    const enrol = async (startsOn: string): Promise<string> => {
      const offeringId = await open(1, { courseId: literacy, startsOn });
      return (await admin.post('/v1/enrolments', { personId: person, offeringId })).body.id;
    };
    const before = await enrol('2026-11-20');
    await database.db.asActor(actorOf('system'), (tx) =>
      tx.query(sql`update person_copy set academy_id = ${elsewhere}, region = 'MA-05' where subject = ${person}`),
    );
    const since = await enrol('2026-11-21');
    const seen = async (api: typeof admin) =>
      (await api.get(`/v1/persons/${person}/learning-record`)).body.enrolments.map(({ id }: { id: string }) => id);
    const manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [elsewhere] }));
    expect(await seen(manager)).toEqual([since]);
    expect((await manager.get(`/v1/enrolments/${before}`)).status).toBe(404);
    expect(await seen(admin)).toEqual([before, since]);
    expect(await seen(admin.as(await tokens.of({ role: 'candidate', personId: person! })))).toEqual([before, since]);
  });

  it('tells a completion as one, once', async () => {
    const [person] = await people('completing', 1);
    const id = await enrolIn(person!, { courseId: short, startsOn: '2026-11-20', trainerId: undefined });
    const of = { object: { id: short } };
    const completed = { ...of, verb: { id: 'http://adlnet.gov/expapi/verbs/completed' } };
    await record(statement(person!, of));
    await record(statement(person!, completed));
    await record(statement(person!, { ...completed, timestamp: '2026-11-21T20:00:00Z' }));
    const told = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ type: string }>(sql`
        select type from event_new, jsonb_array_elements(body -> 'changes') change where change ->> 's' = ${id} order by id`),
    );
    expect(told.map(({ type }) => type)).toEqual([
      'PersonEnrolled',
      'HoursRecorded',
      'EnrolmentCompleted',
      'HoursRecorded',
    ]);
    expect((await admin.get(`/v1/enrolments/${id}`)).body).toMatchObject({ completedOn: '2026-11-20', hours: 12 });
  });

  it('counts nothing for an offering that had not started then, and completes nothing in it', async () => {
    const [person] = await people('early', 1);
    const offeringId = await open(1, { courseId: short, startsOn: '2026-11-21' });
    const { id } = (await admin.post('/v1/enrolments', { personId: person, offeringId })).body;
    const place = async () => (await admin.get(`/v1/enrolments/${id}`)).body;
    const before = statement(person!, { object: { id: short } });
    const completed = { object: { id: short }, verb: { id: 'http://adlnet.gov/expapi/verbs/completed' } };
    expect((await record(before)).body).toMatchObject({ recorded: 1, known: 0 });
    const early = statement(person!, { ...completed, timestamp: '2026-11-20T23:59:59Z' });
    expect(await record(statement(person!), early)).toMatchObject({
      status: 409,
      body: { code: 'COMPLETED_BEFORE_OFFERING', statements: [{ id: early.id, startsOn: '2026-11-21' }] },
    });
    expect(await place()).toMatchObject({ hours: 0, state: 'enrolled', completedOn: null });
    const onTheDay = { timestamp: '2026-11-21T00:00:00Z', result: { duration: 'PT1H' } };
    expect((await record(statement(person!, { ...completed, ...onTheDay }))).status).toBe(200);
    expect(await place()).toMatchObject({ hours: 1, state: 'completed', completedOn: '2026-11-21' });
    const later = await admin.patch(
      `/v1/offerings/${offeringId}`,
      { startsOn: '2026-11-22' },
      { headers: { 'if-match': '1' } },
    );
    expect(later).toMatchObject({ status: 409, body: { code: 'OFFERING_HAS_HOURS' } });
  });

  it('takes a statement once, and refuses its id for another one, all or nothing', async () => {
    const [person] = await people('repeating', 1);
    const one = statement(person!);
    expect((await record(one)).body).toMatchObject({ recorded: 1, known: 0 });
    expect((await record(one)).body).toEqual({ recorded: 0, known: 1, toConfirm: [] });
    const conflict = await record({ ...one, result: { duration: 'PT1H' } }, statement(person!));
    expect(conflict).toMatchObject({ status: 409, body: { code: 'STATEMENT_CONFLICT', ids: [one.id] } });
    expect((await admin.get(`/v1/persons/${person}/learning-record`)).body.evidence).toHaveLength(1);
    const bad = await record(
      statement(person!, { result: { duration: 'P1Y' } }),
      statement(person!, { timestamp: '2027-01-01T00:00:00Z' }),
    );
    expect(bad.body.errors).toMatchObject([{ path: 'statements.0.result.duration', code: 'invalid_duration' }]);
  });
});
