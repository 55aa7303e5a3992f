/** What removes personal data that is no longer kept. */
export { keptAnswersStep } from './postgres/keep-once.js';
export { retentionMigration } from './retention/retention-run.js';
export { type RetentionStep, retaining } from './retention/retention.module.js';
