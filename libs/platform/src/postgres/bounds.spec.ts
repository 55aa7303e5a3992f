import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql, { type Sql } from 'sql-template-tag';
import type { Actor } from '../auth/actor.js';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { boundedTable, boundedWith, personsApart } from './bounds.js';
import { Database, type Tx } from './database.js';
import { humansMigration } from './humans.js';
import { within } from './within.js';

const HERE = '00000000-0000-4000-8000-000000000001';
const THERE = '00000000-0000-4000-8000-000000000002';
const NOBODY = '00000000-0000-4000-8000-000000000003';
const BY = { region: 'region', academy: 'academy_id', person: 'person_id' };
const places = {
  name: 'places',
  up: `create table place(id text primary key, region text, academy_id uuid, person_id uuid, note text);
       create index place_academy on place(academy_id);
       insert into place values ('here', 'MA-01', '${HERE}', '${HERE}'), ('there', 'MA-06', '${THERE}', '${THERE}'),
         ('nowhere', null, null, null);
       ${boundedTable('bounds', 'place', BY)}
       create table room(id text, academy_id uuid, person_id uuid);
       insert into room select id, academy_id, person_id from place;
       ${boundedTable('bounds', 'room', { academy: 'academy_id' })}
       create table den(id text, person_id uuid);
       insert into den select id, person_id from place;
       alter table den enable row level security;
       create policy by_person on den to bounds_bound_person
         using (person_id = any((select nullif(current_setting('takwin.keys', true), '')::uuid[])::uuid[]));
       create table cell(id text, place text, seen_by uuid, hidden boolean);
       insert into cell values ('open', 'here', '${HERE}', false), ('hidden', 'here', '${THERE}', true), ('own', 'here', '${HERE}', true),
         ('far', 'there', '${HERE}', false);
       ${boundedWith('bounds', 'cell', 'exists (select from place p where p.id = cell.place)', {
         academy: (isTheirs) => `${isTheirs('seen_by')} or not hidden`,
       })}`,
};

const ROLES = [
  ['regional-director', { regions: ['MA-01'] }],
  ['academy-manager', { academies: [HERE] }],
  ['trainer', { persons: [HERE, NOBODY] }],
  ['candidate', { personId: HERE }],
] as const;
const [, [, own]] = ROLES;
const here = actorOf('academy-manager', own);
const there = actorOf('academy-manager', { academies: [THERE] });
const system = actorOf('system');
const ALL = ['here', 'nowhere', 'there'];

// What a statement that forgets `within` reads.
const forgetful = sql`select id from place order by id`;

describe('a table whose rows are bound', () => {
  let test: TestDatabase;
  /** The same on one connection. */
  let narrow: Database;

  beforeAll(async () => {
    test = await testDatabase({ schema: 'bounds', migrations: [places, humansMigration] });
    narrow = await Database.open({ url: test.url, name: 'narrow', max: 1 });
  });
  afterAll(async () => {
    await narrow.close();
    await test.close();
  });

  const seen = (db: Database, actor: Actor, statement = forgetful): Promise<string[]> =>
    db.readAs(actor, async (tx) => (await tx.query<{ id: string }>(statement)).map(({ id }) => id));
  const seenInside = (db: Database, actor: Actor): Promise<string[]> =>
    db.asActor(actor, async (tx) => (await tx.query<{ id: string }>(forgetful)).map(({ id }) => id));
  /** What the connection itself sees, of which nothing is said. */
  const unsaid = (db: Database) =>
    db.asActor(system, async (tx) => {
      await tx.query(sql`set local role bounds_bound`);
      return tx.query(forgetful);
    });

  it.each(ROLES)('shows a %s what is theirs, also to a statement that forgets it', async (role, about) => {
    const actor = actorOf(role, about);
    expect(await seen(test.db, actor)).toEqual(['here']);
    expect(await seenInside(test.db, actor)).toEqual(['here']);
  });

  it.each(['regional-director', 'academy-manager', 'trainer', 'candidate'] as const)(
    'shows a %s to whom nothing belongs nothing, and not the rows that belong to nobody',
    async (role) => expect(await seen(test.db, actorOf(role))).toEqual([]),
  );

  it.each([
    ['regional-director', { regions: ['MA-"01"', 'MA-06', '\\', '{,}'] }],
    ['academy-manager', { academies: [THERE] }],
  ] as const)('shows a %s themselves beside what is theirs, and nobody else', async (role, about) => {
    const actor = actorOf(role, { ...about, persons: [HERE] });
    const rooms = sql`select id from room order by id`;
    expect(await seen(test.db, actor)).toEqual(['here', 'there']);
    expect(await seenInside(test.db, actor)).toEqual(['here', 'there']);
    expect(await seen(test.db, { ...actor, persons: [NOBODY] })).toEqual(['there']);
    expect(await seen(test.db, actor, rooms)).toEqual(role === 'academy-manager' ? ['there'] : []);
  });

  it('is asked for persons by themselves also where it was bound before, and shows the release before what it did', async () => {
    const asBefore = (keys: string) =>
      narrow.asActor(system, async (tx) => {
        await tx.query(
          sql`select set_config('role', 'bounds_bound_person', true), set_config('takwin.keys', ${keys}, true)`,
        );
        return tx.query(sql`select id from den`);
      });
    const shown = () =>
      seen(test.db, actorOf('regional-director', { regions: ['MA-06'], persons: [HERE] }), sql`select id from den`);
    await expect(shown()).rejects.toThrow('invalid input syntax for type uuid');
    await test.db.asActor(system, (tx) => tx.manager.query(personsApart('den', 'person_id')));
    expect(await shown()).toEqual(['here']);
    expect(await asBefore(`{${HERE}}`)).toEqual([{ id: 'here' }]);
  });

  it('shows the programme and our own workers all of it', async () => {
    for (const actor of [system, actorOf('programme-admin'), actorOf('auditor')]) {
      expect(await seen(test.db, actor)).toEqual(ALL);
      expect(await seenInside(test.db, actor)).toEqual(ALL);
    }
  });

  it('shows what `within` of the same columns does, and nothing to a scope that it has no column of', async () => {
    for (const [role, about] of ROLES) {
      const actor = actorOf(role, about);
      const guarded = sql`select id from room where ${within(actor, { academy: sql`academy_id` })}`;
      expect(await seen(test.db, actor, sql`select id from room`)).toEqual(await seen(test.db, system, guarded));
    }
  });

  it('shows with a row what is of it, and to a scope that has a condition of its own less', async () => {
    const cells = sql`select id from cell order by id`;
    const all = ['hidden', 'open', 'own'];
    expect(await seen(test.db, here, cells)).toEqual(['open', 'own']);
    for (const [role, about] of [ROLES[0], ROLES[2], ROLES[3]])
      expect(await seen(test.db, actorOf(role, about), cells)).toEqual(all);
    expect(await seen(test.db, there, cells)).toEqual(['far']);
  });

  it('lets whoever is bound change only what they see, and take no bound away', async () => {
    const changed = (actor: Actor) =>
      test.db.asActor(actor, (tx) => tx.query(sql`update room set person_id = ${THERE} returning id`));
    expect(await changed(here)).toEqual([{ id: 'here' }]);
    for (const statement of ['alter table room disable row level security', 'drop policy by_academy on room'])
      await expect(test.db.asActor(here, (tx) => tx.manager.query(statement))).rejects.toThrow('must be owner');
  });

  it('shows nothing to a scope of which it is not said what is theirs', async () => {
    const rows = await narrow.asActor(system, async (tx) => {
      await tx.query(sql`set local role bounds_bound_academy`);
      return tx.query(forgetful);
    });
    expect(rows).toEqual([]);
  });

  it('shows a connection of which nothing is said nothing', async () => {
    expect(await unsaid(narrow)).toEqual([]);
    await seen(narrow, here);
    expect(await unsaid(narrow)).toEqual([]);
  });

  it('keeps nothing of who had the connection before: not after a commit, a failure or a roll-back', async () => {
    const broken = sql`select 1 / (select count(*) - count(*) from place)`;
    const deeds = [
      () => seen(narrow, there),
      () => seen(narrow, system),
      () => seenInside(narrow, there),
      () => seenInside(narrow, system),
      () => expect(seen(narrow, there, broken)).rejects.toThrow('division by zero'),
      () => expect(seen(narrow, system, broken)).rejects.toThrow('division by zero'),
      () => expect(narrow.asActor(there, (tx) => tx.query(broken))).rejects.toThrow('division by zero'),
      () => expect(narrow.asActor(there, () => Promise.reject(new Error('no')))).rejects.toThrow('no'),
      () => narrow.readAs(here, (tx) => tx.unbound.query(forgetful)),
      () => expect(narrow.readAs(here, (tx) => tx.unbound.query(broken))).rejects.toThrow('division by zero'),
    ];
    for (const deed of deeds) {
      await deed();
      expect(await unsaid(narrow)).toEqual([]);
      expect(await seen(narrow, here)).toEqual(['here']);
      expect(await seenInside(narrow, here)).toEqual(['here']);
    }
  });

  it('keeps nothing of who has left while the server read for them', async () => {
    const leaving = new AbortController();
    const read = narrow.readAs({ ...there, left: leaving.signal }, (tx) =>
      tx.query(sql`select id, pg_sleep(20) from place`),
    );
    const refused = expect(read).rejects.toMatchObject({ code: 'ABANDONED' });
    const running = sql`select from pg_stat_activity where application_name = 'narrow' and state = 'active'`;
    while ((await test.db.readAs(system, (tx) => tx.query(running))).length === 0);
    leaving.abort();
    await refused;
    expect(await seen(narrow, here)).toEqual(['here']);
    expect(await seen(narrow, { ...here, left: new AbortController().signal })).toEqual(['here']);
  });

  it('never shows one caller what is another one’s, however they take turns on few connections', async () => {
    const callers = [here, there, system].flatMap((actor) => Array<Actor>(40).fill(actor));
    const expected = new Map<Actor, string[]>([
      [here, ['here']],
      [there, ['there']],
      [system, ALL],
    ]);
    for (const db of [narrow, test.db]) {
      const all = callers.map(async (actor, turn) => ({
        actor,
        rows: await (turn % 3 === 0 ? seenInside : seen)(db, actor),
      }));
      for (const { actor, rows } of await Promise.all(all)) expect(rows).toEqual(expected.get(actor));
    }
  });

  it('is seen past its bounds by a statement that says so, and by none beside it', async () => {
    const beside = (tx: Tx) => Promise.all([tx.query(forgetful), tx.unbound.query(forgetful), tx.query(forgetful)]);
    const rows = [[{ id: 'here' }], ALL.map((id) => ({ id })), [{ id: 'here' }]];
    expect(await test.db.asActor(here, beside)).toEqual(rows);
    expect(await test.db.readAs(here, beside)).toEqual(rows);
    const through = await test.db.asActor(here, async (tx) => {
      await tx.unbound.one(sql`update place set note = 'seen' where id = ${'there'} returning id`);
      return tx.manager.query(`select id, current_user as who from place`);
    });
    expect(through).toEqual([{ id: 'here', who: 'bounds_bound_academy' }]);
  });

  it('is met whole by a command that goes past the bounds, whose connection is bound again after it', async () => {
    const all = (tx: Tx) => tx.query(forgetful);
    expect(await narrow.pastBounds(here, all)).toEqual(ALL.map((id) => ({ id })));
    expect(await unsaid(narrow)).toEqual([]);
    await expect(narrow.pastBounds(here, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await seenInside(narrow, here)).toEqual(['here']);
  });

  it('is written and read under the same bounds again after a savepoint', async () => {
    const rows = await test.db.asActor(here, async (tx) => {
      await tx.query(sql`savepoint before`);
      await tx.unbound.query(sql`select 1 / 0`).catch(() => {});
      await tx.query(sql`rollback to savepoint before`);
      return tx.query(forgetful);
    });
    expect(rows).toEqual([{ id: 'here' }]);
  });

  it('is read by the indexes of its columns, and who acts is looked up once a statement', async () => {
    const planOf = (statement: Sql) =>
      test.db.asActor(here, async (tx) => {
        await tx.query(sql`set local enable_seqscan = off`);
        const lines = await tx.query<{ 'QUERY PLAN': string }>(sql`explain (costs off) ${statement}`);
        return lines.map((row) => row['QUERY PLAN'].trim());
      });
    const byKey = await planOf(sql`select from place where id = ${'here'}`);
    expect(byKey.filter((line) => line.startsWith('InitPlan'))).toHaveLength(1);
    expect(byKey).toContain("Index Cond: (id = 'here'::text)");
    expect((await planOf(sql`select from place`)).join()).toContain('Index Cond: (academy_id = ANY (');
  });
});

describe('a database', () => {
  it('is not opened where its schema has no bound role', async () => {
    const test = await testDatabase({ schema: 'bounds', migrations: [places, humansMigration] });
    const url = new URL(test.url);
    url.searchParams.set('options', '-c search_path=pg_catalog');
    await expect(Database.open({ url: url.href, name: 'unbound' })).rejects.toThrow('role "pg_catalog_bound" does not');
    await test.close();
  });
});
