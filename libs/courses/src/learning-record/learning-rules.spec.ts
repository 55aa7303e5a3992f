import { describe, expect, it } from '@jest/globals';
import { countedOf, LearningRules } from './learning-rules.js';

/** A statement by its hours on a day, as 2026-11-20T08. */
const learnt = (id: string, from: string, hours: number, placed = true) => {
  const start = Date.parse(`${from}:00:00Z`);
  return { id, from: start, to: start + hours * 3_600_000, placed };
};
const counted = (statements: ReturnType<typeof learnt>[], rules = new LearningRules()) =>
  countedOf(statements, rules).map(({ id, hours, whyNot }) => [id, hours, whyNot]);

describe('the hours that count', () => {
  it('are those of places in offerings', () => {
    expect(counted([learnt('a', '2026-11-20T08', 2), learnt('b', '2026-11-20T12', 2, false)])).toEqual([
      ['a', 2, null],
      ['b', 0, 'NO_PLACE_IN_AN_OFFERING'],
    ]);
  });

  it('are no minute twice, whatever course it is of: nobody is in two places at one hour', () => {
    const statements = [
      learnt('a', '2026-11-20T08', 3),
      learnt('b', '2026-11-20T10', 3),
      learnt('c', '2026-11-20T08', 2),
    ];
    expect(counted(statements)).toEqual([
      ['a', 3, null],
      ['c', 0, 'OVERLAPS_ANOTHER'],
      ['b', 2, 'OVERLAPS_ANOTHER'],
    ]);
  });

  it('are no more on a day than one can learn, over all courses, and what began earlier counts first', () => {
    const day = [learnt('a', '2026-11-20T06', 5), learnt('b', '2026-11-20T12', 5), learnt('c', '2026-11-20T20', 1)];
    expect(counted(day)).toEqual([
      ['a', 5, null],
      ['b', 3, 'MORE_THAN_A_DAY_HOLDS'],
      ['c', 0, 'MORE_THAN_A_DAY_HOLDS'],
    ]);
    expect(counted(day, new LearningRules(11)).map(([, hours]) => hours)).toEqual([5, 5, 1]);
  });

  it('are of the days on which they were, not of the one on which they ended', () => {
    expect(counted([learnt('a', '2026-11-20T20', 10), learnt('b', '2026-11-21T08', 3)])).toEqual([
      ['a', 10, null],
      ['b', 2, 'MORE_THAN_A_DAY_HOLDS'],
    ]);
    // Before 20 September 2026 a day of Morocco began an hour earlier.
    expect(counted([learnt('a', '2026-09-10T14', 9)])).toEqual([['a', 8, 'MORE_THAN_A_DAY_HOLDS']]);
    expect(counted([learnt('a', '2026-09-10T15', 17)])).toEqual([['a', 16, 'MORE_THAN_A_DAY_HOLDS']]);
  });

  it('are within the convention', () => {
    expect(
      counted([learnt('a', '1975-05-05T08', 2), learnt('b', '2026-08-31T22', 3), learnt('c', '2029-08-31T22', 5)]),
    ).toEqual([
      ['a', 0, 'OUTSIDE_THE_CONVENTION'],
      ['b', 2, 'OUTSIDE_THE_CONVENTION'],
      ['c', 2, 'OUTSIDE_THE_CONVENTION'],
    ]);
  });
});
