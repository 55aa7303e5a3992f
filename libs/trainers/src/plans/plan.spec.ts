import { describe, expect, it } from '@jest/globals';
import { standingOf } from './plan.js';

const proof = { kind: 'exam-passed', ref: 'a registration', recordedBy: null, recordedAt: null } as const;
const countsFrom = '2026-11-20';
const open = { completedOn: null, evidence: null, countsFrom };
const done = { completedOn: '2026-11-24', evidence: proof, countsFrom };
const later = { completedOn: '2026-11-25', evidence: proof, countsFrom };
const onAWord = { completedOn: '2026-11-25', evidence: null, countsFrom };
const before = { completedOn: '2026-11-19', evidence: proof, countsFrom };

describe('an upskilling plan', () => {
  it('is in progress from its first completed item, and completed with its last', () => {
    const unproven = { completedOn: null, proven: false };
    expect(standingOf([])).toEqual({ state: 'none', ...unproven });
    expect(standingOf([open, open])).toEqual({ state: 'planned', ...unproven });
    expect(standingOf([done, open])).toEqual({ state: 'in-progress', ...unproven });
    expect(standingOf([later, done])).toEqual({ state: 'completed', completedOn: '2026-11-25', proven: true });
  });

  it('is proven with the evidence of its last item', () => {
    expect(standingOf([done, onAWord])).toEqual({ state: 'completed', completedOn: '2026-11-25', proven: false });
  });

  it('proves nothing where all of it was met before it was agreed', () => {
    expect(standingOf([before, before])).toMatchObject({ state: 'completed', proven: false });
    expect(standingOf([before, done])).toMatchObject({ state: 'completed', proven: true });
    expect(standingOf([{ ...before, completedOn: countsFrom }])).toMatchObject({ proven: true });
  });
});
