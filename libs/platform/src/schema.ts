/** The one schema of a command or a query, and the words it is made of. */
export { codeList, someOf } from './schema/code-list.js';
export { isDamagedCode, isDamagedNumber, isSpreadsheetFault } from './schema/damaged-number.js';
export { Distinct, isDistinct } from './schema/distinct.js';
export { DocumentReference } from './schema/document-reference.js';
export { lifeCycle } from './schema/life-cycle.js';
export { idPagesFor, type Page, pageOf, type Pages, pagesFor } from './schema/page.js';
export { Beginning, beginningOf, type Part, WHOLE } from './schema/part.js';
export {
  command,
  conditional,
  Flag,
  INSTEAD_OF,
  Instant,
  isQuery,
  LocalDate,
  operationOf,
  Paging,
  paging,
  query,
  ruleOf,
  scopeOf,
  WholeNumber,
} from './schema/schema.js';
export { textOf, textsOf } from './schema/reason-text.js';
export { isStandIn } from './schema/stand-in.js';
export { stableId, stableNumber } from './schema/stable-id.js';
export { NameOrigin } from './schema/name-origin.js';
export { strictObject } from './schema/strict-json.js';
export { named, OneLine, onOneLine, plainCode, Text, Title } from './schema/text.js';
export { isDayWithTime, writtenDay } from './schema/written-day.js';
export { WrittenDays } from './schema/written-days.js';
