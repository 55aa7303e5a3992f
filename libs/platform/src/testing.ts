/** What specs and fault tests stand on: databases, servers, tokens, callers. */
export { actorOf } from './testing/actor.js';
export { apiOf, type Send } from './testing/api.js';
export { Collector, treeOf } from './testing/collector.js';
export { testDatabase, type TestDatabase } from './testing/database.js';
export { forgeriesOf, type Forgery, trueTokens } from './testing/forgeries.js';
export { forgingIssuer, type ForgingIssuer } from './testing/forge.js';
export { temporaryHome } from './testing/home.js';
export { testRedis } from './testing/redis.js';
export { testService, type TestService } from './testing/service.js';
export { serviceWithAdmin, type ServiceWithAdmin } from './testing/service-with-admin.js';
export { testTokens, type TestTokens } from './testing/tokens.js';
export { auditLives } from './testing/audit-lives.js';
export { savedBySpreadsheet } from './testing/spreadsheet.js';
export { type SheetCell, styled, workbookOf, workbookParts, zipOf } from './testing/workbook.js';
export { planOf, readsOf, writesOf } from './testing/reads.js';
