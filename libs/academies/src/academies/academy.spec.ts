import { describe, expect, it } from '@jest/globals';
import { Academy } from './academy.js';
import { AcademyState } from './academy.life.js';

const about = { code: 'ISTA-FES-1', name: { fr: 'ISTA Fès', ar: null }, city: 'Fès' };
const academy = (state: AcademyState): Academy =>
  Object.assign(new Academy(), {
    ...about,
    createdBy: 'who registered it',
    state,
    membershipUntil: null,
    interruptions: [],
  });

const STEPS: Record<string, (academy: Academy) => string> = {
  accredit: (one) => one.accredit('2026-11-01', 'a colleague', '2026-11-01'),
  suspend: (one) => one.suspend('2026-11-01'),
  reinstate: (one) => one.reinstate('2026-11-01'),
  close: (one) => one.close('2026-11-01'),
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

describe('the days on which an academy is out of the programme', () => {
  const lapsed = { membershipUntil: '2026-11-30' };

  it('begin with its suspension, end the day before it is reinstated, and go on where it is closed in them', () => {
    const one = academy('accredited');
    one.suspend('2026-11-10');
    expect(one.interruptions).toEqual([{ from: '2026-11-10', until: null }]);
    one.reinstate('2026-11-20');
    expect(one.interruptions).toEqual([{ from: '2026-11-10', until: '2026-11-19' }]);
    one.suspend('2026-12-01');
    one.reinstate('2026-12-01');
    expect(one.interruptions).toHaveLength(1);
    one.suspend('2026-12-05');
    one.close('2026-12-24');
    expect(one.interruptions.at(-1)).toEqual({ from: '2026-12-05', until: null });
  });

  it('begin with its closing, but of one that never was in it', () => {
    const [one, never] = [academy('accredited'), academy('candidate')];
    for (const closed of [one, never]) closed.close('2026-12-01');
    expect([one.interruptions, never.interruptions]).toEqual([[{ from: '2026-12-01', until: null }], []]);
  });

  it('are those between a membership that has ended and its renewal', () => {
    const [late, inTime, next] = [0, 0, 0].map(() => Object.assign(academy('accredited'), lapsed));
    late!.change({ membershipUntil: null }, '2027-02-01');
    expect(late!.interruptions).toEqual([{ from: '2026-12-01', until: '2027-01-31' }]);
    inTime!.change({ membershipUntil: '2028-11-30' }, '2026-11-30');
    next!.change({ membershipUntil: '2028-11-30' }, '2026-12-01');
    next!.change({ city: 'Séfrou' }, '2028-12-24');
    expect([inTime!.interruptions, next!.interruptions]).toEqual([[], []]);
  });
});

describe('what an academy is called', () => {
  it('changes in every state but closed', () => {
    expect(() => academy('closed').change({ city: 'Séfrou' }, '2026-11-01')).toThrow(
      expect.objectContaining({ code: 'ACADEMY_WAS_CLOSED', extra: { state: 'closed' } }),
    );
    for (const state of AcademyState.options.filter((one) => one !== 'closed')) {
      const one = academy(state);
      expect(one.change({ city: 'Séfrou', membershipUntil: '2029-08-31' }, '2026-11-01')).toBe('AcademyChanged');
      expect(one).toMatchObject({ ...about, state, city: 'Séfrou' });
    }
  });
});
