import type { Closure, OpeningHours } from '@takwin/contracts/events/academies';
import { weeklyHoursFaults } from '@takwin/platform/clock';
import { invalid } from '@takwin/platform/errors';

const REVERSED = { code: 'ends_before_it_begins', message: 'ends before it begins' };
const NO_SUCH_DAY = { code: 'no_such_day', message: 'no such day' };

/**
 * Refuses INVALID_INPUT, with the path of each: spans that end before they begin, two that overlap on one day of the week,
 * and days that no calendar has.
 */
export function demandHours(
  hours: readonly OpeningHours[] | null | undefined,
  closures: readonly Closure[] = [],
): void {
  const faults = [
    ...weeklyHoursFaults(hours ?? []).map((fault) => ({ ...fault, path: ['openingHours', ...fault.path] })),
    ...closures.flatMap(({ from, until }, index) => {
      const path = (end: string) => ['closures', index, end];
      if (until <= from) return [{ path: path('until'), ...REVERSED }];
      return [
        ...(isDay(from) ? [] : [{ path: path('from'), ...NO_SUCH_DAY }]),
        ...(isDay(until) ? [] : [{ path: path('until'), ...NO_SUCH_DAY }]),
      ];
    }),
  ];
  if (faults.length > 0) throw invalid(faults);
}

function isDay(wallTime: string): boolean {
  const instant = new Date(`${wallTime}:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(wallTime);
}
