import type { Actor } from '@takwin/platform/auth';
import { FileImports } from '@takwin/platform/imports';
import { type Database, within } from '@takwin/platform/postgres';
import type { CinVault } from '../persons/cin.js';
import sql, { type Sql } from 'sql-template-tag';

export const IMPORT_QUEUE = 'roster-imports';

/** Whether a file `i` states, by an academy's word alone, somebody of the actor's: whom they are to confirm. */
const statesWithin = (actor: Actor): Sql => sql`exists (
  select from person_statement s join person p on p.id = s.person_id where s.import_id = i.id and ${within(actor, { region: sql`p.region` })})`;

/** The roster files that were taken in. */
export const rosterImports = (db: Database, { vault }: CinVault): FileImports =>
  new FileImports(db, vault, {
    table: 'import',
    queue: IMPORT_QUEUE,
    kind: sql`i.kind`,
    worker: 'roster-importer',
    confirms: true,
    follows: true,
    alsoShown: (actor) => (actor.scope === 'region' ? statesWithin(actor) : sql`false`),
  });
