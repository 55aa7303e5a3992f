import { describe, expect, it } from '@jest/globals';
import { RETAKE_POLICIES, retakeEligibility } from './retake-policy.js';

const failed = (startedAt: string) => ({ startedAt: new Date(startedAt), passed: false });
const mos = (at: string, ...starts: string[]) =>
  retakeEligibility(RETAKE_POLICIES.mos, starts.map(failed), new Date(at));
const roleBased = (at: string, ...starts: string[]) =>
  retakeEligibility(RETAKE_POLICIES['role-based'], starts.map(failed), new Date(at));

describe('retaking a MOS exam', () => {
  it('is free at first, then after 24 hours from the start of the first attempt', () => {
    expect(mos('2027-01-01T10:00Z').eligible).toBe(true);
    expect(mos('2027-01-02T09:59Z', '2027-01-01T10:00Z')).toEqual({
      eligible: false,
      nextEligibleAt: new Date('2027-01-02T10:00Z'),
      reasons: ['RETAKE_TOO_SOON'],
    });
    expect(mos('2027-01-02T10:00Z', '2027-01-01T10:00Z').eligible).toBe(true);
  });

  it('waits 48 hours from the third attempt on', () => {
    const two = ['2027-01-01T10:00Z', '2027-01-03T10:00Z'];
    expect(mos('2027-01-05T09:59Z', ...two).eligible).toBe(false);
    expect(mos('2027-01-05T10:00Z', ...two).eligible).toBe(true);
  });
});

describe('retaking a role-based exam', () => {
  it('waits 14 days after the second failure', () => {
    const two = ['2027-01-01T10:00Z', '2027-01-03T10:00Z'];
    expect(roleBased('2027-01-17T09:59Z', ...two).nextEligibleAt).toEqual(new Date('2027-01-17T10:00Z'));
    expect(roleBased('2027-01-17T10:00Z', ...two).eligible).toBe(true);
  });

  it('ends with the fifth attempt for twelve months from the first', () => {
    const five = ['2027-01-01', '2027-02-01', '2027-03-01', '2027-04-01', '2027-05-01'].map((day) => `${day}T10:00Z`);
    expect(roleBased('2027-06-01T10:00Z', ...five)).toEqual({
      eligible: false,
      nextEligibleAt: new Date('2028-01-01T10:00Z'),
      reasons: ['TOO_MANY_ATTEMPTS'],
    });
    expect(roleBased('2028-01-01T10:00Z', ...five).eligible).toBe(true);
  });
});

describe('after a pass', () => {
  it('there is no retake, whatever came before', () => {
    const passed = { startedAt: new Date('2027-01-01T10:00Z'), passed: true };
    expect(retakeEligibility(RETAKE_POLICIES.mos, [passed], new Date('2030-01-01'))).toEqual({
      eligible: false,
      nextEligibleAt: null,
      reasons: ['ALREADY_PASSED'],
    });
  });
});
