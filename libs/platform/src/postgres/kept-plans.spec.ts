import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sql, { raw } from 'sql-template-tag';
import type { Actor } from '../auth/actor.js';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { boundedTable, boundedWith } from './bounds.js';
import { Database } from './database.js';
import { humansMigration } from './humans.js';

const HERE = '00000000-0000-4000-8000-000000000001';
const THERE = '00000000-0000-4000-8000-000000000002';
const places = {
  name: 'places',
  up: `create table place(id text primary key, region text, academy_id uuid, note text);
       insert into place values ('a', 'MA-01', '${HERE}'), ('b', 'MA-06', '${THERE}');
       ${boundedTable('kept', 'place', { region: 'region', academy: 'academy_id' })}
       create table cell(place text primary key);
       insert into cell values ('a'), ('b');
       ${boundedWith('kept', 'cell', 'exists (select from place p where p.id = cell.place)')}`,
};

const system = actorOf('system');
const here = actorOf('academy-manager', { academies: [HERE] });
const there = actorOf('academy-manager', { academies: [THERE] });
const director = actorOf('regional-director', { regions: ['MA-01'] });
const OFTEN = 12;

describe('a statement that a connection plans once', () => {
  let test: TestDatabase;
  let narrow: Database;

  beforeAll(async () => {
    test = await testDatabase({ schema: 'kept', migrations: [places, humansMigration] });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    narrow = await Database.open({ url: test.url, name: 'narrow', max: 1 });
  });
  afterEach(() => narrow.close());

  const change = (text: string) => test.db.asActor(system, (tx) => tx.manager.query(text));
  /** Which of the rows a statement reads that forgets whom it reads for. */
  const seen = async (actor: Actor, from = 'place', db = narrow): Promise<unknown[]> => {
    const key = raw(from === 'place' ? 'id' : 'place');
    const found: unknown[] = [];
    for (const id of ['a', 'b'])
      found.push(
        ...(await db.readByKey(actor, (tx) =>
          tx.query(sql`select ${key} as id from ${raw(from)} where ${key} = ${id}`),
        )),
      );
    return found.map((row) => (row as { id: string }).id);
  };
  const kept = (): Promise<{ statement: string; plans: number; parsed: number }[]> =>
    narrow.readAs(system, (tx) =>
      tx.query(sql`select statement, generic_plans::int as plans, count(*) over (partition by statement)::int as parsed
        from pg_prepared_statements where name like 'kept%'`),
    );

  it('goes on by its plan for all of a role, and has another one for each role', async () => {
    for (let time = 0; time < OFTEN; time++) for (const actor of [here, there, director, system]) await seen(actor);
    const plans = await kept();
    expect(plans).toHaveLength(3);
    for (const { plans: uses, parsed } of plans) {
      expect(uses).toBeGreaterThanOrEqual(2 * OFTEN);
      expect(parsed).toBe(3);
    }
  });

  it.each(['place', 'cell'])('shows of %s each caller what is theirs, however they take turns', async (from) => {
    for (let time = 0; time < OFTEN; time++) {
      expect(await seen(here, from)).toEqual(['a']);
      expect(await seen(there, from)).toEqual(['b']);
      expect(await seen(director, from)).toEqual(['a']);
      expect(await seen(system, from)).toEqual(['a', 'b']);
      expect(await seen(actorOf('academy-manager'), from)).toEqual([]);
      expect(await seen(actorOf('candidate', { personId: HERE }), from)).toEqual([]);
    }
  });

  it('shows many at once on few connections what is theirs', async () => {
    const callers = [here, there, system].flatMap((actor) => Array<Actor>(30).fill(actor));
    const rows = await Promise.all(callers.map((actor) => seen(actor, 'cell', test.db)));
    expect(rows).toEqual(callers.map((actor) => (actor === system ? ['a', 'b'] : actor === here ? ['a'] : ['b'])));
  });

  it('follows the rows and the policies as they are now', async () => {
    for (let time = 0; time < OFTEN; time++) expect(await seen(here, 'cell')).toEqual(['a']);
    await change(`update place set academy_id = '${THERE}' where id = 'a'`);
    expect(await seen(here, 'cell')).toEqual([]);
    for (let time = 0; time < OFTEN; time++) expect(await seen(there, 'cell')).toEqual(['a', 'b']);
    await change(`alter policy by_academy on cell using (false)`);
    expect(await seen(there, 'cell')).toEqual([]);
    await change(`alter policy by_academy on cell using (exists (select from place p where p.id = cell.place))`);
    await change(`update place set academy_id = '${HERE}' where id = 'a'`);
    expect(await seen(here, 'cell')).toEqual(['a']);
  });

  it('leaves nothing of who acted to the next, nor does one that fails', async () => {
    const broken = () =>
      narrow.readByKey(here, (tx) => tx.query(sql`select 1 / count(*) from place where id = ${'z'}`));
    const unsaid = () =>
      narrow.asActor(system, async (tx) => {
        await tx.query(sql`set local role kept_bound`);
        return tx.query(sql`select from place`);
      });
    for (let time = 0; time < OFTEN; time++) {
      await seen(time % 2 ? here : system);
      expect(await unsaid()).toEqual([]);
      await expect(broken()).rejects.toThrow('division by zero');
      expect(await unsaid()).toEqual([]);
      expect(await seen(there)).toEqual(['b']);
    }
  });

  it('is planned anew where a migration has made a column of its answer another one', async () => {
    const whole = () => narrow.readByKey(here, (tx) => tx.one(sql`select * from place where id = ${'a'}`));
    for (let time = 0; time < OFTEN; time++) await whole();
    await change('alter table place add column more int default 7');
    for (let time = 0; time < 2; time++) expect(await whole()).toMatchObject({ id: 'a', more: 7 });
    expect((await kept()).filter(({ statement }) => statement.includes('*'))).toHaveLength(2);
  });

  it('is not kept where there are a hundred', async () => {
    for (let one = 0; one < 103; one++)
      expect(
        await narrow.readByKey(here, (tx) =>
          tx.one(sql`select ${raw(String(one))} as one from place where id = ${'a'}`),
        ),
      ).toEqual({ one });
    expect(await kept()).toHaveLength(100);
  });
});
