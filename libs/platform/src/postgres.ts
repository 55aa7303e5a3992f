/** The database: transactions, bounds, locks, migrations, roles, lists and answers given once. */
export { boundedTable, boundedWith } from './postgres/bounds.js';
export { connected } from './postgres/connection.js';
export { refusing } from './postgres/constraint.js';
export { Database, type Tx } from './postgres/database.js';
export { counting } from './postgres/counting.js';
export { CONTRACT } from './postgres/demand-schema.js';
export { hashOf } from './postgres/hash-of.js';
export { humansMigration, isAmong, mergedHumansMigration, personsOf } from './postgres/humans.js';
export { iso } from './postgres/iso.js';
export { answersMigration, keptWorkMigration } from './postgres/keep-once.js';
export { type Lists, selectLists } from './postgres/lists.js';
export { lookAlikesMigration } from './postgres/look-alikes.js';
export { type Merges, movesOf, personNowMigration, readMerges, statedOfMigration } from './postgres/merged-persons.js';
export { migrate, type Migration } from './postgres/migrate.js';
export { KEY, Repository } from './postgres/repository.js';
export { prepareDatabase, type Urls } from './postgres/roles.js';
export { demandVersion } from './postgres/version.js';
export { covers, demand, within } from './postgres/within.js';
