/** The register of processing: which kinds of personal data there are, where each lies, and for how long (law 09-08). */
export { columns } from './personal-data/columns.js';
export { erased, fateOf } from './personal-data/erased.js';
export { KINDS, type PersonalDataKind } from './personal-data/kinds.js';
export { mayHoldWords, tellsOfPersons, wordless } from './personal-data/wordless.js';
export { RetentionDays } from './personal-data/retention-days.js';
