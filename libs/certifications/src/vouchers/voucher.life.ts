import { lifeCycle } from '@takwin/platform/schema';
import type { VoucherView } from './voucher.js';

/**
 * The life of a voucher: what is no longer assigned stays void, unless it was spent by mistake. One that the start of an exam used is
 * forfeited where its candidate was absent. Nobody outside is told of it.
 */
export const voucherLife = lifeCycle<VoucherView['state'], never>()({
  assign: { from: [], to: 'assigned', event: null },
  bind: { from: ['assigned'], to: 'assigned', event: null },
  letGo: { from: ['assigned'], to: 'assigned', event: null },
  use: { from: ['assigned'], to: 'used', event: null },
  forfeit: { from: ['assigned', 'used'], to: 'forfeited', event: null },
  // The exam that it was spent on did not begin, or was not missed, after all.
  restore: { from: ['used', 'forfeited'], to: 'assigned', event: null },
  giveBack: { from: ['assigned'], to: 'returned', event: null },
  lapse: { from: ['assigned'], to: 'lapsed', event: null },
});
