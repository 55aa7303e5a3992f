import sql from 'sql-template-tag';
import type { RetentionStep } from './retention-run.js';

/**
 * Drops what is no longer told again, whoever writes or not: what `keepOnce` keeps and what the release before did, where the schema has
 * that.
 */
export const keptAnswersStep = (hasAnswers = false): RetentionStep => ({
  kind: 'kept-answers',
  remove: async (tx, until, limit) => {
    const works = await tx.query(sql`
      delete from kept_work where (subject, key, place) in (
        select subject, key, place from kept_work where kept_at < ${until} order by kept_at limit ${limit} for update skip locked)
      returning true`);
    if (!hasAnswers || works.length === limit) return works.length;
    const answers = await tx.query(sql`
      delete from kept_answer where (created_by, idempotency_key) in (
        select created_by, idempotency_key from kept_answer where answered_at < ${until} order by answered_at
        limit ${limit - works.length} for update skip locked) returning true`);
    return works.length + answers.length;
  },
});
