/** From `at` on, clocks in Morocco show UTC plus `offsetMinutes`. */
export type LegalTimeChange = { at: Date; offsetMinutes: number };

/** Where the programme's wall clocks hang. The only module that turns instants into legal time, by Node's rules. */
export const ZONE = 'Africa/Casablanca';

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

export type LegalTime = { wallTime: string; zone: string; rules: string };

/** An instant as the clocks of Morocco show it, YYYY-MM-DDTHH:MM, with the zone and the version of the rules used. */
export function legalTimeOf(instant: Date): LegalTime {
  const { year, month, day, hour, minute } = Object.fromEntries(
    parts.formatToParts(instant).map(({ type, value }) => [type, value]),
  );
  return { wallTime: `${year}-${month}-${day}T${hour}:${minute}`, zone: ZONE, rules: process.versions.tz ?? 'unknown' };
}

/** The calendar day in Morocco, YYYY-MM-DD. */
export const legalDayOf = (instant: Date): string => legalTimeOf(instant).wallTime.slice(0, 10);

const offsetMinutes = (instant: Date): number =>
  Math.round((Date.parse(`${legalTimeOf(instant).wallTime}:00Z`) - instant.getTime()) / 60_000);

export class LegalTimeIsStale extends Error {}

/**
 * Refuses to run where Node's zone rules contradict a decree that we know of, on either side of each: Morocco is at
 * UTC+0 for good since 2026-09-20 (tzdata 2026c). `changes` oldest first.
 */
export function assertLegalTime(
  changes: readonly LegalTimeChange[],
  offsetAt: (instant: Date) => number = offsetMinutes,
): void {
  for (const [index, { at, offsetMinutes: after }] of changes.entries()) {
    const before = changes[index - 1]?.offsetMinutes;
    const justBefore = new Date(at.getTime() - 60_000);
    const wrong = offsetAt(at) !== after || (before !== undefined && offsetAt(justBefore) !== before);
    if (wrong)
      throw new LegalTimeIsStale(
        `this Node's time zone rules (${process.versions.tz}) contradict Morocco's legal time of ${at.toISOString()}: use the pinned Node`,
      );
  }
}
