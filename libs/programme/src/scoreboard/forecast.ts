const DAY = 86_400_000;

/** With fewer weeks in which something counted, one that is not like the others says more than the pace. */
const ENOUGH = 8;

/** Between so many standard deviations below and above the mean lie 80 % of a normal distribution. */
const EIGHTY_PERCENT = 1.2816;

/** Whole units; what comes lies between `low` and `high` four times out of five, if the weeks to come are as those so far. */
export type Forecast = { low: number; expected: number; high: number };

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY;

/**
 * What `actual` will be on `dueOn` at the pace of `weeks`, counts of the weeks up to `on`; days are ISO dates. The sum of h weeks like the
 * n seen has the mean h·m and, that mean being an estimate, the variance h·v·(1 + h/n), with v theirs and no less than by chance
 * (Poisson: m). Null before eight weeks in which something counted; the count itself from the due day on.
 */
export function forecast(actual: number, weeks: readonly number[], on: string, dueOn: string): Forecast | null {
  const ahead = daysBetween(on, dueOn) / 7;
  if (ahead <= 0) return { low: actual, expected: actual, high: actual };
  if (weeks.filter((count) => count > 0).length < ENOUGH) return null;
  const mean = sumOf(weeks) / weeks.length;
  const variance = sumOf(weeks.map((count) => (count - mean) ** 2)) / (weeks.length - 1);
  const deviation = Math.sqrt(ahead * Math.max(variance, mean) * (1 + ahead / weeks.length));
  const more = (deviations: number): number => Math.max(0, Math.round(ahead * mean + deviations * deviation));
  return { low: actual + more(-EIGHTY_PERCENT), expected: actual + more(0), high: actual + more(EIGHTY_PERCENT) };
}

/**
 * The counts of whole weeks up to `on`, latest first: from the first of the convention's weeks in which something counted.
 * @param counts by how many weeks before the one that ends with `on`
 */
export function weeksOf(counts: Readonly<Record<number, number>>, startsOn: string, on: string): number[] {
  const whole = Math.max(0, Math.floor((daysBetween(startsOn, on) + 1) / 7));
  const all = Array.from({ length: whole }, (_, ago) => counts[ago] ?? 0);
  return all.slice(0, all.findLastIndex((count) => count > 0) + 1);
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
