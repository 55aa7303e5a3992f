import { describe, expect, it } from '@jest/globals';
import { Academy } from './academy.js';
import { AcademyState } from './academy.life.js';

const about = { code: 'ISTA-FES-1', name: { fr: 'ISTA Fès', ar: null }, city: 'Fès' };
const academy = (state: AcademyState): Academy =>
  Object.assign(new Academy(), { ...about, createdBy: 'who registered it', state });

const STEPS: Record<string, (academy: Academy) => string> = {
  accredit: (one) => one.accredit('2026-11-01', 'a colleague', '2026-11-01'),
  suspend: (one) => one.suspend(),
  reinstate: (one) => one.reinstate(),
  close: (one) => one.close(),
};

describe('the life of an academy', () => {
  it('goes from candidate to accredited, may be suspended and reinstated, and ends closed', () => {
    const one = academy('candidate');
    const told = ['accredit', 'suspend', 'reinstate', 'close'].map((step) => [STEPS[step]!(one), one.state]);
    expect(told).toEqual([
      ['AcademyAccredited', 'accredited'],
      ['AcademySuspended', 'suspended'],
      ['AcademyReinstated', 'accredited'],
      ['AcademyClosed', 'closed'],
    ]);
    expect(one.accreditedOn).toBe('2026-11-01');
  });

  it('refuses every other step by name, and changes nothing', () => {
    const refused = AcademyState.options.flatMap((state) =>
      Object.values(STEPS).flatMap((step) => {
        const one = academy(state);
        try {
          step(one);
          return [];
        } catch (error) {
          expect(one).toEqual(academy(state));
          return [error];
        }
      }),
    );
    expect(refused).toHaveLength(10);
    for (const error of refused) expect(error).toMatchObject({ code: 'ACADEMY_STATE_FORBIDS', status: 409 });
  });
});

describe('what an academy is called', () => {
  it('is what it is found by, in every state but closed, in which it changes no more', () => {
    expect(() => academy('closed').change({ city: 'Séfrou' }, '2026-11-01')).toThrow(
      expect.objectContaining({ code: 'ACADEMY_WAS_CLOSED', extra: { state: 'closed' } }),
    );
    for (const state of AcademyState.options.filter((one) => one !== 'closed')) {
      const one = academy(state);
      expect(one.change({ city: 'Séfrou', membershipUntil: '2029-08-31' }, '2026-11-01')).toBe('AcademyChanged');
      expect(one).toMatchObject({ ...about, state, city: 'Séfrou', names: 'ista fes 1|ista fes||sefrou' });
    }
  });
});
