export { ProgrammeModule } from './programme.module.js';
export { programmeMigrations } from './migrations.js';
