import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Vault } from '@takwin/platform/vault';
import sql from 'sql-template-tag';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from '@takwin/platform/errors';
import { actorOf } from '@takwin/platform/testing';
import { before } from '../testing/before.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { RecordResults, RecordResultsHandler } from './record-results.js';
import { CREDENTIAL_QUEUE } from '../credentials/issue-credentials.js';
import { IssueCredential, RevokeCredentialHandler } from '../credentials/revoke-credential.js';
import { RunResultImportHandler } from './run-result-import.js';

let house: ExamEnvironment;
let sittingId: string;
const NOW = '2026-11-25T12:00:00Z';
const START = '2026-11-24T09:05:00Z';

beforeAll(async () => {
  house = await examEnvironment();
  sittingId = (await house.sitting({ seats: 50, days: 1 })).id;
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set(NOW));

/** Somebody with a seat in the sitting of the 24th; the clock stands at noon of the 25th afterwards. */
async function seated(name: string, at = sittingId): Promise<{ id: string; personId: string }> {
  house.database.clock.set('2026-11-23T09:00:00Z');
  const personId = await house.person(name);
  const { id } = (await house.book(personId, at)).body;
  house.database.clock.set(NOW);
  return { id, personId };
}

/** Somebody who was let in and began there, too. */
async function sat(name: string): Promise<{ id: string; personId: string }> {
  const one = await seated(name);
  await house.begin(one.id);
  return one;
}
const record = async (...results: [id: string, score: number][]) =>
  (
    await house.admin.post('/v1/results', {
      results: results.map(([registrationId, score]) => ({ registrationId, score, startedAt: START })),
    })
  ).body.outcomes.map(({ outcome, code }: { outcome: string; code: string }) => code ?? outcome);
const correct = (id: string, about: object) =>
  house.admin.post(`/v1/results/${id}/correct`, { reason: 'rescored', ...about });
/** Corrects, and has somebody else accept what is held of it. */
const corrected = async (id: string, about: object) => {
  const { revisions } = (await house.admin.get(`/v1/results/${id}`)).body;
  await correct(id, { ...about, revision: revisions.length });
  for (const { id: resultId } of (await sent(id, 'held')) as { id: string }[]) await decide(resultId, true);
  return (await house.admin.get(`/v1/results/${id}`)).body;
};
const sent = async (id: string, state: string) =>
  (await house.admin.get(`/v1/results?registrationId=${id}&state=${state}`)).body.items;
const decide = (resultId: string, accept: boolean, by = house.director) =>
  by.post(`/v1/results/${resultId}/decide`, { accept, reason: 'looked into' });
const held = async (personId: string) =>
  (
    await house.sql<{ count: number }>(sql`
    select count(*)::int as count from held where person_id = ${personId} and withdrawn_at is null`)
  )[0]!.count;
const types = async (subject: string, person: string) =>
  (
    await house.sql<{ type: string }>(sql`
    select type from event_new cross join jsonb_array_elements(body->'changes') change
    where subject = ${subject} and change->'d'->>'personId' = ${person} order by event_new.id`)
  ).map(({ type }) => type);

describe('a result', () => {
  it('of a registration that never sat or has no seat is held by name, and refused of one that is unknown', async () => {
    const [absent, cancelled] = [await seated('absent'), await seated('gave up')];
    const absence = { id: crypto.randomUUID(), kind: 'absent', registrationId: absent.id, at: '2026-11-24T09:30:00Z' };
    await house.admin.post(`/v1/sittings/${sittingId}/records`, { records: [absence] });
    await house.sql(sql`update registration set state = 'cancelled' where id = ${cancelled.id}`);
    expect(await record([absent.id, 700], [cancelled.id, 700], [crypto.randomUUID(), 700])).toEqual([
      'NEVER_SAT',
      'REGISTRATION_NOT_BOOKED',
      'REGISTRATION_UNKNOWN',
    ]);
  });

  it('sent again with its Idempotency-Key is answered as before, else as known', async () => {
    const { id } = await sat('sent twice');
    const send = async (headers: Record<string, string> = {}) =>
      (
        await house.admin.post(
          '/v1/results',
          { results: [{ registrationId: id, startedAt: START, score: 800 }] },
          { headers },
        )
      ).body.outcomes[0].outcome;
    const key = { 'idempotency-key': 'results-1' };
    expect([await send(key), await send(key), await send()]).toEqual(['passed', 'passed', 'known']);
  });

  it('out of range or of the future is refused by its path', async () => {
    const { id } = await seated('ranged');
    const faults = async (about: object) =>
      (
        await house.admin.post('/v1/results', {
          results: [{ registrationId: id, startedAt: START, score: 1, ...about }],
        })
      ).body.errors;
    expect(await faults({ score: 1001 })).toMatchObject([{ path: 'results.0.score', code: 'too_big' }]);
    expect(await faults({ score: -1 })).toMatchObject([{ path: 'results.0.score', code: 'too_small' }]);
    expect(await faults({ startedAt: '2026-11-26T09:00:00Z' })).toMatchObject([
      { path: 'results.0.startedAt', code: 'in_the_future' },
    ]);
  });

  it('with another score is a conflict, which changes nothing and is reported', async () => {
    const { id, personId } = await sat('contested');
    expect(await record([id, 650])).toEqual(['failed']);
    expect(await record([id, 650], [id, 720])).toEqual(['known', 'RESULT_CONFLICT']);
    expect(await house.registration(id)).toMatchObject({ state: 'failed', score: 650 });
    const { items } = (await house.admin.get('/v1/results/mismatches')).body;
    expect(items.filter(({ registrationId }: { registrationId: string }) => registrationId === id)).toEqual([
      expect.objectContaining({ kind: 'conflict', personId, score: 650, otherScore: 720, source: 'api' }),
    ]);
    await corrected(id, { score: 720 });
    const after = (await house.admin.get('/v1/results/mismatches')).body.items;
    expect(after.map(({ registrationId }: { registrationId: string }) => registrationId)).not.toContain(id);
  });
});

describe('a correction', () => {
  it('keeps history, and earns or withdraws what the score is worth', async () => {
    const { id, personId } = await sat('rescored');
    await record([id, 690]);
    expect(await held(personId)).toBe(0);
    house.woken.delete(CREDENTIAL_QUEUE);
    expect((await corrected(id, { score: 710 })).revisions).toMatchObject([
      { revision: 1, score: 690, outcome: 'failed', reason: null, source: 'api' },
      { revision: 2, score: 710, outcome: 'passed', reason: 'rescored', source: 'correction' },
    ]);
    expect(await held(personId)).toBe(1);
    expect(house.woken.get(CREDENTIAL_QUEUE)).toHaveLength(1);
    await corrected(id, { score: 100, reason: 'fraud' });
    expect(await held(personId)).toBe(0);
    await corrected(id, { score: 800, reason: 'no fraud' });
    expect(await held(personId)).toBe(1);
    expect(await types('certification', personId)).toEqual([
      'CertificationAchieved',
      'CertificationWithdrawn',
      'CertificationAchieved',
    ]);
    const versions = await house.sql<{ v: number }>(sql`
      select (change->>'v')::int as v from event_new cross join jsonb_array_elements(body->'changes') change
      where subject = 'certification' and change->'d'->>'personId' = ${personId} order by event_new.id`);
    expect(versions.map(({ v }) => v)).toEqual([1, 2, 3]);
    expect(await types('registration', personId)).toEqual([
      'SeatBooked',
      'ExamBegun',
      'ExamFailed',
      'ResultCorrected',
      'ResultCorrected',
      'ResultCorrected',
    ]);
    const rewritten = house.sql(sql`update result_revision set score = 1000 where registration_id = ${id}`);
    await expect(rewritten).rejects.toThrow(/result_revision_stays/);
  });

  it('to a pass gives up a retake that is to come, whose seat goes to who waits', async () => {
    const { id, personId } = await sat('retaking');
    await record([id, 690]);
    const sitting = await house.sitting({ seats: 1, days: 3, examCodes: ['MO-200'] });
    const retake = (await house.book(personId, sitting.id)).body;
    expect(retake.state).toBe('booked');
    const waiting = await house.person('waiting for a retake');
    const about = { personId: waiting, examCode: 'MO-200', earliest: house.inDays(2), latest: house.inDays(4) };
    const asked = (await house.admin.post('/v1/registrations', about)).body;
    await house.work();
    expect(await house.registration(asked.id)).toMatchObject({ state: 'waitlisted' });
    await corrected(id, { score: 700 });
    expect(await house.registration(retake.id)).toMatchObject({ state: 'cancelled', reason: 'ALREADY_PASSED' });
    await house.work();
    expect(await house.registration(asked.id)).toMatchObject({ state: 'booked', sittingId: sitting.id });
    expect((await types('registration', personId)).slice(-2)).toEqual(['ResultCorrected', 'RegistrationCancelled']);
  });

  it('to the same changes nothing, and of nothing is refused', async () => {
    const { id } = await sat('uncorrected');
    expect((await correct(id, { score: 1 })).body.code).toBe('NO_RESULT');
    await record([id, 500]);
    const changesNothing = { status: 409, body: { code: 'CORRECTION_CHANGES_NOTHING', revision: 1 } };
    expect(await correct(id, { score: 500 })).toMatchObject(changesNothing);
    expect((await house.admin.get(`/v1/results/${id}`)).body.revisions).toHaveLength(1);
    const manager = house.admin.as(await house.tokens.of({ role: 'academy-manager', academies: [house.academyId] }));
    expect((await manager.post(`/v1/results/${id}/correct`, { score: 900, reason: 'please' })).status).toBe(403);
  });

  it('revokes the credential that a withdrawn pass had earned', async () => {
    const { id, personId } = await sat('revoked');
    await record([id, 900]);
    await house.sql(sql`
      update credential set state = 'valid', jwt = 'signed', issued_at = ${new Date(NOW)} where person_id = ${personId}`);
    await corrected(id, { score: 10, reason: 'impostor' });
    const credentials = await house.sql(
      sql`select state, revoked_reason from credential where person_id = ${personId}`,
    );
    expect(credentials).toEqual([{ state: 'revoked', revoked_reason: 'the result was corrected: impostor' }]);
  });
});

describe('results of one person at the same time', () => {
  /** Somebody with a seat for each of two exams that a certification asks for. */
  async function seatedTwice(name: string) {
    await house.given.offered('MS-300', 'MS-301');
    house.database.clock.set('2026-11-23T09:00:00Z');
    const at = [await house.sitting({ minutes: 150, days: 1 }), await house.sitting({ minutes: 150, days: 1.2 })];
    const personId = await house.person(name);
    const codes = ['MS-300', 'MS-301'];
    const booked = await Promise.all(at.map(({ id }, one) => house.book(personId, id, { examCode: codes[one] })));
    house.database.clock.set(NOW);
    const ids = booked.map(({ body }) => body.id as string);
    await house.begin(...ids);
    return { personId, ids, second: { registrationId: ids[1], score: 800, startedAt: at[1]!.startsAt } };
  }
  /** Passes a registration, while `other` happens before a statement of that kind. */
  async function passWhile(id: string, kind: RegExp, other: () => Promise<unknown>): Promise<void> {
    let happening: Promise<unknown> | undefined;
    const overtaken = before(house.database.db, kind, async () => {
      happening ??= other();
      await Promise.race([happening, pause(300)]);
    });
    const recording = new RecordResultsHandler(overtaken, { wake: async () => {} } as never);
    const results = [{ registrationId: id, score: 800, startedAt: START }];
    await recording.run(actorOf('programme-admin'), parse(RecordResults, { results }));
    expect(happening).toBeDefined();
    await happening;
  }

  it('earn together what neither would earn alone', async () => {
    const { personId, ids, second } = await seatedTwice('passing twice');
    const other = () => house.admin.post('/v1/results', { results: [second] });
    await passWhile(ids[0]!, /q\.exam_code = r\.exam_code/, other);
    expect(await held(personId)).toBe(1);
  });

  it('earn nothing where one of them is corrected to a failure', async () => {
    const { personId, ids, second } = await seatedTwice('passing and failing');
    await house.admin.post('/v1/results', { results: [second] });
    await passWhile(ids[0]!, /insert into held/, () => corrected(ids[1]!, { score: 100 }));
    expect(await held(personId)).toBe(0);
  });
});

describe('a credential that is issued again', () => {
  it('proves nothing that is withdrawn in the same moment', async () => {
    const { id, personId } = await sat('issued again');
    await record([id, 800]);
    const [earned] = await house.sql<{ certification: string }>(sql`
      update credential set state = 'revoked', jwt = 'signed', issued_at = ${new Date(NOW)}, revoked_at = ${new Date(NOW)}
      where person_id = ${personId} returning certification_id as certification`);
    let correcting: Promise<unknown> | undefined;
    const overtaken = before(house.database.db, /from credential c join achievement/, async () => {
      correcting ??= corrected(id, { score: 100 });
      await Promise.race([correcting, pause(300)]);
    });
    const issuing = new RevokeCredentialHandler(overtaken, { wake: async () => {} } as never);
    await issuing.issue(
      actorOf('programme-admin'),
      parse(IssueCredential, { personId, ...earned, reason: 'revoked in error' }),
    );
    await correcting;
    expect(await held(personId)).toBe(0);
    const left = await house.sql(sql`select from credential where person_id = ${personId} and state <> 'revoked'`);
    expect(left).toEqual([]);
  });
});

describe('the report of mismatches', () => {
  it('names who sat and has no result after two days, and starts far from the sitting', async () => {
    const [missing, waiting] = [await seated('without result'), await seated('with a held one')];
    const elsewhere = await sat('started elsewhere');
    await record([elsewhere.id, 1], [waiting.id, 1]);
    await house.sql(sql`update registration set started_at = '2026-11-23T20:00:00Z' where id = ${elsewhere.id}`);
    const report = async (about = '') => (await house.admin.get(`/v1/results/mismatches?first=100${about}`)).body.items;
    const kinds = (items: { registrationId: string; kind: string }[], id: string) =>
      items.filter(({ registrationId }) => registrationId === id).map(({ kind }) => kind);
    expect(kinds(await report(), elsewhere.id)).toEqual(['outside-sitting']);
    expect(kinds(await report(), missing.id)).toEqual([]);
    house.database.clock.set('2026-11-26T11:00:00Z');
    expect(kinds(await report(), missing.id)).toEqual(['missing']);
    expect(kinds(await report(), waiting.id)).toEqual([]);
    expect(await report(`&academyId=${crypto.randomUUID()}`)).toEqual([]);
    const page = (await house.admin.get('/v1/results/mismatches?first=1')).body;
    expect(page.items).toHaveLength(1);
    const next = (await house.admin.get(`/v1/results/mismatches?first=1&after=${page.nextCursor}`)).body;
    expect(next.items[0].registrationId > page.items[0].registrationId).toBe(true);
  });
});

describe('a file of results', () => {
  const send = async (file: string, { query = '', headers = {} } = {}) => {
    const { body, status } = await house.admin.post(`/v1/imports?kind=results${query}`, file, {
      headers: { 'content-type': 'text/csv', ...headers },
    });
    expect(status).toBe(202);
    const imports = new RunResultImportHandler(
      house.database.db,
      { wake: async () => {} } as never,
      house.running.get(Vault),
    );
    await Promise.all([imports.run(body.id), imports.run(body.id)]);
    return (await house.admin.get(`/v1/imports/${body.id}`)).body;
  };

  it('is imported row by row, by registration or by person and exam, and changes nothing when it comes again', async () => {
    const [first, second] = [await sat('in file 1'), await sat('in file 2')];
    await house.sql(sql`update person_copy set matricule = '9999000000042' where subject = ${second.personId}`);
    const file = [
      'registrationId,matricule,examCode,startedAt,score',
      `${first.id},,,${START},910`,
      `,9999000000042,MO-200,24/11/2026 09:05,300`,
      `${first.id},,,${START},911`,
      `,9999000000043,MO-200,24/11/2026 09:05,300`,
      `${first.id},,,${START},1001`,
    ].join('\r\n');
    const dry = await send(file, { query: '&dryRun=true' });
    expect(dry).toMatchObject({ state: 'done', dryRun: true, rows: 5, accepted: 2, rejected: 3, changes: 2 });
    expect((await house.registration(first.id)).state).toBe('sat');
    const done = await send(file);
    expect(done).toMatchObject({
      kind: 'results',
      state: 'done',
      rows: 5,
      accepted: 2,
      rejected: 3,
      persons: 2,
      changes: 2,
    });
    expect(await house.registration(second.id)).toMatchObject({ state: 'failed', score: 300 });
    const rejected = (await house.admin.get(`/v1/imports/${done.id}/rejected.csv`)).body as string;
    expect([...rejected.matchAll(/,(\d),([A-Z_]+),/g)].map(([, line, code]) => [line, code])).toEqual([
      ['4', 'RESULT_CONFLICT'],
      ['5', 'REGISTRATION_UNKNOWN'],
      ['6', 'SCORE_OUT_OF_RANGE'],
    ]);
    expect(await send(file)).toMatchObject({ accepted: 2, rejected: 3, changes: 0 });
    expect(await types('registration', first.personId)).toEqual(['SeatBooked', 'ExamBegun', 'ExamPassed']);
  });

  it('is in the list of imports, for who may send and read them', async () => {
    const { id } = await send('registrationId,startedAt,score');
    const ids = async (by = house.admin) =>
      (await by.get('/v1/imports?kind=results&state=refused&first=100')).body.items.map(
        (one: { id: string }) => one.id,
      );
    expect(await ids()).toContain(id);
    expect(await ids(house.director)).not.toContain(id);
    const as = async (role: 'integrator' | 'candidate', ...scopes: string[]) =>
      house.admin.as(await house.tokens.of({ role, scopes })).get('/v1/imports?kind=results');
    expect((await as('integrator', 'results')).status).toBe(200);
    expect((await as('integrator')).status).toBe(403);
    expect((await as('candidate')).status).toBe(403);
  });

  it('that cannot be read is refused whole, by name', async () => {
    expect(await send('score,startedAt\n1,2')).toMatchObject({ state: 'refused', code: 'COLUMN_MISSING' });
    expect(await send('registrationId,startedAt,score')).toMatchObject({ state: 'refused', code: 'FILE_HAS_NO_ROWS' });
    const empty = await house.admin.post('/v1/imports?kind=results', '', { headers: { 'content-type': 'text/csv' } });
    expect(empty.body.code).toBe('FILE_IS_EMPTY');
    const other = await house.admin.post('/v1/imports?kind=konosys', 'x', { headers: { 'content-type': 'text/csv' } });
    expect(other.body.code).toBe('INVALID_INPUT');
  });

  it('is taken from no centre', async () => {
    const { id } = await sat('of Rabat');
    const file = `registrationId,startedAt,score\n${id},${START},999`;
    for (const role of ['academy-manager', 'regional-director', 'trainer', 'candidate'] as const) {
      const own = await house.tokens.of({ role, academies: [house.academyId], regions: [house.given.region] });
      const { status, body } = await house.admin
        .as(own)
        .post('/v1/imports?kind=results', file, { headers: { 'content-type': 'text/csv' } });
      expect([role, status, body.code]).toEqual([role, 403, 'FORBIDDEN']);
    }
  });

  it('counts its rows that are held, dry or not, and nothing follows from them', async () => {
    const [proven, unproven] = [await sat('proven in a file'), await seated('unproven in a file')];
    const file = ['registrationId,startedAt,score', `${proven.id},${START},910`, `${unproven.id},${START},920`].join(
      '\n',
    );
    const counts = { state: 'done', rows: 2, accepted: 1, held: 1, rejected: 0, persons: 1, changes: 1 };
    expect(await send(file, { query: '&dryRun=true' })).toMatchObject(counts);
    expect(await sent(unproven.id, 'held')).toEqual([]);
    const { id } = await send(file);
    expect((await house.admin.get(`/v1/imports/${id}`)).body).toMatchObject(counts);
    expect(await sent(unproven.id, 'held')).toMatchObject([{ source: `import ${id}`, heldFor: 'NOT_ADMITTED' }]);
    expect(await house.registration(unproven.id)).toMatchObject({ state: 'booked', score: null });
    expect(await send(file)).toMatchObject({ accepted: 1, held: 1, changes: 0 });
    expect(await sent(unproven.id, 'held')).toHaveLength(1);
  });
});
