import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import type { NumberedKey } from '../vault/keys.js';
import { Database } from './database.js';
import { hashOf } from './hash-of.js';
import { askingAlso, IdempotencyKeyReused, keptWorkMigration } from './keep-once.js';

const guests = {
  name: 'guests',
  up: 'create table guest(name text, seat int unique, tea int generated always as identity)',
};

describe('a transaction with an Idempotency-Key', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await testDatabase({ schema: 'kitchen', migrations: [guests, keptWorkMigration] });
  });
  afterAll(() => test.close());

  const asking = (key: string | undefined, asked: string, { subject = 'host', place = '' } = {}) =>
    actorOf('candidate', { subject, keyed: key === undefined ? undefined : { key, place, asked } });
  const serve = (actor: ReturnType<typeof asking>, name: string, seat: number | null = null) =>
    test.db.asActor(actor, async (tx) => {
      if (name === 'nobody') throw new Error('nobody is thirsty');
      const [poured] = await tx.query<{ tea: number }>(
        sql`insert into guest(name, seat) values (${name}, ${seat}) returning tea`,
      );
      return { z: name, tea: poured!.tea, a: [null] };
    });
  const pour = (name: string, key?: string, about = {}) => serve(asking(key, name, about), name);
  const poured = (name: string) =>
    test.db.readAs(
      actorOf('system'),
      async (tx) => (await tx.query(sql`select from guest where name = ${name}`)).length,
    );

  it('is done once for the same request, which gets the same answer to the byte, also when ten come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => pour('Amal', 'key-1')));
    const texts = [...answers, await pour('Amal', 'key-1')].map((answer) => JSON.stringify(answer));
    expect(new Set(texts).size).toBe(1);
    expect(await poured('Amal')).toBe(1);
  });

  it('finds the answer of its twin rather than a constraint that both would break', async () => {
    const sit = (seat: number) => serve(asking(`seat-${seat}`, 'sit'), 'Zineb', seat);
    const twins = Array.from({ length: 40 }, (_, seat) => Promise.all([sit(seat), sit(seat), sit(seat)]));
    for (const answers of await Promise.all(twins)) expect(new Set(answers.map(({ tea }) => tea)).size).toBe(1);
    expect(await poured('Zineb')).toBe(40);
  });

  it('is refused where the key came with another request', async () => {
    await pour('Badr', 'key-2');
    await expect(pour('Chama', 'key-2')).rejects.toThrow(IdempotencyKeyReused);
    const file = askingAlso(asking('key-2', 'Badr'), 'other bytes');
    await expect(serve(file, 'Badr')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', status: 422 });
    expect([await poured('Badr'), await poured('Chama')]).toEqual([1, 0]);
  });

  it('keeps what was asked so that who reads it cannot try what it may have been, and knows it while keys are changed', async () => {
    const [old, next] = [1, 2].map((number) => ({ number, key: randomBytes(32) }));
    const under = (...vaultKeys: NumberedKey[]) => Database.open({ url: test.url, clock: test.clock, vaultKeys });
    const card = (said = 'AB12345') => asking('key-9', hashOf({ cin: said }));
    const keep = async (db: Database, actor = card()) => {
      const kept = db.asActor(actor, async () => randomUUID());
      return kept.finally(() => db.close());
    };
    const first = await keep(await under(old!));
    const [row] = await test.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ asked: string }>(sql`select asked from kept_work where key = 'key-9'`),
    );
    expect(row!.asked).toMatch(/^1:[\w-]{43}$/);
    expect(row!.asked).not.toContain(hashOf({ cin: 'AB12345' }));
    for (const keys of [
      [old!, next!],
      [next!, old!],
    ])
      expect(await keep(await under(...keys))).toBe(first);
    await expect(keep(await under(next!, old!), card('AB12346'))).rejects.toThrow(IdempotencyKeyReused);
    await expect(keep(await under(next!))).rejects.toThrow(IdempotencyKeyReused);
  });

  it('knows what the release before kept as it was', async () => {
    await pour('Jamal', 'key-10');
    const db = await Database.open({
      url: test.url,
      clock: test.clock,
      vaultKeys: [{ number: 1, key: randomBytes(32) }],
    });
    const again = await db.asActor(asking('key-10', 'Jamal'), async () => 'poured anew').finally(() => db.close());
    expect(again).toMatchObject({ z: 'Jamal' });
  });

  it('is done each time without a key, for each actor, each place in a request, and after 24 hours', async () => {
    await Promise.all([pour('Driss'), pour('Driss'), pour('Driss', 'key-3')]);
    await pour('Driss', 'key-3', { subject: 'neighbour' });
    await pour('Driss', 'key-3', { place: 'second' });
    expect(await poured('Driss')).toBe(5);
    test.clock.set(new Date(test.clock.now().getTime() + 24 * 3_600_000).toISOString());
    await pour('Driss', 'key-3');
    expect(await poured('Driss')).toBe(5);
    test.clock.set(new Date(test.clock.now().getTime() + 1).toISOString());
    await pour('Driss', 'key-3');
    expect(await poured('Driss')).toBe(6);
  });

  it('drops what has lapsed, of whoever it was', async () => {
    await pour('Ghali', 'key-7', { subject: 'long gone' });
    test.clock.set(new Date(test.clock.now().getTime() + 24 * 3_600_000 + 1).toISOString());
    await pour('Ghali', 'key-8');
    const kept = await test.db.readAs(actorOf('system'), (tx) => tx.query(sql`select key from kept_work`));
    expect(kept).toEqual([{ key: 'key-8' }]);
  });

  it('may be asked for again with the key of a failure', async () => {
    await expect(pour('nobody', 'key-5')).rejects.toThrow('nobody is thirsty');
    expect(await pour('Hind', 'key-5')).toMatchObject({ tea: expect.any(Number) });
  });

  it('keeps each of several that one request makes, in their order', async () => {
    const twice = async () => {
      const actor = asking('key-6', 'two glasses');
      return [await serve(actor, 'Ilham'), await serve(actor, 'Ilham')];
    };
    const first = await twice();
    expect(await twice()).toEqual(first);
    expect(first[0]).not.toEqual(first[1]);
    expect(await poured('Ilham')).toBe(2);
  });

  it('that comes to nothing is done once, too', async () => {
    const leave = () =>
      test.db.asActor(asking('key-9', 'leave'), async (tx) => {
        await tx.query(sql`insert into guest(name) values ('Jamila')`);
      });
    expect([await leave(), await leave()]).toEqual([undefined, undefined]);
    expect(await poured('Jamila')).toBe(1);
  });

  it('costs two statements, and none where there is no key', async () => {
    const statements = async (actor: ReturnType<typeof asking>) => {
      let count = 0;
      await test.db.asActor(actor, async (tx) => {
        const { query } = tx;
        Object.assign(tx, { query: (...said: Parameters<typeof query>) => (count++, query.apply(tx, said)) });
      });
      return count;
    };
    // What is counted begins with the work: the claim came before it.
    expect([await statements(asking('key-10', 'count')), await statements(asking(undefined, 'count'))]).toEqual([1, 0]);
  });
});
