import { describe, expect, it } from '@jest/globals';
import { standingOf } from './plan.js';

const proof = { kind: 'exam-passed', ref: 'a registration', recordedBy: null, recordedAt: null } as const;
const open = { completedOn: null, evidence: null };
const done = { completedOn: '2026-11-24', evidence: proof };
const later = { completedOn: '2026-11-25', evidence: proof };
const onAWord = { completedOn: '2026-11-25', evidence: null };

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
});
