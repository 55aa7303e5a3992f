import { lifeCycle } from '../schema/life-cycle.js';
import type { ImportState } from './import-view.js';

/** A file taken in: worked once, refused whole, or taken back before it is done. Nobody outside is told. */
export const importLife = lifeCycle<ImportState, never>()({
  accept: { from: [], to: 'accepted', event: null },
  finish: { from: ['accepted'], to: 'done', event: null },
  refuse: { from: ['accepted'], to: 'refused', event: null },
  cancel: { from: ['accepted'], to: 'cancelled', event: null },
});
