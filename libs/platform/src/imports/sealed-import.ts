import type { Migration } from '../postgres/migrate.js';
import type { ZippedFile } from './rejected-file.js';

/** What is told of a file beside its figures, in the words of whoever wrote it. */
export type Told = {
  files?: readonly ZippedFile[] | null;
  detail?: string | null;
  about?: Record<string, unknown> | null;
};

/** What the key of a file is of. */
export const aboutOf = (table: string, id: string): string => `${table} ${id}`;
/** What the cells of a rejected row are of, beneath that key. */
export const aboutRow = (line: number): string => `row ${line}`;

/**
 * What files say is kept sealed. The release before finds a sealed file empty, and would refuse it; that is not written, so that the
 * file waits for a worker of this one.
 */
export const sealedImports = (table: string): Migration => ({
  name: `2026-12-05-sealed-files`,
  index: { name: `${table}_rejected_row_in_clear`, on: `${table}_rejected_row(import_id, line) where cells <> '{}'` },
  up: `
    alter table ${table} add column sealed_file bytea, add column data_key bytea, add column told bytea;
    alter table ${table}_rejected_row add column sealed bytea;
    create index ${table}_in_clear on ${table}(id) where (octet_length(file) > 0 or about is not null or files is not null);
    create index ${table}_data_key on ${table}(get_byte(data_key, 0)) where data_key is not null;
    create function ${table}_waits() returns trigger language plpgsql as $$ begin return null; end $$;
    create trigger ${table}_waits before update on ${table} for each row
      when (old.sealed_file is not null and new.sealed_file is not null and new.state <> 'accepted')
      execute function ${table}_waits();`,
});
