import { describe, expect, it } from '@jest/globals';
import { monthsAfter, retakeEligibility, type Attempt, type RetakePolicy } from './retake-policy.js';

const MOS: RetakePolicy = {
  validFrom: new Date('2012-01-01'),
  waitHours: [24, 48],
  countsFrom: 'start',
  limit: null,
  afterPass: 'never',
};
const ROLE_BASED: RetakePolicy = {
  validFrom: new Date('2012-01-01'),
  waitHours: [24, 336],
  countsFrom: 'end',
  limit: { attempts: 5, months: 12 },
  afterPass: 'once-expired',
};

const HOUR = 3_600_000;
const attempt = (start: string, about: Partial<Attempt> = {}): Attempt => {
  const startedAt = new Date(start);
  return { startedAt, endedAt: new Date(startedAt.getTime() + HOUR), passed: false, holdsUntil: null, ...about };
};
const asked = (policies: RetakePolicy[], at: string, ...attempts: (string | Attempt)[]) =>
  retakeEligibility(
    policies,
    attempts.map((one) => (typeof one === 'string' ? attempt(one) : one)),
    new Date(at),
  );

describe('retaking a MOS exam', () => {
  it('is free at first, then after 24 hours from the start of the first attempt', () => {
    expect(asked([MOS], '2027-01-01T10:00Z').eligible).toBe(true);
    expect(asked([MOS], '2027-01-02T09:59Z', '2027-01-01T10:00Z')).toEqual({
      eligible: false,
      nextEligibleAt: new Date('2027-01-02T10:00Z'),
      reasons: ['RETAKE_TOO_SOON'],
    });
    expect(asked([MOS], '2027-01-02T10:00Z', '2027-01-01T10:00Z').eligible).toBe(true);
  });

  it('waits 48 hours from the third attempt on', () => {
    const two = ['2027-01-01T10:00Z', '2027-01-03T10:00Z'];
    expect(asked([MOS], '2027-01-05T09:59Z', ...two).eligible).toBe(false);
    expect(asked([MOS], '2027-01-05T10:00Z', ...two).eligible).toBe(true);
  });

  it('never follows a pass, whatever came before or after', () => {
    const passed = attempt('2027-01-01T10:00Z', { passed: true });
    const never = { eligible: false, nextEligibleAt: null, reasons: ['ALREADY_PASSED'] };
    expect(asked([MOS], '2030-01-01', passed)).toEqual(never);
    expect(asked([MOS], '2030-01-01', '2026-12-01T10:00Z', passed, '2027-02-01T10:00Z')).toEqual(never);
  });
});

describe('retaking a role-based exam', () => {
  it('waits 14 days after the second failure, counted from its end', () => {
    const two = ['2027-01-01T10:00Z', '2027-01-03T10:00Z'];
    expect(asked([ROLE_BASED], '2027-01-17T10:59Z', ...two).nextEligibleAt).toEqual(new Date('2027-01-17T11:00Z'));
    expect(asked([ROLE_BASED], '2027-01-17T11:00Z', ...two).eligible).toBe(true);
  });

  it('ends with the fifth attempt for twelve months from the first', () => {
    const five = ['2027-01-01', '2027-02-01', '2027-03-01', '2027-04-01', '2027-05-01'].map((day) => `${day}T10:00Z`);
    expect(asked([ROLE_BASED], '2027-06-01T10:00Z', ...five)).toEqual({
      eligible: false,
      nextEligibleAt: new Date('2028-01-01T10:00Z'),
      reasons: ['TOO_MANY_ATTEMPTS'],
    });
    expect(asked([ROLE_BASED], '2028-01-01T10:00Z', ...five).eligible).toBe(true);
  });

  it('names every reason at once, and the latest of their ends', () => {
    const five = ['2027-01-01', '2027-02-01', '2027-03-01', '2027-04-01', '2027-12-25'].map((day) => `${day}T10:00Z`);
    expect(asked([ROLE_BASED], '2027-12-26', ...five)).toEqual({
      eligible: false,
      nextEligibleAt: new Date('2028-01-08T11:00Z'),
      reasons: ['RETAKE_TOO_SOON', 'TOO_MANY_ATTEMPTS'],
    });
  });

  it('follows a pass once the certification has expired', () => {
    const passed = attempt('2027-01-01T10:00Z', { passed: true, holdsUntil: new Date('2028-01-01T10:00Z') });
    expect(asked([ROLE_BASED], '2027-06-01', passed)).toEqual({
      eligible: false,
      nextEligibleAt: new Date('2028-01-01T10:00Z'),
      reasons: ['ALREADY_PASSED'],
    });
    expect(asked([ROLE_BASED], '2028-01-01T10:00Z', passed).eligible).toBe(true);
    expect(asked([ROLE_BASED], '2030-01-01', { ...passed, holdsUntil: null }).nextEligibleAt).toBeNull();
  });
});

describe('a change of policy', () => {
  const stricter = { ...MOS, validFrom: new Date('2027-06-01'), waitHours: [240] };
  const lenient = { ...MOS, validFrom: new Date('2027-06-01'), waitHours: [1] };

  it('holds from its day on, whatever held when the attempt was made', () => {
    expect(asked([MOS, stricter], '2027-05-31T22:00Z', '2027-05-30T20:00Z').eligible).toBe(true);
    expect(asked([MOS, stricter], '2027-06-01T00:00Z', '2027-05-30T20:00Z')).toEqual({
      eligible: false,
      nextEligibleAt: new Date('2027-06-09T20:00Z'),
      reasons: ['RETAKE_TOO_SOON'],
    });
  });

  it('that begins as a wait ends prolongs it', () => {
    expect(asked([MOS, stricter], '2027-05-31T01:00Z', '2027-05-31T00:00Z').nextEligibleAt).toEqual(
      new Date('2027-06-10T00:00Z'),
    );
  });

  it('that is more lenient ends a wait on its day', () => {
    expect(asked([MOS, lenient], '2027-05-31T10:00Z', '2027-05-31T09:00Z').nextEligibleAt).toEqual(
      new Date('2027-06-01T00:00Z'),
    );
  });

  it('may give back what was passed for good', () => {
    const passed = attempt('2027-01-01', { passed: true, holdsUntil: new Date('2027-03-01') });
    const forgiving: RetakePolicy = { ...lenient, afterPass: 'once-expired' };
    expect(asked([MOS, forgiving], '2027-05-01', passed).nextEligibleAt).toEqual(new Date('2027-06-01T00:00Z'));
  });
});

describe('months', () => {
  it('end on the same day, or the last where a month is too short', () => {
    expect(monthsAfter(new Date('2028-02-29T08:00Z'), 12)).toEqual(new Date('2029-02-28T08:00Z'));
    expect(monthsAfter(new Date('2027-01-31T08:00Z'), 1)).toEqual(new Date('2027-02-28T08:00Z'));
    expect(monthsAfter(new Date('2027-12-15T08:00Z'), 1)).toEqual(new Date('2028-01-15T08:00Z'));
  });
});
