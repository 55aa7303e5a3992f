import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '@takwin/platform/errors';
import { actorOf, testDatabase, type TestDatabase, auditLives } from '@takwin/platform/testing';
import fc from 'fast-check';
import sql, { type Sql } from 'sql-template-tag';
import { academiesMigrations, loadAcademiesReference } from '../index.js';
import { PersonsWorld } from '../testing/persons-world.js';
import { personLife } from './person.life.js';
import { LATEST } from './placement.writer.js';

const COMMANDS = Number(process.env.LIVES_COMMANDS ?? 4_000);
const SEED = Number(process.env.LIVES_SEED ?? randomInt(2 ** 31));
const [PERSONS, ACADEMIES] = [6, 2];

type Command = (world: PersonsWorld) => Promise<unknown>;

const person = fc.nat(PERSONS - 1);
const academy = fc.nat(ACADEMIES - 1);
const ifMatch = fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined, freq: 3 });
const row = fc.record({
  ...{ person, academy, group: fc.nat(2), year: fc.constantFrom(1, 1, 1, 2) },
  ...{ active: fc.boolean(), renamed: fc.boolean() },
});

const often = <T>(weight: number, about: fc.Arbitrary<T>, command: (about: T) => Command) => ({
  weight,
  arbitrary: about.map(command),
});
const command = fc.oneof(
  often(1, fc.tuple(person, academy), (about) => (world) => world.register(...about)),
  often(9, fc.tuple(person, ifMatch), (about) => (world) => world.deactivate(...about)),
  often(9, fc.tuple(person, ifMatch), (about) => (world) => world.reactivate(...about)),
  often(4, fc.tuple(person, fc.constantFrom('Salma', 'Selma'), ifMatch), (about) => (world) => world.change(...about)),
  often(2, fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => (world) => world.roster(rows)),
);

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({
    schema: 'academies',
    migrations: academiesMigrations,
    reference: loadAcademiesReference,
  });
  const world = await PersonsWorld.of(database, ACADEMIES);
  const commands = fc.sample(command, { numRuns: COMMANDS, seed: SEED });
  for (let next = 0; next < COMMANDS; next += 2)
    await Promise.all(commands.slice(next, next + 2).map((one) => one(world).catch(unlessRefused)));
}, COMMANDS * 100);
afterAll(() => database?.close());

function unlessRefused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

const rows = (statement: Sql): Promise<Record<string, unknown>[]> =>
  database.db.readAs(actorOf('system'), (tx) => tx.query(statement));

describe(`after ${COMMANDS} commands, two at once (LIVES_SEED=${SEED})`, () => {
  it('every step of each person is one of the life, and the last one told is how the person stands', async () => {
    const { faults, latest } = await auditLives(database.db, 'person', personLife);
    expect(faults).toEqual([]);
    const told = [...latest].map(([id, { version, state }]) => ({ id, version, state: state['state'] }));
    const byId = (one: { id?: unknown }, other: { id?: unknown }) => (String(one.id) < String(other.id) ? -1 : 1);
    expect(told.sort(byId)).toEqual((await rows(sql`select id, version, state from person`)).sort(byId));
    expect(told.length).toBe(420 + PERSONS);
  });

  it('who has an active placement is active, and nobody else; only who has left has a reason and a day', async () => {
    expect(
      await rows(sql`
        select * from person p
        where (p.state = 'active') <> exists (select from placement l where l.person_id = p.id and l.state = 'active')
          or p.state = 'active' and (p.inactive_reason is not null or p.left_on is not null)`),
    ).toEqual([]);
  });

  it('two placements of a person go on by one statement alone, or in two years of one academy', async () => {
    expect(
      await rows(sql`
        select l.*, o.* from placement l join placement o on o.person_id = l.person_id and o.stated_by > l.stated_by
        where l.state = 'active' and o.state = 'active' and (o.academy_id <> l.academy_id or o.year = l.year)
          and not exists (
            select from placement also where also.person_id = o.person_id and also.stated_by = o.stated_by
              and also.academy_id = l.academy_id and also.state <> 'ended' and o.academy_id <> l.academy_id)`),
    ).toEqual([]);
  });

  it('each ended placement tells the day and reason, and no other one does; the home is of the last stated one', async () => {
    expect(
      await rows(sql`
        select from placement where (state = 'ended') <> (ended_on is not null) or (state = 'ended') <> (ended_because is not null)`),
    ).toEqual([]);
    expect(
      await rows(sql`
        select from person p where p.state = 'active' and p.academy_id <> (
          select l.academy_id from placement l where l.person_id = p.id and l.state = 'active' order by ${LATEST} limit 1)`),
    ).toEqual([]);
  });

  it('tells the placements as they are', async () => {
    const { latest } = await auditLives(database.db, 'person', personLife);
    const held = await rows(sql`
      select person_id as id, count(*) filter (where state = 'active')::int as active, count(*)::int as all
      from placement group by person_id`);
    for (const { id, active, all } of held) {
      const placements = latest.get(String(id))!.state['placements'] as { state: string }[];
      expect([placements.filter(({ state }) => state === 'active').length, placements.length]).toEqual([active, all]);
    }
  });
});
