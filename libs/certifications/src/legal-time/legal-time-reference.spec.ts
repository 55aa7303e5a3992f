import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wallTimeOf } from '@takwin/platform/clock';
import { instantOf } from './legal-time.js';

/**
 * Legal time against a reference that is slow and obvious: the text of the IANA rules, read line by line into a list of changes
 * from 2012 on, and clocks that are looked at minute after minute.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const text = readFileSync(new URL('../../data/africa-morocco-excerpt.tzdata', import.meta.url), 'utf8');

type Change = { at: number; offset: number };

function dayIn(year: number, month: number, on: string): number {
  if (on !== 'lastSun') return Number(on);
  let day = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  while (new Date(Date.UTC(year, month, day)).getUTCDay() !== 0) day--;
  return day;
}

/** Standard time is UTC+0 until 2018-10-28 3:00, UTC+1 until 2026-09-20 2:00, UTC+0 from then on. */
function changesSince2012(): Change[] {
  const found: { wall: number; saving: number }[] = [];
  for (const line of text.split('\n')) {
    const [kind, name, from, to, , month, on, time, saving] = line.split('\t').map((cell) => cell.trim());
    if (kind !== 'Rule' || name !== 'Morocco') continue;
    const last = to === 'only' ? Number(from) : Number(to);
    for (let year = Math.max(2012, Number(from)); year <= Math.min(2026, last); year++) {
      const at = MONTHS.indexOf(month!);
      const [hour, minute] = time!.split(':').map(Number);
      const wall = Date.UTC(year, at, dayIn(year, at, on!), hour, minute);
      const minutes = saving === '0' ? 0 : Number(saving!.split(':')[0]) * 60;
      if (wall < Date.UTC(2026, 8, 20)) found.push({ wall, saving: minutes });
    }
  }
  found.sort((a, b) => a.wall - b.wall);
  const changes: Change[] = [];
  let offset = 0;
  for (const { wall, saving } of found) {
    const at = wall - offset * MINUTE;
    const standard = wall >= Date.UTC(2018, 9, 28, 3) ? 60 : 0;
    offset = standard + saving;
    changes.push({ at, offset });
  }
  changes.push({ at: Date.UTC(2026, 8, 20, 2) - offset * MINUTE, offset: 0 });
  return changes.filter(({ offset: after }, index) => after !== (changes[index - 1]?.offset ?? 0));
}

const CHANGES = changesSince2012();

function offsetAt(at: number): number {
  let offset = 0;
  for (const change of CHANGES) if (change.at <= at) offset = change.offset;
  return offset;
}
const shownAt = (at: number): string => new Date(at + offsetAt(at) * MINUTE).toISOString().slice(0, 19);

/** The first minute at which the clocks show this; none where they skip it. */
function firstShowing(wallTime: string): number | undefined {
  const asUtc = Date.parse(`${wallTime}:00Z`);
  for (let at = asUtc - 3 * HOUR; at <= asUtc + 3 * HOUR; at += MINUTE)
    if (shownAt(at).slice(0, 16) === wallTime) return at;
  return undefined;
}

const someInstant = fc.integer({ min: Date.UTC(2012, 0, 1) / MINUTE, max: Date.UTC(2031, 0, 1) / MINUTE });
const nearAChange = fc
  .record({ change: fc.constantFrom(...CHANGES), minutes: fc.integer({ min: -180, max: 180 }) })
  .map(({ change, minutes }) => change.at / MINUTE + minutes);
const minute = fc.oneof(someInstant, nearAChange);

describe('legal time, 2012 to 2030', () => {
  it('has the 44 changes that the rules tell of, the last of them in 2026', () => {
    expect(CHANGES).toHaveLength(44);
    expect(CHANGES.at(-1)).toEqual({ at: Date.parse('2026-09-20T01:00:00Z'), offset: 0 });
  });

  it('shows at every change, and a second before, what the rules say', () => {
    for (const { at } of CHANGES)
      for (const instant of [at - 1000, at, at + 1000]) expect(wallTimeOf(new Date(instant))).toBe(shownAt(instant));
  });

  it('shows at any minute what the rules say', () => {
    fc.assert(
      fc.property(minute, (drawn) => {
        expect(wallTimeOf(new Date(drawn * MINUTE))).toBe(shownAt(drawn * MINUTE));
      }),
      { numRuns: 5_000 },
    );
  });

  it('finds the instant at which clocks first show a time, as looking at them minute after minute does', () => {
    fc.assert(
      fc.property(minute, fc.integer({ min: -90, max: 90 }), (drawn, off) => {
        const wallTime = new Date((drawn + offsetAt(drawn * MINUTE) + off) * MINUTE).toISOString().slice(0, 16);
        const expected = firstShowing(wallTime);
        const found = instantOf(wallTime).getTime();
        if (expected !== undefined) expect(found).toBe(expected);
        // A time that clocks skip is as much later as they jump.
        else
          expect(shownAt(found).slice(0, 16)).toBe(
            shownAt(Date.parse(`${wallTime}:00Z`) - offsetAt(found - HOUR) * MINUTE).slice(0, 16),
          );
      }),
      { numRuns: 2_000 },
    );
  });

  it('skips no hour and shows none twice after 2026-09-20', () => {
    for (let at = Date.UTC(2026, 8, 20, 2); at < Date.UTC(2030, 11, 31); at += 6 * HOUR + 13 * MINUTE) {
      const wallTime = wallTimeOf(new Date(at));
      expect(`${wallTime}.000Z`).toBe(new Date(at).toISOString());
      expect(instantOf(wallTime).getTime()).toBe(at);
    }
  });

  it('shows an hour twice on 2026-09-20, and takes the first', () => {
    expect(wallTimeOf(new Date('2026-09-20T00:59:59Z'))).toBe('2026-09-20T01:59:59');
    expect(wallTimeOf(new Date('2026-09-20T01:00:00Z'))).toBe('2026-09-20T01:00:00');
    expect(instantOf('2026-09-20T01:30')).toEqual(new Date('2026-09-20T00:30:00Z'));
    expect(instantOf('2026-09-20T02:00')).toEqual(new Date('2026-09-20T02:00:00Z'));
  });
});
