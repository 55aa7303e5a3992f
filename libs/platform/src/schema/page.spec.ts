import { describe, expect, it } from '@jest/globals';
import { encodeCursor, idCursors } from './page.js';

const ID = '1094f7d1-4274-4385-9e0b-ec0949fd013a';
const invalid = expect.objectContaining({ code: 'INVALID_INPUT' });

describe('a cursor of a list in the order of ids', () => {
  const ours = idCursors('seats', { room: 'A', state: undefined });

  it('leads back to its item in the same cut, of which a filter that is not given is no part', () => {
    expect(ours.idAt(ours.cursorOf({ id: ID }))).toBe(ID);
    expect(idCursors('seats', { room: 'A' }).idAt(ours.cursorOf({ id: ID }))).toBe(ID);
  });

  it('fits into what a list takes as `after`, however many filters its cut has', () => {
    const wide = Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`filter${place}`, ID]));
    expect(idCursors('seats', wide).cursorOf({ id: ID }).length).toBeLessThan(200);
  });

  it.each([
    ['of another list', idCursors('rooms', { room: 'A' }).cursorOf({ id: ID })],
    ['of another cut', idCursors('seats', { room: 'B' }).cursorOf({ id: ID })],
    ['of the whole list', idCursors('seats', {}).cursorOf({ id: ID })],
    ['that is an id alone', encodeCursor([ID])],
    ['whose key is no id', ours.cursorOf({ id: 'seat' })],
    ['that nobody gave', 'bm9uZQ'],
  ])('is refused where it is one %s', (_, cursor) => {
    expect(() => ours.idAt(cursor)).toThrow(invalid);
  });
});
