import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Vault } from '@takwin/platform/vault';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { ResultImportProcessor } from './result-import.processor.js';
import { RunResultImportHandler } from './run-result-import.js';

let house: ExamEnvironment;
beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

/** Somebody with a seat on the 24th, of whose day nobody recorded anything; the clock stands a day later. */
async function candidate(name: string): Promise<string> {
  house.database.clock.set('2026-11-23T09:00:00Z');
  const { id } = (await house.book(await house.person(name), (await house.sitting({ seats: 1 })).id)).body;
  house.database.clock.set('2026-11-25T12:00:00Z');
  return id;
}
const send = async (registrationId: string, ...results: { score: number; at?: string }[]) => {
  const sent = results.map(({ score, at = '09:05' }) => ({ registrationId, score, startedAt: `2026-11-24T${at}:00Z` }));
  return (await house.admin.post('/v1/results', { results: sent })).body.outcomes;
};
async function imported(file: string) {
  const { body } = await house.admin.post('/v1/imports?kind=results', file, {
    headers: { 'content-type': 'text/csv' },
  });
  await new RunResultImportHandler(house.database.db, { wake: async () => {} } as never, house.running.get(Vault)).run(
    body.id,
  );
  return (await house.admin.get(`/v1/imports/${body.id}`)).body;
}
const conflict = { outcome: 'conflict', code: 'RESULT_CONFLICT', resultId: null };

describe('a file whose job is dead', () => {
  it.each(['results', 'exam-catalogue'])('is refused: %s', async (kind) => {
    const headers = { 'content-type': 'text/csv' };
    const { body } = await house.admin.post(`/v1/imports?kind=${kind}`, 'code', { headers });
    const imports = new RunResultImportHandler(
      house.database.db,
      { wake: async () => {} } as never,
      house.running.get(Vault),
    );
    await new ResultImportProcessor(imports).giveUp(body.id);
    const told = (await house.admin.get(`/v1/imports/${body.id}`)).body;
    expect(told).toMatchObject({ kind, state: 'refused', code: 'IMPORT_FAILED' });
  });
});

describe('a result that contradicts one that waits', () => {
  it('is a conflict at once, in one list too, until the one that waits is rejected', async () => {
    const id = await candidate('told twice');
    const [first] = await send(id, { score: 800 });
    expect(first).toMatchObject({ outcome: 'held' });
    expect(await send(id, { score: 300 }, { score: 800, at: '09:06' })).toMatchObject([conflict, conflict]);
    expect(await send(id, { score: 800 })).toMatchObject([{ outcome: 'held', resultId: first.resultId }]);
    const { items } = (await house.admin.get(`/v1/results?registrationId=${id}`)).body;
    expect(items).toMatchObject([{ id: first.resultId, state: 'held' }]);
    const { items: told } = (await house.admin.get(`/v1/results/mismatches?first=100`)).body;
    expect(told).toContainEqual(expect.objectContaining({ registrationId: id, kind: 'conflict', otherScore: 300 }));
    await house.director.post(`/v1/results/${first.resultId}/decide`, { accept: false, reason: 'the other is right' });
    expect(await send(id, { score: 300 })).toMatchObject([{ outcome: 'held' }]);

    const both = await candidate('told twice at once');
    expect(await send(both, { score: 300 }, { score: 900 })).toMatchObject([{ outcome: 'held' }, conflict]);
  });

  it('is listed also of who has no seat, by the start that was told', async () => {
    house.database.clock.set('2026-11-23T09:00:00Z');
    const personId = await house.person('told twice without a seat');
    const wish = { personId, examCode: 'MO-200', earliest: '2026-11-24T08:00:00Z', latest: '2026-11-28T18:00:00Z' };
    const { body } = await house.admin.post('/v1/registrations', { ...wish, consent: true });
    house.database.clock.set('2026-11-25T12:00:00Z');
    await send(body.id, { score: 800 }, { score: 300, at: '09:06' });
    const listed = await house.admin.get('/v1/results/mismatches?first=100');
    expect(listed.status).toBe(200);
    const told = { registrationId: body.id, kind: 'conflict', sittingStartsAt: '2026-11-24T09:06:00.000Z' };
    expect(listed.body.items).toContainEqual(expect.objectContaining(told));
  });

  it('is the same statement once where it is said twice, at the form and in a file', async () => {
    const id = await candidate('said twice');
    const [first, second] = await send(id, { score: 800 }, { score: 800 });
    expect(first).toMatchObject({ outcome: 'held' });
    expect(second).toEqual(first);
    const { items } = (await house.admin.get(`/v1/results?registrationId=${id}`)).body;
    expect(items).toMatchObject([{ id: first.resultId, state: 'held' }]);

    const [inFile, other] = [await candidate('twice in a file'), await candidate('once in it')];
    const row = `${inFile},2026-11-24T09:05:00Z,700`;
    const file = ['registrationId,startedAt,score', row, row, `${other},2026-11-24T09:05:00Z,700`].join('\n');
    expect(await imported(file)).toMatchObject({ state: 'done', rows: 3, held: 3, rejected: 0 });
    expect((await house.admin.get(`/v1/results?registrationId=${inFile}`)).body.items).toHaveLength(1);

    const proven = await candidate('proven twice');
    await house.begin(proven);
    expect(await send(proven, { score: 800 }, { score: 800 })).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'known' },
    ]);
  });

  it('counts where the day proves it', async () => {
    const id = await candidate('proven');
    expect(await send(id, { score: 800, at: '06:00' })).toMatchObject([{ outcome: 'held' }]);
    await house.begin(id);
    expect(await send(id, { score: 800 })).toMatchObject([{ outcome: 'passed' }]);
  });
});

describe('a file of results', () => {
  const START = '2026-11-24T09:05:00Z';
  const sat = async (name: string): Promise<string> => {
    const id = await candidate(name);
    await house.begin(id);
    return id;
  };

  it('refuses a row that contradicts itself, or has other cells than its header', async () => {
    const [one, other] = [await sat('contradicted'), await sat('contradicting')];
    for (const [id, matricule] of [[one, '9999000000051'] as const, [other, '9999000000052'] as const])
      await house.sql(sql`
        update person_copy set matricule = ${matricule}
        where subject = (select person_id::text from registration where id = ${id})`);
    const file = [
      'registrationId,matricule,examCode,startedAt,score',
      `${one},9999000000052,,${START},910`,
      `${one},,MO-999,${START},910`,
      `${one},9999000000051,MO-999,${START},910`,
      `${one},9999000000051,MO-200,${START},91,0`,
      `${one},9999000000051,MO-200,${START}`,
      `${one},9999000000051,mo-200,${START},910`,
    ].join('\r\n');
    const done = await imported(file);
    expect(done).toMatchObject({ rows: 6, accepted: 1, held: 0, rejected: 5 });
    const rejected = (await house.admin.get(`/v1/imports/${done.id}/rejected.csv`)).body as string;
    expect([...rejected.matchAll(/,(\d),([A-Z_]+),/g)].map(([, line, code]) => [line, code])).toEqual([
      ...['2', '3', '4'].map((line) => [line, 'ROW_CONTRADICTS_ITSELF']),
      ['5', 'CELLS_TOO_MANY'],
      ['6', 'CELLS_MISSING'],
    ]);
    expect(await house.registration(one)).toMatchObject({ state: 'passed', score: 910 });
  });

  it('takes no start for one of another day where it writes month/day/year', async () => {
    const [one, other] = [await sat('in May'), await sat('in November')];
    const done = await imported(
      `registrationId,startedAt,score\n${one},11/05/2026 09:05,800\n${other},11/24/2026 09:05,800`,
    );
    expect(done).toMatchObject({ accepted: 0, held: 0, rejected: 2 });
    const rejected = (await house.admin.get(`/v1/imports/${done.id}/rejected.csv`)).body as string;
    expect(rejected).toMatch(/,2,DATE_ORDER_UNCERTAIN,startedAt,.*\r\n.*,3,START_UNREADABLE,startedAt,/);
  });

  it('knows a registration by its id in capitals, as the form does', async () => {
    const id = await sat('in capitals');
    expect(await send(id.toUpperCase(), { score: 800 })).toMatchObject([{ outcome: 'passed' }]);
    expect(await imported(`registrationId,startedAt,score\n${id.toUpperCase()},${START},800`)).toMatchObject({
      accepted: 1,
    });
  });
});
