import { type Fault, Refusal } from '@takwin/platform/errors';
import type { Closure, OpeningHours } from '@takwin/contracts/events/academies';

class RoomHoursWrong extends Refusal {
  constructor(faults: Fault[]) {
    super('INVALID_INPUT', { status: 422, faults });
  }
}

const REVERSED = { code: 'ends_before_it_begins', message: 'ends before it begins' };

/**
 * Refuses INVALID_INPUT, with the path of each: spans that end before they begin, two that overlap on one day of the week,
 * and days that no calendar has.
 */
export function demandHours(
  hours: readonly OpeningHours[] | null | undefined,
  closures: readonly Closure[] = [],
): void {
  const faults = [
    ...(hours ?? []).flatMap((one, index) => faultsOf(one, index, hours!)),
    ...closures.flatMap(({ from, until }, index) => {
      const path = `closures.${index}`;
      if (until <= from) return [{ path: `${path}.until`, ...REVERSED }];
      return [
        ...(isDay(from) ? [] : [{ path: `${path}.from`, code: 'no_such_day', message: 'no such day' }]),
        ...(isDay(until) ? [] : [{ path: `${path}.until`, code: 'no_such_day', message: 'no such day' }]),
      ];
    }),
  ];
  if (faults.length > 0) throw new RoomHoursWrong(faults);
}

function faultsOf({ weekday, opens, closes }: OpeningHours, index: number, all: readonly OpeningHours[]): Fault[] {
  const path = `openingHours.${index}`;
  if (closes <= opens) return [{ path: `${path}.closes`, ...REVERSED }];
  const before = all.slice(0, index).filter((other) => other.weekday === weekday);
  return before.some((other) => other.opens < closes && opens < other.closes)
    ? [{ path, code: 'overlaps', message: 'overlaps another span of this day' }]
    : [];
}

function isDay(wallTime: string): boolean {
  const instant = new Date(`${wallTime}:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(wallTime);
}
