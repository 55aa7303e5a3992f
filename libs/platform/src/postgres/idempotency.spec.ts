import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { refusing } from './constraint.js';
import { createOnce, hashOf, IdempotencyKeyReused } from './idempotency.js';

const order = {
  name: 'order',
  up: `create table "order"(id uuid primary key default gen_random_uuid(), dish text not null constraint no_liver check (dish <> 'liver'),
    seat int constraint seat_taken unique, created_by text, idempotency_key text, request_hash text, constraint order_once unique (created_by, idempotency_key))`,
};

describe('a creation with an Idempotency-Key', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await testDatabase({ schema: 'kitchen', migrations: [order] });
  });
  afterAll(() => test.close());

  const ask = (dish: string, idempotencyKey?: string, subject = 'guest') =>
    test.db.asActor(actorOf('candidate', { subject, idempotencyKey }), (tx) =>
      createOnce(
        tx,
        '"order"',
        { dish },
        (once) => sql`insert into "order"(dish, ${once.columns}) values (${dish}, ${once.values})`,
      ),
    );

  const orders = (dish: string) =>
    test.db.readAs(actorOf('system'), async (tx) => {
      const row = await tx.one<{ count: number }>(sql`select count(*) from "order" where dish = ${dish}`);
      return row!.count;
    });

  it('creates once for the same key and the same body', async () => {
    const first = await ask('tajine', 'key-1');
    expect(await ask('tajine', 'key-1')).toEqual({ id: first.id, created: false });
    expect(first.created).toBe(true);
    expect(await orders('tajine')).toBe(1);
  });

  it('refuses the same key with another body', async () => {
    await ask('harira', 'key-2');
    await expect(ask('couscous', 'key-2')).rejects.toThrow(IdempotencyKeyReused);
    expect(await orders('couscous')).toBe(0);
  });

  it('creates once for 10 requests of the same key at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('pastilla', 'key-3')));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await orders('pastilla')).toBe(1);
  });

  it('finds the row of its twin rather than another constraint that both would break', async () => {
    const sit = (seat: number) =>
      test.db.asActor(actorOf('candidate', { subject: 'guest', idempotencyKey: `seat-${seat}` }), (tx) =>
        createOnce(
          tx,
          '"order"',
          { seat },
          (once) => sql`
          insert into "order"(dish, seat, ${once.columns}) values ('tea', ${seat}, ${once.values})`,
        ),
      );
    const twins = Array.from({ length: 40 }, (_, index) => Promise.all([sit(index), sit(index), sit(index)]));
    for (const made of await Promise.all(twins)) expect(made.filter(({ created }) => created)).toHaveLength(1);
  });

  it('tells the keys of two actors apart, and creates each time without a key', async () => {
    await ask('zaalouk', 'key-4', 'guest');
    expect((await ask('zaalouk', 'key-4', 'neighbour')).created).toBe(true);
    await ask('zaalouk');
    await ask('zaalouk');
    expect(await orders('zaalouk')).toBe(4);
  });

  it('lets the key be used again when the first attempt was refused', async () => {
    const refused = refusing(ask('liver', 'key-5'), { no_liver: () => new IdempotencyKeyReused() });
    await expect(refused).rejects.toThrow(IdempotencyKeyReused);
    await expect(ask('liver', 'key-5')).rejects.toMatchObject({ constraint: 'no_liver' });
    expect((await ask('rfissa', 'key-5')).created).toBe(true);
  });

  it('takes bodies for the same whatever the order of their keys', () => {
    expect(hashOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(hashOf({ b: { d: null, c: [1, 2] }, a: 1 }));
    expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }));
  });
});
