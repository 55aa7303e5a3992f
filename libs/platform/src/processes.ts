/** Processes that are started, and a lock that outlives none of them. */
export { Lock } from './processes/lock.js';
export { Offspring } from './processes/offspring.js';
