export {
  ONESELF,
  OwnRecordsView,
  ownRecordsQuery,
  readOwnRecords,
  type OwnSection,
} from './own-records/own-records.js';
