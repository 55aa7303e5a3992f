/** Refusals with a stable code. */
export { FileRefused } from './errors/file-refused.js';
export { type Fault, Forbidden, invalid, NotFound, parse, Refusal } from './errors/refusal.js';
