import type { trainer } from '@takwin/contracts/events/trainers';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { UpskillingState } from './plan.js';

/** A trainer's upskilling, by the transitions of the trainer: where a plan stands follows from its items. */
export const planLife = lifeCycle<UpskillingState, TypeOf<typeof trainer>>()({
  register: { from: [], to: 'none', event: 'TrainerRegistered' },
  qualify: { from: ['none', 'planned', 'in-progress', 'completed'], to: null, event: 'TrainerQualified' },
  plan: {
    from: ['none', 'planned', 'in-progress', 'completed'],
    to: ['planned', 'in-progress'],
    event: 'UpskillingPlanned',
  },
  learn: { from: ['planned', 'in-progress'], to: 'in-progress', event: 'UpskillingPlanned' },
  disprove: { from: ['in-progress', 'completed'], to: ['planned', 'in-progress'], event: 'UpskillingPlanned' },
  withdraw: { from: ['planned', 'in-progress'], to: ['none', 'planned', 'in-progress'], event: 'UpskillingPlanned' },
  merge: {
    from: ['none', 'planned', 'in-progress', 'completed'],
    to: ['none', 'planned', 'in-progress'],
    event: 'TrainerMerged',
  },
  leave: { from: ['none', 'planned', 'in-progress', 'completed'], to: null, event: 'TrainerLeft' },
  return: { from: ['none', 'planned', 'in-progress', 'completed'], to: null, event: 'TrainerChanged' },
  upskill: { from: ['none', 'planned', 'in-progress', 'completed'], to: 'completed', event: 'UpskillingCompleted' },
});
