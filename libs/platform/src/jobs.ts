/** Queues, workers and sweeps, on PostgreSQL or Redis. */
export { processingOf, Processor, type Works } from './jobs/processor.js';
export { Queues } from './jobs/queues.js';
export type { Wake } from './jobs/wake.js';
