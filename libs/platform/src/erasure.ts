/** What erases a person in a service: its rows, what it keeps of answers, and its part of the event log. */
export { emptyRows, type ErasedRows, erasedColumns, isUncoded } from './erasure/erased-rows.js';
export { erasing, Erases, type TellStage } from './erasure/erasure.module.js';
export { erasureMigration, toldByCopy, type Whom } from './erasure/erasure-work.js';
export { blankInLog, forgetInLog } from './erasure/forget-in-log.js';
export { demandNotErased, refuseOfErased } from './erasure/refuse-of-erased.js';
