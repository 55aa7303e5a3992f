import type { Migration } from '@takwin/platform/postgres';

/** Who was erased is erased once more: the log still had the words in which completions were taken back. */
export const moreErasedWordsMigration: Migration = {
  name: '2026-12-09-more-erased-words',
  up: `update erasure_work set stage = 'cleared' where stage = 'erased';`,
};
