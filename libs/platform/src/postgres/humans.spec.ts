import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { humansMigration, isAmong, mergedHumansMigration, personsOf } from './humans.js';

const SALMA = '00000000-0000-4000-8000-000000000001';
const OMAR = '00000000-0000-4000-8000-000000000002';

/** That OMAR's second record turned out to be Omar's. */
const AGAIN = '00000000-0000-4000-8000-000000000003';
const persons = {
  name: '2026-12-05-persons',
  up: `create function person_now(id uuid) returns uuid language sql stable
    return case $1 when '${AGAIN}' then '${OMAR}' else $1 end;`,
};

describe('one human', () => {
  let house: TestDatabase;
  beforeAll(
    async () =>
      void (house = await testDatabase({
        schema: 'house',
        migrations: [humansMigration, persons, mergedHumansMigration],
      })),
  );
  afterAll(() => house.close());

  const as = (subject: string, personId?: string) =>
    actorOf('academy-manager', { subject, ...(personId && { personId }) });
  const isOne = (subject: string, ...others: string[]) => house.db.asActor(as(subject), (tx) => isAmong(tx, others));
  const writes = (subject: string, personId: string) =>
    house.db.asActor(as(subject, personId), () => Promise.resolve());

  it('is behind two subjects where they are the same, or tokens of both have named one person', async () => {
    await Promise.all([writes('a card', SALMA), writes('another card', SALMA), writes('a third card', OMAR)]);
    expect(await isOne('a card', 'a card')).toBe(true);
    expect(await isOne('a card', 'a third card', 'another card')).toBe(true);
    expect(await isOne('a card', 'a third card', 'a card that names nobody')).toBe(false);
    expect(await isOne('a card')).toBe(false);
  });

  it('is behind both records that turned out to be theirs', async () => {
    await Promise.all([writes('of one record', OMAR), writes('of the other', AGAIN)]);
    expect(await isOne('of one record', 'of the other')).toBe(true);
    expect([...(await house.db.asActor(as('of the other'), personsOf))]).toEqual([OMAR]);
  });

  it('is known by a word that was refused, too, and by a token that names nobody any more', async () => {
    await expect(house.db.asActor(as('refused', OMAR), () => Promise.reject(new Error('refused')))).rejects.toThrow();
    const persons = await house.db.asActor(as('refused'), personsOf);
    expect([...persons]).toEqual([OMAR]);
  });
});
