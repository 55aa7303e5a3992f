import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { academy, room } from '@takwin/contracts/events/academies';
import { AcademyId, RoomId } from '@takwin/contracts/ids';
import { Refusal } from '@takwin/platform/errors';
import { actorOf, auditLives, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import fc from 'fast-check';
import sql, { type Sql } from 'sql-template-tag';
import { academyLife } from './academies/academy.life.js';
import { ChangeAcademyHandler } from './academies/change-academy.js';
import { RegisterAcademyHandler } from './academies/register-academy.js';
import { academiesEntities, academiesMigrations, loadAcademiesReference } from './index.js';
import { ChangeRoomHandler } from './rooms/change-room.js';
import { OpenRoomHandler } from './rooms/open-room.js';
import { roomLife } from './rooms/room.life.js';

const COMMANDS = Number(process.env['LIVES_COMMANDS'] ?? 4_000);
const SEED = Number(process.env['LIVES_SEED'] ?? randomInt(2 ** 31));
/** Of one academy and its room, before the next: they soon are closed for good. */
const COMMANDS_OF_ONE = 40;

type Subjects = { academyId: AcademyId; roomId: RoomId };

let database: TestDatabase;
let academies: ChangeAcademyHandler;
let rooms: ChangeRoomHandler;

beforeAll(async () => {
  database = await testDatabase({
    schema: 'academies',
    migrations: academiesMigrations,
    entities: academiesEntities,
    reference: loadAcademiesReference,
  });
  academies = new ChangeAcademyHandler(database.db);
  rooms = new ChangeRoomHandler(database.db);
});
afterAll(() => database?.close());

const admin = actorOf('programme-admin');
let made = 0;

/** A candidate with a room. */
async function fresh(): Promise<Subjects> {
  const place = { kind: 'ISTA', profile: 'ordinary', region: 'MA-04', province: '04.281', city: 'Kénitra' } as const;
  const code = `LIVES-${++made}`;
  const { id } = await new RegisterAcademyHandler(database.db).run(admin, { code, name: { fr: code }, ...place });
  const academyId = AcademyId.parse(id);
  const opened = await new OpenRoomHandler(database.db).run(admin, { academyId, code: 'A', seats: 20 });
  return { academyId, roomId: RoomId.parse(opened.id) };
}

const STEPS = ['change', 'accredit', 'suspend', 'reinstate', 'close', 'changeRoom', 'closeRoom', 'reopenRoom'] as const;
const command = fc.record({
  step: fc.constantFrom(...STEPS),
  other: fc.nat(2),
  expectedVersion: fc.option(fc.nat(12), { freq: 8, nil: undefined }),
});
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

async function run({ academyId, roomId }: Subjects, { step, other, expectedVersion }: Command): Promise<void> {
  const ofAcademy = { id: academyId, expectedVersion };
  const ofRoom = { id: roomId, expectedVersion };
  const work = {
    change: () => academies.change(admin, { ...ofAcademy, city: ['Kénitra', 'Sidi Taibi', 'KENITRA'][other]! }),
    accredit: () => academies.accredit({ ...admin, subject: 'a colleague' }, ofAcademy),
    suspend: () => academies.suspend(admin, ofAcademy),
    reinstate: () => academies.reinstate(admin, ofAcademy),
    close: () => academies.close(admin, ofAcademy),
    changeRoom: () => rooms.change(admin, { ...ofRoom, seats: 20 + other }),
    closeRoom: () => rooms.close(admin, ofRoom),
    reopenRoom: () => rooms.reopen(admin, ofRoom),
  }[step];
  await work().catch(unlessRefused);
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

const read = <T>(statement: Sql): Promise<T[]> => database.db.readAs(actorOf('system'), (tx) => tx.query<T>(statement));

async function expectToStand({ faults, latest }: Awaited<ReturnType<typeof auditLives>>, rows: Sql): Promise<void> {
  expect(faults).toEqual([]);
  const told = [...latest].map(([id, { version, state }]) => ({ id, version, state: state['state'] }));
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
  expect(told.sort(byId)).toEqual((await read<{ id: string }>(rows)).sort(byId));
  expect(told.length).toBeGreaterThan(COMMANDS / COMMANDS_OF_ONE);
}

describe(`after ${COMMANDS} commands, two at once (LIVES_SEED=${SEED})`, () => {
  beforeAll(async () => {
    const commands = fc.sample(command, { numRuns: COMMANDS, seed: SEED });
    for (let next = 0; next < COMMANDS; next += COMMANDS_OF_ONE) {
      const subjects = await fresh();
      for (let turn = next; turn < next + COMMANDS_OF_ONE; turn += 2)
        await Promise.all(commands.slice(turn, turn + 2).map((one) => run(subjects, one)));
    }
  }, COMMANDS * 100);

  it('every step of each academy is one of the life, and the last one told is how it stands', async () => {
    await expectToStand(
      await auditLives(database.db, 'academy', academyLife),
      sql`select id, version, state from academy`,
    );
  });

  it('every step of each room is one of the life, and the last one told is how it stands', async () => {
    await expectToStand(await auditLives(database.db, 'room', roomLife), sql`select id, version, state from room`);
  });

  it('all that there is to tell of them was told', async () => {
    const told = await read<{ type: string }>(
      sql`select distinct type from event_new where subject in ('academy', 'room')`,
    );
    expect(told.map(({ type }) => type).toSorted()).toEqual([...academy.types, ...room.types].toSorted());
  });
});

describe('two who change one academy at once', () => {
  it('keep what each wrote, or the second is told that the version has gone', async () => {
    const { academyId: id } = await fresh();
    const profile = 'minors' as const;
    await Promise.all([academies.change(admin, { id, city: 'Sidi Taibi' }), academies.change(admin, { id, profile })]);
    const both = await academies.change(admin, { id });
    expect(both).toMatchObject({ city: 'Sidi Taibi', profile, version: 3 });
    const seen = { id, expectedVersion: 3 };
    const settled = await Promise.allSettled(
      ['Kénitra', 'Souk El Arbaa'].map((city) => academies.change(admin, { ...seen, city })),
    );
    expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const late = settled.find(({ status }) => status === 'rejected');
    expect(late).toMatchObject({ reason: { code: 'VERSION_MISMATCH', status: 412, extra: { current: 4 } } });
  });
});
