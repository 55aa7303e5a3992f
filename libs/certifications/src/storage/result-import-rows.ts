import type { RejectedRow } from '@takwin/platform/files/rejected-file';
import type { Tx } from '@takwin/platform/postgres/database';
import type { ImportView } from '@takwin/platform/schema/import-view';
import sql, { type Sql } from 'sql-template-tag';

/** Selects imports of results straight into their view, the file left where it is. */
export const selectImports = (tx: Tx, where: Sql): Promise<ImportView[]> =>
  tx.query<ImportView>(sql`
    select i.id, 'results' as kind, i.state, i.dry_run as "dryRun", i.code, i.detail, i.rows, i.accepted, i.rejected,
      i.persons, i.changes
    from result_import i where ${where}`);

/** Keeps what was wrong with each rejected row, in one statement. */
export const insertRejectedRows = (tx: Tx, importId: string, rows: readonly RejectedRow[]) =>
  tx.query(sql`
    insert into result_import_rejected_row(import_id, line, code, column_name, reason, cells)
    select ${importId}, line, code, "column", reason, array(select jsonb_array_elements_text(cells))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(line int, code text, "column" text, reason text, cells jsonb)`);

export const selectRejectedRows = (tx: Tx, importId: string): Promise<RejectedRow[]> =>
  tx.query<RejectedRow>(sql`
    select line, code, column_name as "column", reason, cells
    from result_import_rejected_row where import_id = ${importId} order by line`);

export type Named = { matricule: string; examCode: string; startedAt: Date };

/**
 * The registrations that are meant by person and exam: of those that had a seat, the one whose sitting lies nearest to the start.
 * By place in the list; none where there is none.
 */
export async function registrationsOf(tx: Tx, named: readonly Named[]): Promise<Map<number, string>> {
  const rows = await tx.query<{ place: number; id: string }>(sql`
    select distinct on (n.place) n.place::int, r.id
    from jsonb_to_recordset(${JSON.stringify(named.map((one, place) => ({ ...one, place })))}::jsonb)
      as n(place int, matricule text, "examCode" text, "startedAt" timestamptz)
    join person_copy p on p.matricule = n.matricule
    join registration r on r.person_id = p.subject::uuid and r.exam_code = n."examCode"
    where r.state in ('booked', 'sat', 'passed', 'failed', 'no-show')
    order by n.place, abs(extract(epoch from lower(r.during) - n."startedAt")), r.queued`);
  return new Map(rows.map(({ place, id }) => [place, id]));
}
