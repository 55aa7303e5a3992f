import { lifeCycle } from '@takwin/platform/schema';
import type { CampaignState } from './campaign.js';

/** The life of a campaign. Whoever takes it up has it, another worker's too; what is done can be planned anew. */
export const campaignLife = lifeCycle<CampaignState, never>()({
  accept: { from: [], to: 'accepted', event: null },
  takeUp: { from: ['accepted', 'booking'], to: 'booking', event: null },
  advance: { from: ['booking'], to: 'booking', event: null },
  finish: { from: ['booking'], to: 'done', event: null },
  cancel: { from: ['accepted', 'booking'], to: 'cancelled', event: null },
  replan: { from: ['done'], to: 'accepted', event: null },
});
