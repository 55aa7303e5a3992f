import { codeList, lifeCycle } from '@takwin/platform/schema';
import { z } from 'zod';

export const EntitlementState = codeList(
  'EntitlementState',
  'Whether a person is entitled, or was and still has time',
  {
    entitled: 'A rule entitles the person',
    grace: 'No rule does any more: the licence stays until the grace of the rule ends',
    ended: 'The grace is over: the licence is taken back',
  },
);
type EntitlementState = z.output<typeof EntitlementState>;

/** Who loses the reason keeps the licence for the rule's grace; who has it again by then has never lost it. */
export const entitlementLife = lifeCycle<EntitlementState, never>()({
  grant: { from: [], to: 'entitled', event: null },
  keep: { from: ['entitled', 'grace'], to: 'entitled', event: null },
  grantAgain: { from: ['ended'], to: 'entitled', event: null },
  lose: { from: ['entitled'], to: 'grace', event: null },
  end: { from: ['grace'], to: 'ended', event: null },
});
