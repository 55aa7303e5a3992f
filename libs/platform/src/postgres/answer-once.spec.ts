import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { answerOnce, answersMigration } from './answer-once.js';
import { IdempotencyKeyReused } from './idempotency.js';

const guests = { name: 'guests', up: 'create table guest(name text, tea int generated always as identity)' };

describe('work with an Idempotency-Key', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await testDatabase({ schema: 'kitchen', migrations: [guests, answersMigration] });
  });
  afterAll(() => test.close());

  const pour = (name: string, idempotencyKey?: string, { subject = 'host', operation = 'Pour' } = {}) =>
    test.db.asActor(actorOf('candidate', { subject, idempotencyKey }), (tx) =>
      answerOnce(tx, operation, { name }, async () => {
        if (name === 'nobody') throw new Error('nobody is thirsty');
        return (await tx.one<{ tea: number }>(sql`insert into guest(name) values (${name}) returning tea`))!;
      }),
    );
  const poured = (name: string) =>
    test.db.readAs(
      actorOf('system'),
      async (tx) => (await tx.query(sql`select from guest where name = ${name}`)).length,
    );

  it('is done once for the same request, which gets the same answer, also when ten come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => pour('Amal', 'key-1')));
    expect(new Set(answers.map(({ tea }) => tea)).size).toBe(1);
    expect(await pour('Amal', 'key-1')).toEqual(answers[0]);
    expect(await poured('Amal')).toBe(1);
  });

  it('is refused where the key came with another body or for another operation', async () => {
    await pour('Badr', 'key-2');
    await expect(pour('Chama', 'key-2')).rejects.toThrow(IdempotencyKeyReused);
    await expect(pour('Badr', 'key-2', { operation: 'Spill' })).rejects.toThrow(IdempotencyKeyReused);
    expect([await poured('Badr'), await poured('Chama')]).toEqual([1, 0]);
  });

  it('is done each time without a key, for each actor, and after a week', async () => {
    await Promise.all([pour('Driss'), pour('Driss'), pour('Driss', 'key-3')]);
    await pour('Driss', 'key-3', { subject: 'neighbour' });
    expect(await poured('Driss')).toBe(4);
    test.clock.set('2026-12-01T09:00:00Z');
    await pour('Driss', 'key-4');
    await pour('Driss', 'key-3');
    expect(await poured('Driss')).toBe(6);
  });

  it('may be asked for again with the key of a failure', async () => {
    await expect(pour('nobody', 'key-5')).rejects.toThrow('nobody is thirsty');
    expect(await pour('Hind', 'key-5')).toEqual({ tea: expect.any(Number) });
  });
});
