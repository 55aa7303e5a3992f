import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assignment } from '@takwin/contracts/events/academies';
import { append, eventLogMigration, Publisher } from '@takwin/platform/events';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { AssignedMandates, assignmentsMigration } from './assignments.js';

const ACADEMIES = ['4397c351-bb9c-8a5a-9558-d54a2f70ea50', '0b0f1c5e-6f4e-4d4e-9b1a-3a4f5e6d7c8b'];
const LIMITS = { remembered: 0, old: 60_000, lookEvery: 10_000 };

let academies: TestDatabase;
let service: TestDatabase;
let publisher: Publisher;
let register: AssignedMandates;

beforeAll(async () => {
  academies = await testDatabase({ schema: 'academies', migrations: [eventLogMigration('academies')] });
});
afterAll(() => academies.close());
beforeEach(async () => {
  service = await testDatabase({ schema: 'courses', migrations: [eventLogMigration('courses'), assignmentsMigration] });
  publisher = new Publisher(academies.db, { every: 50 }).start();
  register = await following();
});
afterEach(async () => {
  await register.onModuleDestroy();
  await publisher.stop();
  await service.close();
});

const following = async (limits: object = {}): Promise<AssignedMandates> => {
  const one = new AssignedMandates(service.db, service.clock, academies.url, { ...LIMITS, ...limits });
  await one.onApplicationBootstrap();
  return one;
};

let serial = 0;
type About = { id?: string; version?: number; state?: 'given' | 'ended' } & Record<string, unknown>;
/** Tells that a role is held as `about` says, all of them together; waits until the copy holds it. */
async function told(...given: About[]): Promise<void> {
  const changes = given.map(
    ({ id = `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`, version = 1, ...about }) => ({
      id,
      version,
      state: {
        ...{ subject: 'amal', role: 'trainer', region: 'MA-06', academyId: ACADEMIES[0]!, group: null },
        ...{ from: '2026-11-01', until: '2026-12-31', state: 'given', ...about },
      },
    }),
  );
  await academies.db.asActor(actorOf('system'), (tx) => append(tx, assignment, 'RoleAssigned', changes as never));
  await publisher.flush();
  await register.follower.caughtUp();
}

describe('what the register of assignments grants', () => {
  it('is each role in all the places where it is held, until the first of them ends', async () => {
    await told(
      { subject: 'salma', until: '2026-12-01' },
      { subject: 'salma', academyId: ACADEMIES[1] },
      { subject: 'salma', role: 'regional-director', academyId: null },
    );
    expect(await register.of('salma')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ role: 'regional-director', regions: ['MA-06'], academies: [] }),
        expect.objectContaining({
          role: 'trainer',
          academies: expect.arrayContaining(ACADEMIES),
          regions: [],
          groups: [],
          until: '2026-12-01',
        }),
      ]),
    );
    expect(await register.of('nobody')).toEqual([]);
  });

  it('is of groups by their academies: those of the same code elsewhere are not meant', async () => {
    const groups = [
      { academyId: ACADEMIES[0], group: 'DEV101' },
      { academyId: ACADEMIES[1], group: 'DEV102' },
      { academyId: ACADEMIES[1], group: 'DEV103' },
      { academyId: ACADEMIES[1] },
    ];
    await told(...groups.map((place) => ({ subject: 'nadia', ...place })));
    const held = (await register.of('nadia')).map(({ academies, groups: codes }) => [academies, codes.toSorted()]);
    expect(held).toHaveLength(3);
    expect(held).toEqual(
      expect.arrayContaining([
        [[ACADEMIES[0]], ['DEV101']],
        [[ACADEMIES[1]], ['DEV102', 'DEV103']],
        [[ACADEMIES[1]], []],
      ]),
    );
  });

  it('is held from the first day to the last, both included', async () => {
    await told({ subject: 'driss', from: '2026-11-24', until: '2026-11-25' });
    const heldOn = async (instant: string) => {
      service.clock.set(instant);
      return (await register.of('driss')).length;
    };
    expect(await heldOn('2026-11-23T23:59:59Z')).toBe(0);
    expect(await heldOn('2026-11-24T00:00:00Z')).toBe(1);
    expect(await heldOn('2026-11-25T23:59:59Z')).toBe(1);
    expect(await heldOn('2026-11-26T00:00:00Z')).toBe(0);
  });

  it('ends with the assignment', async () => {
    const id = '11111111-0000-4000-8000-000000000000';
    await told({ id, subject: 'hind' });
    expect(await register.of('hind')).toHaveLength(1);
    await told({ id, subject: 'hind', version: 2, state: 'ended' });
    expect(await register.of('hind')).toEqual([]);
  });

  it('is remembered for a while, and no longer', async () => {
    const patient = await following({ remembered: 60_000 });
    await told({ subject: 'omar' });
    await patient.follower.caughtUp();
    expect(await patient.of('omar')).toBe(await patient.of('omar'));
    await patient.onModuleDestroy();
  });

  it('is nothing by a copy that may be older than the register', async () => {
    await told({ subject: 'aya' });
    const unsure = await following({ old: -1 });
    expect(await unsure.of('aya')).toEqual([]);
    await unsure.onModuleDestroy();
    const cut = new AssignedMandates(service.db, service.clock, 'postgres://nobody@127.0.0.1:1/nothing', LIMITS);
    await cut.onApplicationBootstrap();
    const { count } = (await service.db.readAs(actorOf('system'), (tx) =>
      tx.one<{ count: number }>(sql`select count(*) from assignment_copy where holder = 'aya'`),
    ))!;
    expect([count, await cut.of('aya')]).toEqual([1, []]);
    await cut.onModuleDestroy();
  });
});
