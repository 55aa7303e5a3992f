import { describe, expect, it } from '@jest/globals';
import type { CampaignCandidate, CampaignSitting } from './candidate.js';
import { finished, planningOf } from './plan.js';
import { planningApart } from './plan-apart.js';

const HOUR = 3_600_000;
const home = { academyId: 'a', province: 'p', region: 'r', inPrison: false };
const exam = { code: 'MO-200', minutes: 50, administrationMinutes: 20 };
const sitting = (id: string, hour: number, about: Partial<CampaignSitting> = {}): CampaignSitting => ({
  ...{ ...home, id, from: hour * HOUR, to: (hour + 1.5) * HOUR, minutes: 90, examCodes: [], seats: 2, free: 2 },
  ...about,
});
const candidate = (id: string, about: Partial<CampaignCandidate> = {}): CampaignCandidate => ({
  ...{ id, personId: id, home, exam, from: 0, to: 100 * HOUR, busy: [] },
  ...about,
});
const plan = (candidates: CampaignCandidate[], sittings: CampaignSitting[]) => {
  const { seating, levels, gap } = finished(planningApart({ candidates, sittings, origin: 0 }, planningOf));
  return { seats: [...seating].map((place) => sittings[place]?.id ?? null), levels, gap };
};
const needs = { needsAccessible: true };

describe('who needs an accessible workstation', () => {
  it('has one before others take the seat, and no more have than there are', () => {
    const sittings = [sitting('none', 9), sitting('one', 10, { accessible: 1, free: 1 })];
    const { seats, levels } = plan(
      [candidate('x'), candidate('y'), candidate('n', needs), candidate('m', needs)],
      sittings,
    );
    expect(seats.slice(0, 2)).toEqual(['none', 'none']);
    expect(seats.slice(2).sort()).toEqual([null, 'one'].sort());
    expect(levels).toMatchObject({ unseated: 1 });
  });

  it('has nobody moved who has a seat', () => {
    const sittings = [sitting('one', 10, { accessible: 1, free: 1 }), sitting('none', 12)];
    const { seats, levels } = plan([candidate('x', { seatedIn: 'one' }), candidate('n', needs)], sittings);
    expect(seats).toEqual(['one', null]);
    expect(levels).toMatchObject({ moved: 0 });
  });

  it('sits one exam at a time, whether all of them take one or not', () => {
    const other = candidate('other', { personId: 'n', exam: { ...exam, code: 'MO-201' } });
    const sittings = [sitting('one', 10, { accessible: 1 }), sitting('at once', 10), sitting('later', 12)];
    expect(plan([candidate('n', needs), other], sittings).seats).toEqual(['one', 'later']);
  });
});
