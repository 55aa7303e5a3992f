import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Vault } from '@takwin/platform/vault';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { RunResultImportHandler } from './run-result-import.js';

let house: ExamEnvironment;

beforeAll(async () => void (house = await examEnvironment()));
afterAll(() => house?.close());
const BEFORE = '2026-11-23T09:00:00Z';
afterEach(async () => {
  house.database.clock.set(BEFORE);
  await house.sql(sql`
    update exam set pass_mark = 700, confirmed_pass_mark = 700, minutes = 50, confirmed_minutes = 50, as_of = '2026-11-01', by_hand = false,
      corrected_by = null where code = ${CODE}`);
});

/** Sittings are a day ahead: they start at 9:00 on the 24th. */
const START = '2026-11-24T09:00:00.000Z';
const LATER = '2026-11-25T12:00:00Z';
const CODE = 'MO-200';

const exam = async () => (await house.admin.get(`/v1/exams/${CODE}`)).body;

async function correct(about: object, by = house.admin): Promise<void> {
  const { version } = await exam();
  const seen = { headers: { 'if-match': `"${version}"` } };
  expect((await by.patch(`/v1/exams/${CODE}`, { source: 'Letter', ...about }, seen)).body).toMatchObject(about);
}
const today = (): string => house.database.clock.now().toISOString().slice(0, 10);

async function sendFile(kind: string, text: string, by: Api): Promise<void> {
  const { body } = await by.post(`/v1/imports?kind=${kind}`, text, {
    headers: { 'content-type': 'text/csv' },
  });
  const queues = { wake: async () => {} } as never;
  await new RunResultImportHandler(house.database.db, queues, house.running.get(Vault)).run(body.id);
  expect(String((await house.admin.get(`/v1/imports/${body.id}/rejected.csv`)).body)).not.toContain(CODE);
}
type Api = ExamEnvironment['admin'];
type Terms = { passMark: number; minutes: number };
const DOORS = {
  form: (about: Terms, by?: Api) => correct(about, by),
  file: ({ passMark, minutes }: Terms, by = house.admin) =>
    sendFile(
      'exam-catalogue',
      `code,title,family,minutes,pass_score,source,as_of\n${CODE},Excel Associate,mos,${minutes},${passMark},Letter,${today()}`,
      by,
    ),
};

/** Somebody who has sat the exam, and whom the exam day proves to have. */
async function candidate(name: string, at = LATER): Promise<string> {
  const { id } = (await house.book(await house.person(name), (await house.sitting({ seats: 1 })).id)).body;
  house.database.clock.set(at);
  await house.begin(id);
  return id;
}
const send = async (registrationId: string, score = 300, by = house.admin) =>
  (await by.post('/v1/results', { results: [{ registrationId, startedAt: START, score }] })).body.outcomes[0];
const accept = (resultId: string, by = house.director) =>
  by.post(`/v1/results/${resultId}/decide`, { accept: true, reason: 'looked into' });
const results = async (registrationId: string) =>
  (await house.admin.get(`/v1/results/${registrationId}`)).body.results as object[];

describe.each(Object.entries(DOORS))('a pass mark that is told by a %s once seats are booked', (door, tell) => {
  it('makes no failure a pass, whether it is sent or corrected, and the result says by which it is judged', async () => {
    const id = await candidate(`failed by ${door}`);
    await tell({ passMark: 1, minutes: 50 });
    expect(await send(id)).toMatchObject({ outcome: 'failed', code: null });
    expect(await results(id)).toMatchObject([{ score: 300, passMark: 700 }]);
    await house.admin.post(`/v1/results/${id}/correct`, { score: 301, reason: 'by the sheet' });
    expect((await house.admin.get(`/v1/registrations/${id}`)).body).toMatchObject({ state: 'failed', score: 301 });
    const { body } = await house.admin.post(`/v1/results/${id}/correct`, {
      score: 700,
      reason: 'by the sheet',
      revision: 2,
    });
    expect(body.results).toContainEqual(expect.objectContaining({ score: 700, heldFor: 'FAILURE_BECOMES_PASS' }));
  });

  it('makes no pass a failure either, nor is an exam over sooner by it', async () => {
    const id = await candidate(`passed by ${door}`, '2026-11-24T09:08:00Z');
    await tell({ passMark: 1000, minutes: 5 });
    expect(await send(id, 800)).toMatchObject({ outcome: 'held', code: 'TOO_SOON' });
    house.database.clock.set(LATER);
    const held = await send(id, 800);
    expect(held).toMatchObject({ outcome: 'held', code: 'FAILURE_BECOMES_PASS' });
    expect((await accept(held.resultId)).body).toMatchObject({ state: 'accepted' });
    expect((await house.admin.get(`/v1/registrations/${id}`)).body).toMatchObject({ state: 'passed', score: 800 });
  });

  it('and set back has a pass by it decided by somebody who told neither', async () => {
    const machine = house.admin.as(await house.tokens.of({ role: 'integrator', scopes: ['results'] }));
    await tell({ passMark: 1, minutes: 5 });
    const id = await candidate(`let through by ${door}`, '2026-11-24T09:10:00Z');
    await tell({ passMark: 700, minutes: 50 });
    await house.sql(sql`update exam set corrected_by = 'another' where code = ${CODE}`);
    expect(await send(id, 300, machine)).toMatchObject({ outcome: 'held', code: 'TOO_SOON' });
    house.database.clock.set(LATER);
    const held = await send(id, 300, machine);
    expect(held).toMatchObject({ outcome: 'held', code: 'FAILURE_BECOMES_PASS' });
    expect((await accept(held.resultId, house.admin)).body).toMatchObject({ status: 403, code: 'RESULT_IS_YOUR_OWN' });
    expect((await accept(held.resultId)).body).toMatchObject({ state: 'accepted' });
  });

  it('and left low by one official, however often, lets nobody through by that alone', async () => {
    await tell({ passMark: 250, minutes: 50 });
    await tell({ passMark: 260, minutes: 50 });
    await tell({ passMark: 260, minutes: 50 });
    const id = await candidate(`later by ${door}`);
    const machine = house.admin.as(await house.tokens.of({ role: 'integrator', scopes: ['results'] }));
    const held = await send(id, 300, machine);
    expect(held).toMatchObject({ outcome: 'held', code: 'FAILURE_BECOMES_PASS' });
    const why = { heldFor: 'FAILURE_BECOMES_PASS', passMark: 260, confirmedPassMark: 700 };
    expect(await results(id)).toMatchObject([why]);
    expect((await accept(held.resultId, house.admin)).body).toMatchObject({ status: 403, code: 'RESULT_IS_YOUR_OWN' });
    expect((await house.admin.get(`/v1/registrations/${id}`)).body).toMatchObject({ state: 'sat' });
  });

  it('holds for who books from then on, once a second official tells the same', async () => {
    await tell({ passMark: 250, minutes: 50 });
    expect(await exam()).toMatchObject({ passMark: 250, confirmedPassMark: 700 });
    const another = house.admin.as(await house.tokens.of({ role: 'programme-admin', subject: 'second' }));
    await tell({ passMark: 250, minutes: 50 }, another);
    expect(await exam()).toMatchObject({ passMark: 250, confirmedPassMark: 250 });
    const id = await candidate(`confirmed by ${door}`);
    expect(await send(id)).toMatchObject({ outcome: 'passed' });
    expect(await results(id)).toMatchObject([{ passMark: 250 }]);
  });

  it('is no word about attempts of before', async () => {
    const personId = await house.person(`before by ${door}`);
    const attempts = [{ personId, examCode: CODE, startedAt: '2026-10-01T09:00:00Z', score: 300 }];
    await house.admin.post('/v1/past-attempts', { attempts, source: 'Certiport' });
    await tell({ passMark: 250, minutes: 50 });
    const { status } = await house.book(personId, (await house.sitting({ seats: 1 })).id);
    expect(status).toBe(201);
  });
});
