export { AcademiesModule } from './academies.module.js';
export { RosterImporterModule } from './roster-importer.module.js';
export { academiesEntities } from './entities.js';
export { academiesMigrations } from './migrations.js';
export { CountAcademiesHandler } from './academies/count-academies.js';
export { loadAcademiesReference } from './load-reference.js';
export { resealAcademies } from './reseal.js';
export { academiesRetention } from './retention.js';
