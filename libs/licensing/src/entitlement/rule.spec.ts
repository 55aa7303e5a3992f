import { describe, expect, it } from '@jest/globals';
import { objectionsTo, reasonAgainst, ruleFor, type Person, type Rule } from './rule.js';

const rule: Rule = {
  id: 'r',
  name: 'students',
  kinds: ['trainee'],
  profiles: ['ordinary', 'minors'],
  filieres: null,
  validFrom: '2026-09-01',
  validUntil: '2027-07-31',
  skuId: 'a',
  audience: 'student',
  disabledPlans: [],
  priority: 100,
  graceDays: 30,
  automatic: true,
  version: 1,
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

  it('does not cover whom its product is not made for', () => {
    const everyone: Rule = { ...rule, kinds: ['trainee', 'trainer', 'staff'] };
    const trainer: Person = { ...trainee, kind: 'trainer' };
    expect(objectionsTo(everyone, trainer, '2026-10-01')).toEqual(['SKU_FOR_ANOTHER_AUDIENCE']);
    expect(objectionsTo({ ...everyone, audience: 'faculty' }, trainer, '2026-10-01')).toEqual([]);
    expect(objectionsTo({ ...everyone, audience: 'any' }, trainee, '2026-10-01')).toEqual([]);
    expect(objectionsTo({ ...everyone, audience: 'alumni' }, trainee, '2026-10-01')).toEqual([
      'SKU_FOR_ANOTHER_AUDIENCE',
    ]);
  });

  it('tells of a product what stands first against the rule that comes nearest', () => {
    const reason = (person: Person, rules = [rule], skuId = 'a') => reasonAgainst(rules, person, skuId, '2026-10-01');
    const old: Rule = { ...rule, name: 'old', kinds: ['staff'], profiles: ['prison'], validUntil: '2020-12-31' };
    expect(reason(trainee)).toBeNull();
    expect(reason({ ...trainee, profile: 'prison' }, [old, rule])).toBe('PRISON_NO_PERSONAL_ACCOUNT');
    expect(reason({ ...trainee, active: false, nameless: true })).toBe('PERSON_NOT_ACTIVE');
    expect(reason({ ...trainee, kind: 'trainer' })).toBe('SKU_FOR_ANOTHER_AUDIENCE');
    expect(reason({ ...trainee, kind: 'trainer' }, [{ ...rule, audience: 'any' }])).toBe('KIND_NOT_COVERED');
    expect(reason(trainee, [rule], 'b')).toBe('NO_RULE_FOR_SKU');
    expect(reason(trainee, [rule, { ...rule, name: 'better', skuId: 'b', priority: 1 }])).toBe('ANOTHER_RULE_DECIDES');
  });
});
