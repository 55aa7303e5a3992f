/** Refusals with a stable code. */
export { demandKnown } from './errors/demand-known.js';
export { FileRefused } from './errors/file-refused.js';
export { Forbidden, invalid, NotFound, parse, Refusal, reversed, Unauthenticated } from './errors/refusal.js';
export { faultsOf, type RowFault, type RowFaults } from './errors/row-fault.js';
/** What is said of them, and in which language. */
export { type Language, languageOf } from './errors/language.js';
export { Words } from './errors/words.js';
