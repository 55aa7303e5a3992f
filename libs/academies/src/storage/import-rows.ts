import type { Tx } from '@takwin/platform/postgres/database';
import sql, { type Sql } from 'sql-template-tag';
import type { ImportView } from '@takwin/platform/schema/import-view';
import type { RejectedRow } from '@takwin/platform/files/rejected-file';

/** Selects imports straight into their view, the file left where it is. */
export const selectImports = (tx: Tx, where: Sql): Promise<ImportView[]> =>
  tx.query<ImportView>(sql`
    select i.id, i.kind, i.state, i.dry_run as "dryRun", i.code, i.detail, i.rows, i.accepted, i.rejected, i.persons,
      i.changes
    from import i where ${where}`);

/** Keeps what was wrong with each rejected row, in one statement. */
export const insertRejectedRows = (tx: Tx, importId: string, rows: readonly RejectedRow[]) =>
  tx.query(sql`
    insert into import_rejected_row(import_id, line, code, column_name, reason, cells)
    select ${importId}, line, code, "column", reason, array(select jsonb_array_elements_text(cells))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(line int, code text, "column" text, reason text, cells jsonb)`);

export const selectRejectedRows = (tx: Tx, importId: string): Promise<RejectedRow[]> =>
  tx.query<RejectedRow>(sql`
    select line, code, column_name as "column", reason, cells
    from import_rejected_row where import_id = ${importId} order by line`);
