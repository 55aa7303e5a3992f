import { describe, expect, it } from '@jest/globals';
import { objectionsTo, ruleFor, type Person, type Rule } from './rule.js';

const rule: Rule = {
  id: 'r',
  name: 'students',
  kinds: ['trainee'],
  profiles: ['ordinary', 'minors'],
  filieres: null,
  validFrom: '2026-09-01',
  validUntil: '2027-07-31',
  skuId: 'a',
  disabledPlans: [],
  priority: 100,
  graceDays: 30,
  automatic: true,
};
const trainee: Person = { kind: 'trainee', active: true, nameless: false, profile: 'ordinary', filieres: ['DEV'] };

describe('a rule of entitlement', () => {
  it('covers whom it names, from its first day to its last', () => {
    expect(objectionsTo(rule, trainee, '2026-09-01')).toEqual([]);
    expect(objectionsTo(rule, trainee, '2027-07-31')).toEqual([]);
    expect(objectionsTo(rule, trainee, '2026-08-31')).toEqual(['NOT_YET_VALID']);
    expect(objectionsTo(rule, trainee, '2027-08-01')).toEqual(['NO_LONGER_VALID']);
  });

  it('tells everything that stands against a person at once', () => {
    const person: Person = { ...trainee, active: false, nameless: true, kind: 'staff', profile: 'prison' };
    expect(objectionsTo({ ...rule, filieres: ['RES'] }, person, '2026-10-01')).toEqual([
      'PERSON_NOT_ACTIVE',
      'NO_ACCOUNT_NAME',
      'KIND_NOT_COVERED',
      'PRISON_NO_PERSONAL_ACCOUNT',
      'PROGRAMME_NOT_COVERED',
    ]);
  });

  it('gives way to one before it, and lets a prison in only by name', () => {
    const better = { ...rule, id: 'b', name: 'developers', filieres: ['DEV'], skuId: 'b', priority: 10 };
    expect(ruleFor([rule, better], trainee, '2026-10-01')).toBe(better);
    expect(ruleFor([rule, better], { ...trainee, filieres: [] }, '2026-10-01')).toBe(rule);
    const inside: Person = { ...trainee, profile: 'prison' };
    expect(ruleFor([rule, better], inside, '2026-10-01')).toBeUndefined();
    expect(ruleFor([{ ...rule, profiles: ['prison'] }], inside, '2026-10-01')).toBeDefined();
  });
});
