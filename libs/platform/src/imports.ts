/** Files of rows: accepted, worked through, and what was refused. */
export { type AcceptedFile, FileImports } from './imports/file-imports.js';
export {
  answering,
  asked,
  type Asked,
  Import,
  Imports,
  NamedResultImports,
  ResultImports,
  RosterImports,
} from './imports/import-pages.js';
export { ImportKind, ImportView, listedImports, sentFile } from './imports/import-view.js';
export { cancelledImports, importProgress } from './imports/progress.js';
export { everyFault, type RejectedRow } from './imports/rejected-file.js';
export { faultsOfRow, type SentRow } from './imports/read-rows.js';
export { SealsImports } from './imports/seals-imports.js';
export { forgetRejected, uploadedFilesStep } from './imports/import.writer.js';
export { sealedImports } from './imports/sealed-import.js';
export type { Tally } from './imports/tally.js';
