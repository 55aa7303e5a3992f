import type { Actor } from './actor.js';

/** An OAuth scope, apart from those of use cases: whoever has it, or `*`, is told who is in a prison. */
const PRISON_PLACEMENTS = 'prison-placements';

/** Whether the actor is told who is, or was, in a prison as far as their scope goes: of machines those that were granted it (law 09-08). */
export const isToldOfPrisons = ({ role, scopes }: Pick<Actor, 'role' | 'scopes'>): boolean =>
  role !== 'integrator' || scopes.some((one) => one === '*' || one === PRISON_PLACEMENTS);
