/** Time as something that is given. */
export { backoff } from './clock/backoff.js';
export { Clock, FixedClock, SystemClock } from './clock/clock.js';
