import { describe, expect, it } from '@jest/globals';
import { standingOf } from './plan.js';

const open = { completedOn: null };
const done = { completedOn: '2026-11-24' };
const later = { completedOn: '2026-11-25' };

describe('an upskilling plan', () => {
  it('is in progress from its first completed item, and completed with its last', () => {
    expect(standingOf([])).toEqual({ state: 'none', completedOn: null });
    expect(standingOf([open, open])).toEqual({ state: 'planned', completedOn: null });
    expect(standingOf([done, open])).toEqual({ state: 'in-progress', completedOn: null });
    expect(standingOf([later, done])).toEqual({ state: 'completed', completedOn: '2026-11-25' });
  });
});
