/** Search of lists in French and Arabic: what a text is found by, and the hits of a question in the order of how well they answer it. */
export { type Hit, hitsOf, inOrder, isHit, type Searched } from './search/hits.js';
export { askedWordsMigration } from './search/asked-words-migration.js';
export { partedNamesMigration } from './search/parted-names-migration.js';
export { calledNamesMigration } from './search/called-names-migration.js';
export { askedNamesMigration } from './search/asked-names-migration.js';
export { heardNamesMigration } from './search/heard-names-migration.js';
export { mostWordsMigration } from './search/most-words-migration.js';
export { shortWordsMigration } from './search/short-words-migration.js';
export { spelledNamesMigration } from './search/spelled-names-migration.js';
export { searchMigration } from './search/search-migration.js';
