import { describe, expect, it } from '@jest/globals';
import { WHOLE, type Part } from '../schema/part.js';
import { query } from '../schema/schema.js';
import { listed, type GraphQLContext } from './batch.js';

const FindSeats = query(
  'FindSeatsOfRooms',
  { public: 'programme' },
  {},
  {
    summary: 'Count the seats',
    description: 'Answers the seats of rooms.',
  },
);
const seats = (count: number) => Array.from({ length: count }, (_, seat) => seat);

/** Asks in one request for the lists of these rooms, of which room n has n seats: each list, or why there is none. */
async function ask(rooms: number[], part: Part = {}, context: GraphQLContext = { req: {} }) {
  const found = rooms.map((room) => listed(context, FindSeats, find, String(room), part));
  const settled = await Promise.allSettled(found);
  return settled.map((one) => (one.status === 'fulfilled' ? (one.value?.length ?? null) : one.reason.code));
}

let calls = 0;
const find = (_: unknown, rooms: readonly string[], { first = WHOLE.each + 1 }: Part) => {
  calls++;
  return Promise.resolve(new Map(rooms.map((room) => [room, seats(Math.min(Number(room), first))])));
};

describe('lists that resolvers ask for', () => {
  it('are found in one call, and an owner that has none has an empty one', async () => {
    calls = 0;
    expect(await ask([3, 0, 7])).toEqual([3, 0, 7]);
    expect(calls).toBe(1);
  });

  it('are whole up to a bound, each, and refused above it', async () => {
    expect(await ask([50, 51, 1])).toEqual([50, 'LIST_TOO_LONG', 1]);
  });

  it('are refused when those of one request are too much together, however few were loaded', async () => {
    const context = { req: {} };
    expect(await ask(Array(7).fill(50), {}, context)).toEqual(Array(7).fill(50));
    expect(await ask([1], {}, context)).toEqual(['LIST_TOO_LONG']);
    expect(await ask([50])).toEqual([50]);
  });

  it('are all refused when too many were found, as the last ones may have been left out', async () => {
    expect(new Set(await ask(seats(41)))).toEqual(new Set(['LIST_TOO_LONG', null]));
  });

  it('name the reason of the first refusals only', async () => {
    const answers = await ask(Array(60).fill(51));
    expect(answers.filter((one) => one === 'LIST_TOO_LONG')).toHaveLength(20);
    expect(answers.filter((one) => one === null)).toHaveLength(40);
  });

  it('are the part that was asked for, whatever the others are', async () => {
    expect(await ask(Array(60).fill(80), { first: 70 })).toEqual(Array(60).fill(70));
  });
});
