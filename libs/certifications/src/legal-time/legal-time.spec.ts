import { describe, expect, it } from '@jest/globals';
import { legalTimeChanges } from './reference/legal-time-changes.js';
import { legalDayOf } from '@takwin/platform/clock';
import { assertLegalTime, legalTimeOf } from './legal-time.js';

describe('legal time in Morocco', () => {
  it('is UTC+0 for good since 2026-09-20, and was UTC+1 before', () => {
    expect(legalTimeOf(new Date('2026-12-01T12:00:00Z')).wallTime).toBe('2026-12-01T12:00');
    expect(legalTimeOf(new Date('2026-07-01T12:00:00Z')).wallTime).toBe('2026-07-01T13:00');
  });

  it('says by which rules it was told', () => {
    expect(legalTimeOf(new Date('2027-01-01T00:00:00Z'))).toMatchObject({
      zone: 'Africa/Casablanca',
      rules: process.versions.tz,
    });
  });

  it('starts its day at midnight on the wall', () => {
    expect(legalDayOf(new Date('2026-07-01T23:30:00Z'))).toBe('2026-07-02');
  });

  it('is known to this Node, and a Node with old rules is refused', () => {
    expect(() => assertLegalTime(legalTimeChanges())).not.toThrow();
    expect(() => assertLegalTime(legalTimeChanges(), () => 60)).toThrow(/contradict Morocco's legal time/);
  });
});
