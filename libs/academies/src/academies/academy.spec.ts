import { describe, expect, it } from '@jest/globals';
import { demandTransition, TRANSITIONS, type AcademyState } from './academy.js';

describe('the life of an academy', () => {
  it('goes from candidate to accredited, may be suspended and reinstated, and ends closed', () => {
    const path: AcademyState[] = ['candidate', 'accredited', 'suspended', 'accredited', 'closed'];
    path.slice(1).forEach((to, index) => demandTransition(path[index]!, to));
  });

  it('refuses every other step by name', () => {
    const states = Object.keys(TRANSITIONS) as AcademyState[];
    const refused = states.flatMap((from) =>
      states.filter((to) => !TRANSITIONS[from].includes(to)).map((to) => [from, to] as const),
    );
    expect(refused).toHaveLength(10);
    for (const [from, to] of refused) expect(() => demandTransition(from, to)).toThrow('ACADEMY_STATE_FORBIDS');
  });
});
