/** What a person reads of what a service keeps of them. */
export { aboutOwn, ONESELF, OwnRecordsView, readOwnRecords } from './own-records/own-records.js';
