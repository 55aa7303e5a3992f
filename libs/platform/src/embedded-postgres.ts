/** A PostgreSQL of one's own, for a machine that has none. */
export { startEmbedded } from './embedded-postgres/embedded.js';
