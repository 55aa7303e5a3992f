/** Files of rows: accepted, worked through, and what was refused. */
export { type AcceptedFile, FileImports, type Tally } from './imports/file-imports.js';
export { ImportView } from './imports/import-view.js';
export type { RejectedRow } from './imports/rejected-file.js';
