import { describe, expect, it } from '@jest/globals';
import { stateOf } from './plan.js';

const open = { completedOn: null };
const done = { completedOn: '2026-11-24' };

describe('an upskilling plan', () => {
  it('is in progress from its first completed item, and completed with its last', () => {
    expect(stateOf([])).toBe('none');
    expect(stateOf([open, open])).toBe('planned');
    expect(stateOf([done, open])).toBe('in-progress');
    expect(stateOf([done, done])).toBe('completed');
  });
});
