import type { Migration } from '@takwin/platform/postgres';

/** Courses are found by their topics as data has them too: AI and IoT stand in few titles. What loads the reference writes them so. */
export const wordsOfTopicsMigration: Migration = {
  name: '2026-12-07-words-of-topics',
  up: `update course set words = words || to_tsvector('simple', translate(array_to_string(topics, ' '), '-', ' '));`,
};
