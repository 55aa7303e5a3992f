/** Queues, workers and sweeps, on PostgreSQL or Redis. */
export { Processor, type Works } from './jobs/processor.js';
export { Queues } from './jobs/queues.js';
export type { Wake } from './jobs/wake.js';
