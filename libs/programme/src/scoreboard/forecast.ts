const DAY = 86_400_000;

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY;

/**
 * What a count will be on `dueOn` at the average pace since `startsOn`: whole units, or null before a day has passed.
 * Days are ISO dates. After `dueOn` the count itself.
 */
export function forecast(actual: number, startsOn: string, dueOn: string, today: string): number | null {
  const elapsed = daysBetween(startsOn, today);
  if (elapsed < 1) return null;
  if (today >= dueOn) return actual;
  return Math.round((actual / elapsed) * daysBetween(startsOn, dueOn));
}
