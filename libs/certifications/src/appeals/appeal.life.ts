import { lifeCycle } from '@takwin/platform/schema';
import type { AppealState } from './appeal.js';

/** The life of an appeal. Nobody outside is told of it: what it leads to is a correction, which is. */
export const appealLife = lifeCycle<AppealState, never>()({
  raise: { from: [], to: 'open', event: null },
  accept: { from: ['open'], to: 'accepted', event: null },
  reject: { from: ['open'], to: 'rejected', event: null },
});
