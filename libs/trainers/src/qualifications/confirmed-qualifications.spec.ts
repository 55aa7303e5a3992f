import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { actorOf, apiOf, testDatabase, testService, testTokens } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { TrainersModule, trainersMigrations } from '../index.js';

const academyId = stableId('academy', 'here');
const trainerId = stableId('test', 'trainer');
const path = `/v1/trainers/${trainerId}/qualifications`;

type Api = ReturnType<typeof apiOf>;
let admin: Api, manager: Api, director: Api;
let database: Awaited<ReturnType<typeof testDatabase>>;
let close: () => Promise<void>;

beforeAll(async () => {
  database = await testDatabase({ schema: 'trainers', migrations: trainersMigrations });
  const tokens = await testTokens();
  await database.db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`insert into person_copy(subject, version, generation, kind, academy_id, region, active)
      values (${trainerId}, 1, 1, 'trainer', ${academyId}, 'MA-04', true)`),
  );
  const running = await testService(TrainersModule, { env: tokens.env, db: database.db });
  admin = apiOf(running.url, await tokens.of({ role: 'programme-admin' }));
  manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [academyId] }));
  director = admin.as(await tokens.of({ role: 'regional-director', regions: ['MA-04'] }));
  await admin.post('/v1/trainers', { personId: trainerId });
  close = async () => {
    await running.close();
    await tokens.close();
    await database.close();
  };
});
afterAll(() => close?.());

const told = async () => {
  const [last] = await database.db.readAs(actorOf('system'), (tx) =>
    tx.query<{ of: { topic: string; confirmed: boolean }[] }>(sql`
      select body #> '{changes,0,d,qualifications}' as of from event_new where subject = 'trainer' order by id desc limit 1`),
  );
  return last!.of;
};

describe('a qualification to teach', () => {
  const excel = { kind: 'teach', topic: 'excel', obtainedOn: '2026-01-10', evidence: 'DOC-0002' };

  it('that the own manager records counts as unconfirmed, until the region or the programme records the same', async () => {
    const own = await manager.post(path, { ...excel, expiresOn: '2030-01-01' });
    expect(own).toMatchObject({ status: 201, body: { topics: ['excel'], qualifications: [{ confirmed: false }] } });
    expect(await told()).toMatchObject([{ topic: 'excel', confirmed: false }]);
    expect((await manager.post(path, excel)).body.code).toBe('QUALIFICATION_EXISTS');
    const { body } = await director.post(path, { ...excel, expiresOn: '2028-01-01', evidence: 'MO-200' });
    const confirmed = { confirmed: true, expiresOn: '2028-01-01', evidence: 'MO-200' };
    expect(body.qualifications).toMatchObject([confirmed]);
    expect(await told()).toMatchObject([{ topic: 'excel', confirmed: true }]);
    for (const by of [manager, admin]) expect((await by.post(path, excel)).body.code).toBe('QUALIFICATION_EXISTS');
    expect((await admin.get(`/v1/trainers/${trainerId}`)).body.qualifications).toMatchObject([confirmed]);
  });

  it('is confirmed at once where the region or the programme records it', async () => {
    const word = { ...excel, topic: 'word' };
    const { body } = await director.post(path, word);
    expect(body.qualifications).toContainEqual(expect.objectContaining({ topic: 'word', confirmed: true }));
  });

  it('holds for five years at most, where it expires', async () => {
    const access = { ...excel, topic: 'access', expiresOn: '2031-01-11' };
    expect((await admin.post(path, access)).body.errors).toMatchObject([{ path: 'expiresOn', code: 'too_late' }]);
    expect((await admin.post(path, { ...access, expiresOn: '2031-01-10' })).status).toBe(201);
  });
});
