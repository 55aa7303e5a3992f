import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { given as givenIn } from '../testing/given.js';
import { beginOfDay } from '../learning-record/learning-rules.js';
import { coursesService } from '../testing/courses-service.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const given = givenIn(database);
let course: string;
let offeringId: string;
let untaughtId: string;
let manager: typeof admin;
let director: typeof admin;
let confirmer: typeof admin;

beforeAll(async () => {
  await given.academy();
  const { academyId, region } = given;
  manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [academyId] }));
  director = manager.as(await tokens.of({ role: 'regional-director', regions: [region] }));
  confirmer = manager.as(await tokens.of({ role: 'academy-manager', academies: [academyId], subject: 'confirmer' }));
  course = (await manager.get('/v1/courses?topic=digital-literacy&first=1')).body.items[0].id;
  const trainerId = await given.trainer('literacy', course);
  const asked = offering(100);
  offeringId = (await director.post('/v1/offerings', { ...asked, trainerId })).body.id;
  untaughtId = (await manager.post('/v1/offerings', asked)).body.id;
});

const offering = (seats = 9) => ({
  ...{ courseId: course, academyId: given.academyId },
  ...{ startsOn: '2026-11-01', endsOn: '2026-12-31', seats },
});

/** Somebody of the staff with 30 hours that another manager confirmed, unless told, and what may be done about them. */
async function learner(name: string, kind = 'staff', within = offeringId, isConfirmed = true) {
  const [id] = await given.persons(name, 1, kind);
  const statement = (day: number) => ({
    id: crypto.randomUUID(),
    actor: { account: { name: id } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/attended' },
    object: { id: course },
    result: { duration: 'PT7H30M' },
    timestamp: `2026-11-${day}T20:00:00Z`,
  });
  await manager.post('/v1/enrolments', { personId: id, offeringId: within });
  await manager.post('/v1/statements', { statements: [19, 20, 21, 22].map(statement) });
  const confirm = (by: typeof admin) => by.post(`/v1/offerings/${within}/confirm-hours`);
  if (isConfirmed) expect((await confirm(confirmer)).status).toBe(200);
  return {
    id: id!,
    confirm,
    evaluate: async (score: number, by = manager) =>
      (await by.post(`/v1/persons/${id}/literacy-evaluation`, { score })).body,
    track: async () => (await manager.get(`/v1/persons/${id}/learning-record`)).body.literacy,
  };
}
const decide = (evaluationId: string, accept: boolean, by = director) =>
  by.post(`/v1/literacy-evaluations/${evaluationId}/decide`, { accept, reason: 'seen the sheet' });
const query = <R>(statement: Sql) => database.db.asActor(actorOf('system'), (tx) => tx.query<R>(statement));
const eventsTold = async (personId: string) =>
  (
    await query<{ type: string }>(sql`
      select type from event_new, jsonb_array_elements(body -> 'changes') change
      where subject = 'literacy' and change ->> 's' = ${personId} and type <> 'LiteracyHoursRecorded'`)
  ).map(({ type }) => type);

const toldLast = async (personId: string) =>
  (
    await query<{ d: object }>(sql`
      select change -> 'd' as d from event_new, jsonb_array_elements(body -> 'changes') change
      where subject = 'literacy' and change ->> 's' = ${personId} order by id desc limit 1`)
  )[0]!.d;

describe('a literacy evaluation', () => {
  it('is of the office’s own staff and trainers: of a trainee it is neither sent nor accepted, at any door', async () => {
    const trainee = await learner('a trainee', 'trainee');
    const refused = { status: 409, code: 'LITERACY_IS_FOR_STAFF', kind: 'trainee' };
    for (const by of [manager, director, admin]) expect(await trainee.evaluate(700, by)).toMatchObject(refused);
    const mutation = 'mutation ($input: EvaluateLiteracyInput!) { evaluateLiteracy(input: $input) { state } }';
    const { body } = await director.graphql(mutation, { input: { personId: trainee.id, score: 700 } });
    expect(body.errors[0].extensions.code).toBe('LITERACY_IS_FOR_STAFF');
    const [held] = await query<{ id: string }>(sql`
      insert into literacy_evaluation(person_id, score, state, sent_at, sent_by)
      values (${trainee.id}, 700, 'held', '2026-11-23T08:00:00Z', 'before') returning id`);
    expect((await decide(held!.id, true)).body).toMatchObject(refused);
    expect((await decide(held!.id, false)).body).toMatchObject({ state: 'rejected' });
    expect(await eventsTold(trainee.id)).toEqual([]);
    const trainer = await learner('a trainer', 'trainer');
    expect((await decide((await trainer.evaluate(700)).evaluationId, true)).body).toMatchObject({ state: 'accepted' });
  });

  it('waits for hours in an offering that somebody teaches: those that nobody taught count for nothing, and it is told why', async () => {
    const { id, evaluate } = await learner('untaught', 'staff', untaughtId);
    const record = async () => (await manager.get(`/v1/persons/${id}/learning-record`)).body;
    const untaught = { hours: 7.5, literacyHours: 0, literacyWhyNot: 'NOBODY_TEACHES_IT', whyNot: null };
    expect(await record()).toMatchObject({ hours: 30, literacy: { hours: 0 }, evidence: Array(4).fill(untaught) });
    expect(await evaluate(900)).toMatchObject({ status: 409, code: 'LITERACY_HOURS_MISSING', hours: 0 });
    const trainerId = await given.trainer('literacy', course);
    const name = (who: string | null) => admin.patch(`/v1/offerings/${untaughtId}`, { trainerId: who });
    expect((await name(trainerId)).status).toBe(200);
    expect(await record()).toMatchObject({
      literacy: { hours: 30 },
      evidence: Array(4).fill({ literacyWhyNot: null }),
    });
    const { evaluationId } = await evaluate(900);
    expect((await name(null)).status).toBe(200);
    expect((await decide(evaluationId, true)).body).toMatchObject({ code: 'LITERACY_HOURS_MISSING' });
    expect((await decide(evaluationId, false)).body).toMatchObject({ state: 'rejected' });
  });

  it('waits for hours that another confirmed, when it is sent and when it is decided; each is told apart', async () => {
    const one = await learner('one manager', 'staff', offeringId, false);
    const mutation = 'mutation ($input: EvaluateLiteracyInput!) { evaluateLiteracy(input: $input) { state } }';
    const missing = { code: 'LITERACY_HOURS_MISSING', hours: 0, unconfirmed: 30, missing: 30 };
    expect(await one.evaluate(900)).toMatchObject({ status: 409, ...missing });
    const { body } = await manager.graphql(mutation, { input: { personId: one.id, score: 900 } });
    expect(body.errors[0].extensions).toMatchObject(missing);
    expect(await one.track()).toMatchObject({ hours: 30, confirmedHours: 0, unconfirmedHours: 30 });
    const [held] = await query<{ id: string }>(sql`
      insert into literacy_evaluation(person_id, score, state, sent_at, sent_by)
      values (${one.id}, 900, 'held', '2026-11-23T08:00:00Z', 'before') returning id`);
    const path = `/v1/literacy-evaluations/${held!.id}`;
    expect((await director.get(path)).body).toMatchObject({ confirmedHours: 0, unconfirmedHours: 30 });
    expect((await decide(held!.id, true)).body).toMatchObject({ status: 409, ...missing });
    await one.confirm(confirmer);
    expect((await director.get(path)).body).toMatchObject({ confirmedHours: 30, unconfirmedHours: 0 });
    const record = (await manager.get(`/v1/persons/${one.id}/learning-record`)).body;
    expect(record).toMatchObject({ literacy: { confirmedHours: 30 }, evidence: Array(4).fill({ confirmed: true }) });
    expect((await decide(held!.id, true)).body).toMatchObject({ state: 'accepted' });
  });

  it('is decided by a third person: not by who recorded the hours, nor by who alone confirmed what one other did', async () => {
    const own = { status: 403, code: 'LITERACY_HOURS_ARE_YOUR_OWN' };
    const two = await learner('two voices', 'staff', offeringId, false);
    await two.confirm(director);
    const { evaluationId } = await two.evaluate(900);
    expect((await decide(evaluationId, true)).body).toMatchObject(own);
    expect((await decide(evaluationId, true, admin)).body).toMatchObject({ state: 'accepted' });
    const three = await learner('three voices', 'staff', offeringId, false);
    await three.confirm(director);
    const sent = await three.evaluate(900, confirmer);
    expect((await decide(sent.evaluationId, true)).body).toMatchObject({ state: 'accepted' });
    const recorder = await learner('recorded by who decides');
    await query(sql`update statement set recorded_by = 'test:regional-director' where person_id = ${recorder.id}`);
    const waiting = await recorder.evaluate(900);
    const { body } = await director.graphql(
      'mutation ($input: DecideLiteracyEvaluationInput!) { decideLiteracyEvaluation(input: $input) { id } }',
      { input: { id: waiting.evaluationId, accept: true, reason: 'mine' } },
    );
    expect(body.errors[0].extensions.code).toBe(own.code);
  });

  it('counts no hours of who teaches the offering', async () => {
    const [teacher] = await given.persons('teacher', 1, 'trainer');
    await query(sql`insert into trainer_copy select ${teacher}, version, generation, active, topics, qualifications
      from trainer_copy limit 1`);
    const asked = offering();
    const own = (await admin.post('/v1/offerings', { ...asked, trainerId: teacher })).body;
    expect(own.trainerId).toBe(teacher);
    await given.placeOfTeacher(own.id);
    const one = await learner('teacher', 'trainer', own.id);
    expect(one.id).toBe(teacher);
    expect(await one.track()).toMatchObject({ hours: 0, confirmedHours: 0 });
    expect(await one.evaluate(900)).toMatchObject({ code: 'LITERACY_HOURS_MISSING', hours: 0 });
  });

  it('counts hours of before a trainer was named where the region or the programme named one, a manager’s from its day', async () => {
    const asked = offering();
    const { id } = (await manager.post('/v1/offerings', asked)).body;
    const one = await learner('taught afterwards', 'staff', id);
    const trainerId = await given.trainer('literacy', course);
    const name = (by: typeof admin, who: string | null) => by.patch(`/v1/offerings/${id}`, { trainerId: who });
    const taughtFrom = beginOfDay(database.clock.now()).toISOString();
    const naming = { taughtFrom, trainerNamedBy: 'test:academy-manager', untaughtHours: 30, learntOn: null };
    expect((await name(manager, trainerId)).body).toMatchObject(naming);
    expect(await one.track()).toMatchObject({ confirmedHours: 0 });
    expect((await name(director, trainerId)).body).toMatchObject({ taughtFrom: null, untaughtHours: 0 });
    expect(await one.track()).toMatchObject({ confirmedHours: 30 });
    const other = await given.trainer('another of literacy', course);
    expect((await name(manager, other)).body).toMatchObject({ taughtFrom: null, untaughtHours: 0 });
    await name(manager, null);
    expect((await name(manager, other)).body).toMatchObject(naming);
    expect(await one.track()).toMatchObject({ hours: 0, confirmedHours: 0 });
    const opened = (await manager.post('/v1/offerings', { ...asked, trainerId })).body;
    expect(opened).toMatchObject({ taughtFrom, trainerNamedBy: 'test:academy-manager' });
  });

  it('counts no hours of days on which the trainer could not teach yet, whoever names them', async () => {
    const asked = offering();
    const { id } = (await manager.post('/v1/offerings', asked)).body;
    const one = await learner('taught by who could not', 'staff', id);
    const trainerId = await given.trainer('literacy since today', course, null, '2026-11-23');
    const named = await director.patch(`/v1/offerings/${id}`, { trainerId });
    const taughtFrom = beginOfDay(database.clock.now()).toISOString();
    expect(named.body).toMatchObject({ trainerId, taughtFrom, untaughtHours: 30, learntOn: null });
    expect(await one.track()).toMatchObject({ hours: 0, confirmedHours: 0 });
  });

  it('is taken back by another than who accepted it, at both doors: nobody is certified by it, and another may follow', async () => {
    const one = await learner('taken back');
    const { evaluationId } = await one.evaluate(900);
    const reason = 'the list of attendance was forged';
    const revoke = (by: typeof admin) => by.post(`/v1/literacy-evaluations/${evaluationId}/revoke`, { reason });
    const none = { status: 409, code: 'LITERACY_COMPLETION_NOT_IN_FORCE', state: 'held' };
    expect((await revoke(admin)).body).toMatchObject(none);
    await decide(evaluationId, true);
    expect((await revoke(director)).body).toMatchObject({ status: 403, code: 'LITERACY_DECISION_IS_YOUR_OWN' });
    expect((await revoke(manager)).status).toBe(403);
    const elsewhere = director.as(await tokens.of({ role: 'regional-director', regions: ['MA-01'], subject: 'far' }));
    expect((await revoke(elsewhere)).status).toBe(404);
    await expect(
      query(sql`update literacy_evaluation set state = 'revoked', revoked_by = decided_by, revoked_at = now(),
        revoked_reason = 'x' where id = ${evaluationId}`),
    ).rejects.toThrow(/literacy_evaluation_revoked_by_another/);
    const fields = '{ state revokedBy revokedReason }';
    const mutation = `mutation ($input: RevokeLiteracyEvaluationInput!) { revokeLiteracyEvaluation(input: $input) ${fields} }`;
    const { body } = await admin.graphql(mutation, { input: { id: evaluationId, reason } });
    const revoked = { state: 'REVOKED', revokedBy: 'test:programme-admin', revokedReason: reason };
    expect(body.data.revokeLiteracyEvaluation).toEqual(revoked);
    expect(await one.track()).toMatchObject({ state: 'evaluated', certifiedOn: null, evaluationId: null });
    expect(await toldLast(one.id)).toMatchObject({ state: 'evaluated', certifiedOn: null, evaluationId: null });
    expect(await eventsTold(one.id)).toEqual(['LiteracyCertified', 'LiteracyRevoked']);
    expect((await revoke(admin)).body).toMatchObject({ ...none, state: 'revoked' });
    const again = await one.evaluate(910);
    expect((await decide(again.evaluationId, true)).body).toMatchObject({ state: 'accepted' });
  });

  it('is held, and nothing follows from it, until somebody else accepts it', async () => {
    const { id, evaluate, track } = await learner('certified');
    const { evaluationId, state } = await evaluate(700);
    expect(state).toBe('in-progress');
    expect(await track()).toMatchObject({ state: 'in-progress', certifiedOn: null, evaluationId });
    expect(await eventsTold(id)).toEqual([]);
    const { body } = await decide(evaluationId, true);
    expect(body).toMatchObject({ id: evaluationId, state: 'accepted', sentBy: 'test:academy-manager', score: 700 });
    expect(body).toMatchObject({ decidedBy: 'test:regional-director', reason: 'seen the sheet' });
    expect(await track()).toMatchObject({ state: 'certified', certifiedOn: '2026-11-23', evaluationId });
    expect(await toldLast(id)).toMatchObject({ state: 'certified', evaluationId });
    expect(await eventsTold(id)).toEqual(['LiteracyCertified']);
    expect((await evaluate(700)).code).toBe('ALREADY_CERTIFIED');
    expect((await decide(evaluationId, false)).body).toMatchObject({
      status: 409,
      code: 'LITERACY_EVALUATION_IS_DECIDED',
    });
  });

  it('below the mark certifies nobody, and another one may follow', async () => {
    const { id, evaluate, track } = await learner('evaluated');
    await decide((await evaluate(699)).evaluationId, true);
    expect(await track()).toMatchObject({ state: 'evaluated', certifiedOn: null });
    await decide((await evaluate(701)).evaluationId, true);
    expect(await eventsTold(id)).toEqual(['LiteracyEvaluated', 'LiteracyCertified']);
  });

  it('is listed among those that certified where it did: not below the mark, and not while it waits', async () => {
    const [certified, below, waiting] = [await learner('c-ed'), await learner('below'), await learner('waiting')];
    const sent = (await certified.evaluate(800)).evaluationId;
    await decide(sent, true);
    await decide((await below.evaluate(500)).evaluationId, true);
    await waiting.evaluate(800);
    const listed = async (id: string, which: boolean, by = manager) =>
      (await by.get(`/v1/literacy-evaluations?certified=${which}&personId=${id}`)).body.items;
    expect(await listed(certified.id, true)).toMatchObject([{ id: sent, state: 'accepted' }]);
    for (const { id } of [below, waiting])
      expect([(await listed(id, true)).length, (await listed(id, false)).length]).toEqual([0, 1]);
    expect(await listed(certified.id, false)).toEqual([]);
    const asked = `{ literacyEvaluations(personId: "${certified.id}", certified: true) { edges { node { id } } } }`;
    expect((await manager.graphql(asked)).body).toEqual({
      data: { literacyEvaluations: { edges: [{ node: { id: sent } }] } },
    });
  });

  it('is opened by its id, at both doors, by whom it is shown to as evidence', async () => {
    const { id, evaluate } = await learner('opened');
    const { evaluationId } = await evaluate(820);
    const path = `/v1/literacy-evaluations/${evaluationId}`;
    const as = async (about: Parameters<typeof tokens.of>[0]) => admin.as(await tokens.of(about));
    const own = [await as({ role: 'candidate', personId: id }), await as({ role: 'trainer', personId: id })];
    for (const by of [manager, director, admin, await as({ role: 'auditor' }), ...own])
      expect(await by.get(path)).toMatchObject({
        status: 200,
        body: { id: evaluationId, personId: id, state: 'held' },
      });
    const other = crypto.randomUUID();
    for (const by of [
      await as({ role: 'academy-manager', academies: [other] }),
      await as({ role: 'regional-director', regions: ['MA-01'] }),
      await as({ role: 'candidate', personId: other }),
    ])
      expect(await by.get(path)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    const { body } = await own[0]!.graphql(`{ literacyEvaluation(id: "${evaluationId}") { personId score } }`);
    expect(body.data.literacyEvaluation).toEqual({ personId: id, score: 820 });
  });

  it('that is rejected leaves the track as it was', async () => {
    const { id, evaluate, track } = await learner('rejected');
    const { evaluationId } = await evaluate(900);
    const about = { accept: false, reason: 'seen the sheet', score: 1 };
    const scored = await director.post(`/v1/literacy-evaluations/${evaluationId}/decide`, about);
    expect(scored.body).toMatchObject({ status: 422, errors: [{ path: 'score' }] });
    expect((await decide(evaluationId, false)).body.state).toBe('rejected');
    expect(await track()).toMatchObject({ state: 'in-progress', evaluationId: null });
    expect((await evaluate(900)).evaluationId).not.toBe(evaluationId);
    expect(await eventsTold(id)).toEqual([]);
  });

  it('is one at a time: the same score again is the same one, another is refused', async () => {
    const { evaluate } = await learner('evaluated twice');
    const [first, second] = await Promise.all([evaluate(800), evaluate(800)]);
    expect(second.evaluationId).toBe(first.evaluationId);
    expect(await evaluate(801)).toMatchObject({
      status: 409,
      code: 'LITERACY_EVALUATION_IS_HELD',
      evaluationId: first.evaluationId,
    });
  });

  it('is never decided by who sent it, nor by a centre, a machine or another region', async () => {
    const { evaluate, track } = await learner('own');
    const { evaluationId } = await evaluate(1000, director);
    expect((await decide(evaluationId, true)).body).toMatchObject({
      status: 403,
      code: 'LITERACY_EVALUATION_IS_YOUR_OWN',
    });
    const mutation =
      'mutation ($input: DecideLiteracyEvaluationInput!) { decideLiteracyEvaluation(input: $input) { id } }';
    const input = { id: evaluationId, accept: true, reason: 'mine' };
    const { body } = await director.graphql(mutation, { input });
    expect(body.errors[0].extensions.code).toBe('LITERACY_EVALUATION_IS_YOUR_OWN');
    expect((await decide(evaluationId, true, manager)).status).toBe(403);
    const integrator = director.as(await tokens.of({ role: 'integrator', scopes: ['*'] }));
    expect((await decide(evaluationId, true, integrator)).status).toBe(403);
    const elsewhere = director.as(await tokens.of({ role: 'regional-director', regions: ['MA-01'], subject: 'other' }));
    expect((await decide(evaluationId, true, elsewhere)).status).toBe(404);
    await expect(
      query(sql`update literacy_evaluation set state = 'accepted', decided_by = sent_by, decided_at = now(), reason = 'x'
        where id = ${evaluationId}`),
    ).rejects.toThrow(/literacy_evaluation_four_eyes/);
    expect((await track()).state).toBe('in-progress');
  });

  it('is decided by none of those who sent the same score, be it later or once before', async () => {
    const { evaluate } = await learner('sent by two');
    const { evaluationId } = await evaluate(800);
    expect(await evaluate(800, director)).toMatchObject({ evaluationId });
    const own = { status: 403, code: 'LITERACY_EVALUATION_IS_YOUR_OWN' };
    for (const accept of [true, false]) expect((await decide(evaluationId, accept)).body).toMatchObject(own);
    const third = director.as(await tokens.of({ role: 'programme-admin', subject: 'third' }));
    expect((await decide(evaluationId, false, third)).body).toMatchObject({
      state: 'rejected',
      alsoSentBy: ['test:regional-director'],
    });
    const again = await evaluate(800);
    expect((await decide(again.evaluationId, true)).body).toMatchObject(own);
    expect((await decide(again.evaluationId, true, third)).body).toMatchObject({ state: 'accepted', alsoSentBy: [] });
  });

  it('is decided once, also when two decide at once', async () => {
    const { id, evaluate } = await learner('raced');
    const { evaluationId } = await evaluate(900);
    const admin = director.as(await tokens.of({ role: 'programme-admin' }));
    const answers = await Promise.all([decide(evaluationId, true), decide(evaluationId, true, admin)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await eventsTold(id)).toEqual(['LiteracyCertified']);
  });

  it('is found by who decides, within what they may see, a page at a time', async () => {
    const { id, evaluate } = await learner('found');
    const { evaluationId } = await evaluate(750);
    const found = async (by: typeof admin, about = `&personId=${id}`) =>
      (await by.get(`/v1/literacy-evaluations?state=held${about}`)).body.items.map(({ id }: { id: string }) => id);
    const elsewhere = director.as(await tokens.of({ role: 'academy-manager', academies: [crypto.randomUUID()] }));
    const auditor = director.as(await tokens.of({ role: 'auditor' }));
    expect([await found(director), await found(manager), await found(auditor)]).toEqual(Array(3).fill([evaluationId]));
    expect(await found(elsewhere)).toEqual([]);
    const { items, nextCursor } = (await director.get('/v1/literacy-evaluations?state=held&first=1')).body;
    expect(await found(director, `&first=1&after=${nextCursor}`)).not.toEqual([items[0].id]);
    const asked = `{ literacyEvaluations(state: HELD, personId: "${id}") { edges { node { id score } } } }`;
    expect((await director.graphql(asked)).body.data.literacyEvaluations.edges).toEqual([
      { node: { id: evaluationId, score: 750 } },
    ]);
  });
});
