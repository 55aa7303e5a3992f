import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import {
  apiOf,
  testDatabase,
  type TestDatabase,
  testService,
  type TestService,
  testTokens,
  type TestTokens,
} from '@takwin/platform/testing';
import { CoursesModule, coursesMigrations, loadCoursesReference } from '../index.js';
import { given } from '../testing/given.js';

let database: TestDatabase;
let tokens: TestTokens;
let running: TestService;
let admin: ReturnType<typeof apiOf>;
let courseId: string;

beforeAll(async () => {
  database = await testDatabase({
    schema: 'courses',
    migrations: coursesMigrations,
    reference: loadCoursesReference,
  });
  tokens = await testTokens();
  running = await testService(CoursesModule, { env: tokens.env, db: database.db });
  admin = apiOf(running.url, await tokens.of({ role: 'programme-admin' }));
  courseId = (await admin.get('/v1/courses?q=excel&first=1')).body.items[0].id;
});
afterAll(async () => {
  await running?.close();
  await tokens?.close();
  await database?.close();
});

async function academy(accreditedOn: string, membershipUntil?: string): Promise<string> {
  const academyId = stableId('test academy', `${accreditedOn} ${membershipUntil}`);
  await given(database, academyId).academy({ accreditedOn, membershipUntil });
  return academyId;
}
const open = (academyId: string, startsOn = '2026-12-01', endsOn = '2027-03-01') =>
  admin.post('/v1/offerings', { courseId, academyId, startsOn, endsOn, seats: 5 });
const refusal = (from: string, until: string, on: string) => ({
  status: 409,
  body: { code: 'MEMBERSHIP_NOT_IN_FORCE', from, until, on },
});

// Today is 2026-11-23.
describe('an offering is opened in an academy', () => {
  it('that is in the programme today, whether it will be or has been', async () => {
    const [soon, once] = [await academy('2027-06-01'), await academy('2026-09-01', '2026-11-22')];
    expect(await open(soon)).toMatchObject(refusal('2027-06-01', '2029-08-31', '2026-11-23'));
    expect(await open(once)).toMatchObject(refusal('2026-09-01', '2026-11-22', '2026-11-23'));
    expect((await open(await academy('2026-11-23'))).status).toBe(201);
    expect((await open(await academy('2026-09-01', '2027-01-01'))).status).toBe(201);
  });

  it('that is in it on the day it starts: by the end that was told, or by the convention’s', async () => {
    const [ending, staying] = [await academy('2026-09-01', '2026-12-31'), await academy('2026-09-02')];
    expect(await open(ending, '2027-01-01')).toMatchObject(refusal('2026-09-01', '2026-12-31', '2027-01-01'));
    expect(await open(staying, '2029-09-01', '2029-10-01')).toMatchObject(
      refusal('2026-09-02', '2029-08-31', '2029-09-01'),
    );
    expect(await open(staying, '2026-09-01')).toMatchObject(refusal('2026-09-02', '2029-08-31', '2026-09-01'));
  });

  it('and is moved to such a day only, while it goes on past the membership’s end', async () => {
    const ending = await academy('2026-09-03', '2026-12-15');
    const { id } = (await open(ending)).body;
    const change = (about: object, version: string) =>
      admin.patch(`/v1/offerings/${id}`, about, { headers: { 'if-match': version } });
    expect(await change({ startsOn: '2026-12-16' }, '1')).toMatchObject(
      refusal('2026-09-03', '2026-12-15', '2026-12-16'),
    );
    expect((await change({ startsOn: '2026-12-15' }, '1')).status).toBe(200);
    database.clock.set('2026-12-20T09:00:00Z');
    expect((await change({ seats: 6, endsOn: '2027-04-01' }, '2')).status).toBe(200);
    expect(await open(ending)).toMatchObject(refusal('2026-09-03', '2026-12-15', '2026-12-20'));
  });
});
