import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { WHOLE, type Part } from '../schema/part.js';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { selectLists } from './lists.js';

type Seat = { id: string; room: string; rank: number };

const clerk = actorOf('academy-manager');
const room = (nth: number) => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
const seat = (nth: number, rank: number) => `00000000-0000-4000-9000-${String(nth * 1_000 + rank).padStart(12, '0')}`;

const migrations = [
  {
    name: 'seats',
    up: `create table seat(id uuid primary key, room uuid not null, rank int not null, hidden boolean not null);
      insert into seat select ('00000000-0000-4000-9000-' || lpad((room * 1000 + rank)::text, 12, '0'))::uuid,
        ('00000000-0000-4000-8000-' || lpad(room::text, 12, '0'))::uuid, rank, rank = 0
      from generate_series(1, 20) room, generate_series(0, 60) rank;`,
  },
];

describe('the lists of many owners', () => {
  let test: TestDatabase;
  let read: number;

  beforeAll(async () => {
    test = await testDatabase({ schema: 'seats', migrations });
  });
  afterAll(() => test.close());

  const lists = (owners: number[], part: Part = {}) =>
    test.db.readAs(clerk, (tx) =>
      selectLists<Seat>(tx, owners.map(room), part, {
        from: sql`seat s`,
        id: sql`s.id`,
        owner: sql`s.room`,
        where: sql`not s.hidden`,
        order: sql`s.rank, s.id`,
        select: async (inside, where, rest) => {
          const rows = await inside.query<Seat>(sql`select s.id, s.room, s.rank from seat s where ${where} ${rest}`);
          read = rows.length;
          return rows;
        },
        ownerOf: (one) => one.room,
      }),
    );
  const ranks = (seats: Seat[] = []) => seats.map(({ rank }) => rank);

  it('have each the part that is asked for, in their order, and no more is read', async () => {
    const found = await lists([3, 1, 2], { first: 2 });
    expect([1, 2, 3].map((nth) => ranks(found.get(room(nth))))).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(read).toBe(6);
  });

  it('go on after an item, to the end and no further', async () => {
    expect(ranks((await lists([1], { first: 3, after: seat(1, 57) })).get(room(1)))).toEqual([58, 59, 60]);
    expect(await lists([1], { first: 3, after: seat(1, 60) })).toEqual(new Map());
  });

  it('refuse to go on after what they do not have', async () => {
    const refused = { code: 'INVALID_INPUT', faults: [{ path: 'after', code: 'invalid_cursor' }] };
    await expect(lists([1], { first: 3, after: crypto.randomUUID() })).rejects.toMatchObject(refused);
    await expect(lists([1], { first: 3, after: seat(1, 0) })).rejects.toMatchObject(refused);
  });

  it('show by one item more that they are too long, each or all together', async () => {
    expect((await lists([1])).get(room(1))).toHaveLength(WHOLE.each + 1);
    const all = Array.from({ length: 20 }, (_, index) => index + 1);
    await lists(all);
    expect(read).toBe(WHOLE.all + 1);
  });
});
