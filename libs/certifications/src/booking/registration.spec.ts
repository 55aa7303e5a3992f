import { describe, expect, it } from '@jest/globals';
import { ageAt, ageOn, needsConsent, type Aged } from './age.js';
import { distance, isLongEnough, isOffered, maySitThere, type Sitting } from './fit.js';
import { RegistrationState as States } from '@takwin/contracts/events/certifications';
import { ACTIVE, type RegistrationState } from './registration.js';
import { registrationLife } from './registration.life.js';

const sitting = (about: Partial<Sitting> = {}): Sitting => ({
  academyId: 'a',
  province: 'p',
  region: 'r',
  inPrison: false,
  minutes: 70,
  examCodes: [],
  ...about,
});
const candidate = { academyId: 'a', province: 'p', region: 'r', inPrison: false };
const mos = { code: 'MO-200', minutes: 50, administrationMinutes: 20 };

describe('an exam', () => {
  it('fits a sitting that is long enough for it and its administration', () => {
    expect(isLongEnough(mos, sitting({ minutes: 70 }))).toBe(true);
    expect(isLongEnough(mos, sitting({ minutes: 69 }))).toBe(false);
  });

  it('is offered where the sitting names it or names none', () => {
    expect(isOffered(mos, sitting())).toBe(true);
    expect(isOffered(mos, sitting({ examCodes: ['AZ-900'] }))).toBe(false);
  });
});

describe('a candidate of a prison centre', () => {
  const inside = { ...candidate, inPrison: true };

  it('sits in the own centre only, and nobody else does', () => {
    expect(maySitThere(inside, sitting({ inPrison: true }))).toBe(true);
    expect(maySitThere(inside, sitting({ inPrison: true, academyId: 'b' }))).toBe(false);
    expect(maySitThere(inside, sitting({ academyId: 'b' }))).toBe(false);
    expect(maySitThere(candidate, sitting({ inPrison: true }))).toBe(false);
  });
});

describe('a candidate', () => {
  it('is nearest to the own academy, then province, then region', () => {
    const far = [
      {},
      { academyId: 'b' },
      { academyId: 'b', province: 'q' },
      { academyId: 'b', province: 'q', region: 's' },
    ];
    expect(far.map((about) => distance(candidate, sitting(about)))).toEqual([0, 1, 2, 3]);
  });

  it('is a year older on the birthday, not the day before', () => {
    expect(ageOn('2009-11-24', '2027-11-23')).toBe(17);
    expect(ageOn('2009-11-24', '2027-11-24')).toBe(18);
  });

  it('is an adult by a birth date that is more than an academy’s word, without one by employment alone', () => {
    const known = { isConfirmed: true, isBirthDateConfirmed: true };
    const age = (about: Partial<Aged>) =>
      ageAt({ ...known, kind: null, birthDate: null, ...about }, new Date('2026-11-24T09:00:00Z'));
    expect(['trainee', null, 'trainer', 'staff'].map((kind) => age({ kind, birthDate: null }))).toEqual([
      'unknown',
      'unknown',
      'adult-by-employment',
      'adult-by-employment',
    ]);
    expect(age({ kind: 'staff', birthDate: '2009-11-24' })).toBe('minor');
    expect(needsConsent('unknown')).toBe(true);
    const grown = { kind: 'trainee', birthDate: '1990-01-01' };
    expect(age(grown)).toBe('adult');
    const stated = { isConfirmed: false, isBirthDateConfirmed: false };
    expect(age({ ...grown, ...stated })).toBe('unknown');
    expect(age({ ...grown, ...stated, kind: 'staff' })).toBe('unknown');
    expect(age({ ...stated, birthDate: '2012-01-01' })).toBe('minor');
    expect(age({ ...grown, kind: 'trainer', isBirthDateConfirmed: false })).toBe('adult-by-employment');
  });
});

describe('a registration', () => {
  it('that is over leads nowhere, but to whose it turns out to be, but a result to its correction, an absence back to the seat, and either to what the vendor says', () => {
    const ways = (from: RegistrationState) =>
      States.options.filter((to) => registrationLife.between(from, to).some((name) => name !== 'merge'));
    const over = States.options.filter((state) => !ACTIVE.has(state));
    expect(Object.fromEntries(over.map((state) => [state, ways(state)]))).toEqual({
      refused: [],
      cancelled: ['passed', 'failed'],
      passed: ['passed', 'failed'],
      failed: ['passed', 'failed'],
      'no-show': ['booked', 'passed', 'failed'],
    });
  });
});
