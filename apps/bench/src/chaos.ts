import { booking } from './chaos/booking.js';
import { busyDemo } from './chaos/busy-demo.js';
import { campaignKill } from './chaos/campaign-kill.js';
import { costlyQuery } from './chaos/costly-query.js';
import { fuzz } from './chaos/fuzz.js';
import { firstStart } from './chaos/first-start.js';
import { lastSeat } from './chaos/last-seat.js';
import { matrix } from './chaos/matrix.js';
import { provisioning } from './chaos/provisioning.js';
import { serviceDown } from './chaos/service-down.js';
import { workerKill } from './chaos/worker-kill.js';
import { killed } from './containers/killed.js';
import { restored } from './containers/restored.js';
import { upgrade } from './containers/upgrade.js';
import { runFrom } from './registry.js';

export const TRIALS = {
  'last-seat': lastSeat,
  'worker-kill': workerKill,
  'service-down': serviceDown,
  booking,
  'first-start': firstStart,
  'campaign-kill': campaignKill,
  containers: killed,
  upgrade,
  restore: restored,
  provisioning,
  'busy-demo': busyDemo,
  'costly-query': costlyQuery,
  matrix,
  fuzz,
};

/** `npm run chaos -- NAME [--backend postgres|redis]`: a fault test; exits with 1 when an invariant broke. @public */
export const main = (args: string[]): Promise<number> => runFrom('chaos', TRIALS, args);
