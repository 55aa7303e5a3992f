import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { actorOf } from '../testing/actor.js';
import { idPagesFor, pagesFor } from './page.js';
import { paging, query } from './schema.js';

const ID = '1094f7d1-4274-4385-9e0b-ec0949fd013a';
const NEXT = '6f1d1c2e-9a55-4f0e-8d37-0b6f0f4b8c11';
const invalid = expect.objectContaining({ code: 'INVALID_INPUT' });

const WORDS = { summary: 'List', description: 'Lists.' };
const FindSeats = query('FindSeats', {}, { room: z.string().optional(), from: z.date().optional(), ...paging }, WORDS);
const FindRows = query('FindRows', {}, paging, WORDS);
const everything = actorOf('programme-admin');
const managing = (...academies: string[]) => actorOf('academy-manager', { academies });

type Asked = { list?: z.ZodType; by?: typeof everything; [filter: string]: unknown };
const pages = ({ list = FindSeats, by = everything, ...cut }: Asked, after?: string) =>
  idPagesFor<{ id: string }>(list, by, { first: 1, after, ...cut });
const cursor = (asked: Asked): string => pages(asked).page([{ id: ID }, { id: NEXT }]).nextCursor!;
const textOf = (parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
const partsOf = (text: string): unknown[] => JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];

describe('a cursor of a list', () => {
  const ours = { room: 'A', from: new Date(0), state: undefined };

  it('leads back to its item in the same cut, of which a filter that is not given is no part, said in any order', () => {
    expect(pages(ours, cursor(ours)).last).toEqual([ID]);
    expect(pages({ from: new Date(0), room: 'A' }, cursor(ours)).last).toEqual([ID]);
  });

  it('is of all who read the same: of the whole programme, or of the same academies', () => {
    expect(pages({ by: actorOf('auditor') }, cursor({})).last).toEqual([ID]);
    expect(pages({ by: managing('two', 'one') }, cursor({ by: managing('one', 'two') })).last).toEqual([ID]);
  });

  it('is given where there is another page, and in a graph for each item', () => {
    const one = pages({}).page([{ id: ID }]);
    expect([one.nextCursor, one.pageInfo.hasNextPage]).toEqual([null, false]);
    expect(one.edges.map((edge) => edge.cursor)).toEqual([cursor({})]);
  });

  it('tells where its page begins and ends, and whether there was one before', () => {
    const [first, behind] = [pages({}), pages({}, cursor({}))].map((asked) => asked.page([{ id: ID }]).pageInfo);
    expect(first).toEqual({
      hasPreviousPage: false,
      hasNextPage: false,
      startCursor: cursor({}),
      endCursor: cursor({}),
    });
    expect(behind!.hasPreviousPage).toBe(true);
    expect(pages({}).page([]).pageInfo).toMatchObject({ startCursor: null, endCursor: null });
  });

  it('leads on in an order of several parts, also where one is none', () => {
    const key = z.tuple([z.number(), z.string().nullable()]);
    const ordered = (after?: string) =>
      pagesFor(FindSeats, everything, { first: 1, after }, key, (row: { rank: number }) => [row.rank, null]);
    const next = ordered().page([{ rank: 0.1 }, { rank: 0.2 }]).nextCursor!;
    expect(ordered(next).last).toEqual([0.1, null]);
  });

  it('fits into what a list takes as `after`, however many filters its cut has', () => {
    const wide = Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`filter${place}`, ID]));
    expect(cursor(wide).length).toBeLessThan(200);
  });

  const [seal, ...key] = partsOf(cursor(ours));
  it.each([
    ['of another list', cursor({ ...ours, list: FindRows })],
    ['of another cut', cursor({ ...ours, room: 'B' })],
    ['of the whole list', cursor({})],
    ['of a narrower scope', cursor({ ...ours, by: managing('one') })],
    ['that is a key alone', textOf(key)],
    ['whose key is another', textOf([seal, NEXT])],
    ['whose key is none', textOf([seal, 'seat'])],
    ['with more than a key', textOf([seal, ...key, ID])],
    ['that is cut off', cursor(ours).slice(0, -1)],
    ['that is cut off to nothing', ''],
    ['with what base64 passes over', `${cursor(ours)}!`],
    ['with a letter that is another', cursor(ours).replace(/^./, 'X')],
    ['that nobody gave', 'bm9uZQ'],
  ])('is refused where it is one %s', (_, text) => {
    expect(() => pages(ours, text)).toThrow(invalid);
  });

  it('is refused of the same scope of others', () => {
    expect(() => pages({ by: managing('two') }, cursor({ by: managing('one') }))).toThrow(invalid);
    const self = (personId: string) => actorOf('candidate', { personId });
    expect(() => pages({ by: self(NEXT) }, cursor({ by: self(ID) }))).toThrow(invalid);
  });
});
