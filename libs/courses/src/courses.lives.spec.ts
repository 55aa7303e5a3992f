import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '@takwin/platform/errors';
import { actorOf, testDatabase, type TestDatabase, auditLives } from '@takwin/platform/testing';
import fc from 'fast-check';
import sql, { type Sql } from 'sql-template-tag';
import { enrolmentLife } from './enrolments/enrolment.life.js';
import { coursesMigrations, loadCoursesReference } from './index.js';
import { literacyLife } from './literacy/literacy.life.js';
import { offeringLife } from './offerings/offering.life.js';
import { CoursesWorld } from './testing/courses-world.js';

const COMMANDS = Number(process.env.LIVES_COMMANDS ?? 4_000);
const SEED = Number(process.env.LIVES_SEED ?? randomInt(2 ** 31));
const [PERSONS, OFFERINGS, SEATS] = [8, 3, 4];

type Command = (world: CoursesWorld) => Promise<unknown>;

const person = fc.nat(PERSONS - 1);
const offering = fc.nat(OFFERINGS - 1);
const persons = fc.uniqueArray(person, { minLength: 1, maxLength: 5 });
const seats = fc.integer({ min: 1, max: SEATS });
const hours = fc.integer({ min: 1, max: 8 });
const ago = fc.nat(200);
const changes = fc.record(
  { seats, endsIn: fc.nat(40), taught: fc.nat(2), expectedVersion: fc.integer({ min: 1, max: 4 }) },
  { requiredKeys: [] },
);

const often = <T>(weight: number, about: fc.Arbitrary<T>, command: (about: T) => Command) => ({
  weight,
  arbitrary: about.map(command),
});
const command = fc.oneof(
  often(8, fc.tuple(person, offering, fc.boolean()), (about) => (world) => world.enrol(...about)),
  often(4, fc.tuple(persons, offering), (about) => (world) => world.enrolAll(...about)),
  often(5, fc.tuple(person, offering), (about) => (world) => world.withdraw(...about)),
  often(
    4,
    fc.tuple(persons, hours, ago),
    ([who, ...about]) =>
      (world) =>
        world.learn(who, 'attended', ...about),
  ),
  often(
    1,
    fc.tuple(persons, hours, ago),
    ([who, ...about]) =>
      (world) =>
        world.learn(who, 'completed', ...about),
  ),
  often(1, fc.tuple(person, fc.constantFrom(600, 800)), (about) => (world) => world.evaluate(...about)),
  often(3, fc.tuple(offering, changes), (about) => (world) => world.change(...about)),
  often(1, offering, (at) => (world) => world.cancel(at)),
  often(4, fc.tuple(offering, seats, fc.integer({ min: 5, max: 60 })), (about) => (world) => world.open(...about)),
  often(2, fc.integer({ min: 1, max: 4 }), (days) => (world) => world.pass(days)),
  often(2, person, (who) => (world) => world.say([who], false)),
  often(3, persons, (who) => (world) => world.say(who, true)),
);

/** Looked for after every command: the next departure of the same person would mend it. */
const LEFT_IN_PLACE = sql`
  select e.* from enrolment e join person_copy p on p.subject = e.person_id::text
  where not p.active and e.state in ('enrolled', 'waitlisted')`;
const stranded: unknown[] = [];

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({
    schema: 'courses',
    migrations: coursesMigrations,
    reference: loadCoursesReference,
  });
  const world = await CoursesWorld.of(database, PERSONS);
  for (let at = 0; at < OFFERINGS; at++) await world.open(at, SEATS, 30);
  const commands = fc.sample(command, { numRuns: COMMANDS, seed: SEED });
  for (let next = 0; next < COMMANDS; next += 2) {
    await Promise.all(commands.slice(next, next + 2).map((one) => one(world).catch(unlessRefused)));
    stranded.push(...(await rows(LEFT_IN_PLACE)));
  }
}, COMMANDS * 100);
afterAll(() => database?.close());

function unlessRefused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

const rows = (statement: Sql): Promise<Record<string, unknown>[]> =>
  database.db.readAs(actorOf('system'), (tx) => tx.query(statement));

describe(`after ${COMMANDS} commands, two at once (LIVES_SEED=${SEED})`, () => {
  it.each([
    ['offering', offeringLife, sql`select id, version, state from offering`],
    ['enrolment', enrolmentLife, sql`select id, version, state from enrolment`],
    ['literacy', literacyLife, sql`select person_id as id, version, state from literacy`],
  ] as const)(
    'every step of each %s is one of its life, and the last one told is how it stands',
    async (kind, life, all) => {
      const { faults, latest } = await auditLives(database.db, kind, life as never);
      expect(faults).toEqual([]);
      const told = [...latest].map(([id, { version, state }]) => ({ id, version, state: state['state'] }));
      const byId = (one: object, other: object) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
      expect(told.sort(byId)).toEqual((await rows(all)).sort(byId));
      expect(told.length).toBeGreaterThan(OFFERINGS);
    },
  );

  it('as many seats are taken as there are places, none is free while somebody waits, and none is left when it is over', async () => {
    expect(
      await rows(sql`
        select o.id, o.state, o.taken, o.seats, p.*
        from offering o cross join lateral (
          select count(*) filter (where e.state in ('enrolled', 'completed'))::int as places,
            count(*) filter (where e.state = 'waitlisted')::int as waiting,
            count(*) filter (where e.state = 'enrolled')::int as enrolled
          from enrolment e where e.offering_id = o.id) p
        where case o.state
          when 'open' then o.taken <> places or waiting > 0 and o.taken < o.seats
          when 'cancelled' then o.taken <> 0 or waiting + enrolled > 0
          else waiting + enrolled > 0 end`),
    ).toEqual([]);
  });

  it('nobody who has left had a place or waited for one at any time', () => {
    expect(stranded).toEqual([]);
  });

  it('nothing was learnt by anybody after the day of leaving', async () => {
    expect(
      await rows(sql`
        select s.* from statement s join person_copy p on p.subject = s.person_id::text
        where not p.active and (upper(s.during) at time zone 'UTC')::date > p.left_on`),
    ).toEqual([]);
  });

  it('every place that ended says why', async () => {
    expect(await rows(sql`select * from enrolment where (state = 'withdrawn') <> (reason is not null)`)).toEqual([]);
  });

  it('every completion has its day, on which its offering had started', async () => {
    expect(
      await rows(sql`
        select e.* from enrolment e join offering o on o.id = e.offering_id
        where (e.state = 'completed') <> (e.completed_on is not null) or e.completed_on < o.starts_on`),
    ).toEqual([]);
  });

  it('what was given up is told of no more', async () => {
    expect(
      await rows(sql`
        with told as (
          select id, type, change ->> 's' as subject, change #>> '{d,reason}' as reason
          from event_new, jsonb_array_elements(body -> 'changes') change where event_new.subject = 'enrolment'
        )
        select * from told ended join told later on later.subject = ended.subject and later.id > ended.id
        where ended.type = 'EnrolmentWithdrawn' and ended.reason <> 'OFFERING_FINISHED'`),
    ).toEqual([]);
  });

  it('every hour is counted once', async () => {
    expect(
      await rows(sql`
        select e.id, e.hours, s.hours as counted from enrolment e cross join lateral (
          select coalesce(sum(hours), 0) as hours from statement where enrolment_id = e.id) s
        where abs(e.hours - s.hours) > 0.001 and (e.reason is null or e.reason = 'OFFERING_FINISHED')`),
    ).toEqual([]);
    expect(
      await rows(sql`
        select l.*, s.* from literacy l cross join lateral (
          select coalesce(sum(hours) filter (where exists (select from enrolment e join offering o on o.id = e.offering_id
              where e.id = enrolment_id and o.trainer_id is not null and coalesce(lower(during) >= o.taught_from, true))), 0) as counted, count(*) filter (where hours is null) as uncounted,
            (select sum(extract(epoch from upper(piece) - lower(piece))) / 3600 from unnest(range_agg(during)) piece) as told
          from statement where person_id = l.person_id) s
        where l.state <> 'certified' and abs(l.hours - s.counted) > 0.001 or s.counted > s.told + 0.001 or s.uncounted > 0`),
    ).toEqual([]);
  });

  it('every completed place has the hours of its course', async () => {
    expect(
      await rows(sql`
        select e.* from enrolment e join offering o on o.id = e.offering_id join course c on c.id = o.course_id
        where e.state = 'completed' and not exists (
          select from event_new, jsonb_array_elements(body -> 'changes') change
          where change ->> 's' = e.id::text and (change #>> '{d,hours}')::float8 >= 0.8 * c.hours)`),
    ).toEqual([]);
  });
});
