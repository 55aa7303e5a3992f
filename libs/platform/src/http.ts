/** Operations at the REST door, their documents, and connections that end well. */
export { isAcceptable } from './http/acceptable.js';
export { refuseOtherMethods } from './http/allowed.js';
export { jsonTextOf } from './http/charset.js';
export { CSV, sendCsv } from './http/csv-reply.js';
export { Drain } from './http/drain.js';
export { leavingOf } from './http/leaving.js';
export { type OpenApi, openApiOf } from './http/openapi.js';
export {
  By,
  FileBody,
  InPart,
  Input,
  isOpen,
  Open,
  operationRunBy,
  Params,
  Request,
  Runs,
  Sends,
  Tagged,
  Spoken,
} from './http/operation.js';
export { BY_THE_CLOCK, eventLoop, Overloaded, refuseWhileBusy } from './http/overload.js';
export { retryAfterOf } from './http/retry-after.js';
export { endSlowCallers, type Pace, pacedHeaders } from './http/slow-callers.js';
export { tellTypes } from './http/taken-types.js';
export { traceRequests } from './http/traced.js';
export { answering, Refusals, refusalOf } from './http/problem.js';
export { refuseCodings, refuseUnaddressed, refuseWhileClosing, refusingUnread } from './http/unread.js';
