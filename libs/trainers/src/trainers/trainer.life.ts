import type { trainer } from '@takwin/contracts/events/trainers';
import type { TypeOf } from '@takwin/contracts/published';
import { lifeCycle } from '@takwin/platform/schema';
import type { TrainerState } from './trainer.js';

/** A trainer's place in the register. What was learnt by the day of leaving is recorded also of those who have left. */
export const trainerLife = lifeCycle<TrainerState, TypeOf<typeof trainer>>()({
  register: { from: [], to: 'active', event: 'TrainerRegistered' },
  qualify: { from: ['active'], to: null, event: 'TrainerQualified' },
  plan: { from: ['active'], to: null, event: 'UpskillingPlanned' },
  learn: { from: ['active', 'left'], to: null, event: 'UpskillingPlanned' },
  disprove: { from: ['active', 'left'], to: null, event: 'UpskillingPlanned' },
  withdraw: { from: ['active'], to: null, event: 'UpskillingPlanned' },
  // The record turned out to be of another person, or not to be.
  merge: { from: ['active', 'left'], to: null, event: 'TrainerMerged' },
  upskill: { from: ['active', 'left'], to: null, event: 'UpskillingCompleted' },
  leave: { from: ['active'], to: 'left', event: 'TrainerLeft' },
  return: { from: ['left'], to: 'active', event: 'TrainerChanged' },
});
