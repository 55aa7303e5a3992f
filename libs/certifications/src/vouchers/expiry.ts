import { US_CENTRAL, wallTimeOf } from '@takwin/platform/clock';
import { instantOf } from '../legal-time/legal-time.js';

/** The last instant at which a voucher of this last day is valid: 23:59:59 US Central Time (Certiport, voucher terms). */
export const expiryOf = (expiresOn: string): Date => instantOf(`${expiresOn}T23:59:59`, US_CENTRAL);

/** The same on the clocks of Morocco, YYYY-MM-DDTHH:MM:SS. */
export const expiryInMorocco = (expiresAt: Date): string => wallTimeOf(expiresAt);
