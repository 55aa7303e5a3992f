/** Time as something that is given, and as the programme's clocks show it. */
export { backoff } from './clock/backoff.js';
export { Clock, FixedClock, SystemClock } from './clock/clock.js';
export { inEvenTime } from './clock/in-even-time.js';
export { dayAfter, legalDayOf, US_CENTRAL, wallTimeOf, ZONE } from './clock/legal-time.js';
export { weeklyHoursFaults } from './clock/weekly-hours.js';
