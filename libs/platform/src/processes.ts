/** Processes that are started, the ports they listen on, and a lock that outlives none of them. */
export { freePort } from './processes/free-port.js';
export { Lock } from './processes/lock.js';
export { Offspring } from './processes/offspring.js';
