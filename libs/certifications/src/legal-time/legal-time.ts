import { wallTimeOf, ZONE } from '@takwin/platform/clock';

/** From `at` on, clocks in Morocco show UTC plus `offsetMinutes`. */
export type LegalTimeChange = { at: Date; offsetMinutes: number };

export type LegalTime = { wallTime: string; zone: string; rules: string };

/** The release of the IANA rules that this Node goes by, such as 2026c. */
export const ZONE_RULES = process.versions.tz ?? 'unknown';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** An instant as the clocks of Morocco show it, YYYY-MM-DDTHH:MM, with the zone and the version of the rules used. */
export const legalTimeOf = (instant: Date): LegalTime => ({
  wallTime: wallTimeOf(instant).slice(0, 16),
  zone: ZONE,
  rules: ZONE_RULES,
});

const offsetMinutes = (instant: Date, zone = ZONE): number =>
  Math.round((Date.parse(`${wallTimeOf(instant, zone)}Z`) - instant.getTime()) / MINUTE);

/**
 * The instant at which clocks in the zone show `wallTime` (YYYY-MM-DDTHH:MM, seconds where there are some). An hour that they
 * show twice is the first of the two; one that they skip is read by the offset before, so it comes as much later.
 */
export function instantOf(wallTime: string, zone = ZONE): Date {
  const shown = wallTime.length === 16 ? `${wallTime}:00` : wallTime;
  const asUtc = Date.parse(`${shown}Z`);
  const around = [asUtc - DAY, asUtc + DAY].map((at) => offsetMinutes(new Date(at), zone));
  const [first] = around
    .map((offset) => asUtc - offset * MINUTE)
    .filter((at) => wallTimeOf(new Date(at), zone) === shown)
    .sort((a, b) => a - b);
  return new Date(first ?? asUtc - around[0]! * MINUTE);
}

class LegalTimeIsStale extends Error {}

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
    const justBefore = new Date(at.getTime() - MINUTE);
    const wrong = offsetAt(at) !== after || (before !== undefined && offsetAt(justBefore) !== before);
    if (wrong)
      throw new LegalTimeIsStale(
        `this Node's time zone rules (${process.versions.tz}) contradict Morocco's legal time of ${at.toISOString()}: use the pinned Node`,
      );
  }
}
