import { lifeCycle } from '../schema/life-cycle.js';
import type { ImportState } from './import-view.js';

/** A file taken in: worked once, or refused whole. Nobody outside is told. */
export const importLife = lifeCycle<ImportState, never>()({
  accept: { from: [], to: 'accepted', event: null },
  finish: { from: ['accepted'], to: 'done', event: null },
  refuse: { from: ['accepted'], to: 'refused', event: null },
});
