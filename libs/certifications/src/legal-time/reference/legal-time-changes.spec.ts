import { describe, expect, it } from '@jest/globals';
import { LEGAL_TIME_RULES, legalTimeChanges } from './legal-time-changes.js';

const shown = new Intl.DateTimeFormat('en-GB', { timeZone: 'Africa/Casablanca', timeZoneName: 'longOffset' });
const minutesShown = (at: number): number => {
  const zone = shown.formatToParts(at).find((part) => part.type === 'timeZoneName')!.value;
  return zone === 'GMT' ? 0 : Number(zone.slice(4, 6)) * 60;
};

describe('legal time in Morocco', () => {
  const changes = legalTimeChanges();

  it('changed twice a year from 2019 to 2026, and once for good', () => {
    expect(changes).toHaveLength(17);
    expect(changes.at(-1)).toEqual({ at: new Date('2026-09-20T01:00:00Z'), offsetMinutes: 0 });
  });

  it('is what the pinned Node says, a second before and at every change', () => {
    expect(process.versions.tz! >= LEGAL_TIME_RULES).toBe(true);
    changes.forEach(({ at, offsetMinutes }, index) => {
      expect(minutesShown(at.getTime())).toBe(offsetMinutes);
      expect(minutesShown(at.getTime() - 1000)).toBe(changes[index - 1]?.offsetMinutes ?? 60);
    });
  });

  it('stays at UTC afterwards', () => expect(minutesShown(Date.parse('2027-07-01T12:00Z'))).toBe(0));
});
