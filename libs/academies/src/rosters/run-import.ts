import { Injectable } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { covers, Database, type Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { foldName } from '../academies/fold-name.js';
import { CinVault } from '../persons/cin.js';
import { readHeader, type Field } from './konosys-header.js';
import { readRow } from './konosys-row.js';
import type { WrittenDays } from '@takwin/platform/schema';
import { FileRefused, faultsOf, type RowFault, type RowFaults } from '@takwin/platform/errors';
import { type AcceptedFile, faultsOfRow, type RejectedRow, type SentRow, type Tally } from '@takwin/platform/imports';
import { MOST_PLACEMENTS } from '../persons/person.js';
import { Merged, mergeRoster, notFollowed, settleRoster, type Conflict, type RosterRow } from './merge-roster.js';
import { IMPORT_QUEUE, rosterImports } from './roster-imports.rows.js';

export { IMPORT_QUEUE };

const BATCH = 1000;

/** Where rows may place somebody: an academy as they name it, that of rows that name none, and as whom. */
type Places = { sites: ReadonlyMap<string, AcademySite>; fallback: AcademySite | undefined; sender: Actor };
type AcademySite = { id: string; region: string };
/** What the file itself calls the column of a field; null where it has none. */
type Headed = (field: string | null) => string | null;
type Read = { row: Omit<RosterRow, 'seen'>; cells: string[] };

const CONTRADICTS = 'contradicts what is known of this person';
const FAULTS: Record<Conflict['code'], Pick<RejectedRow, 'column' | 'reason'>> = {
  ACADEMY_WAS_CLOSED: { column: 'site', reason: 'an academy that was closed' },
  ACADEMY_IS_SUSPENDED: { column: 'site', reason: 'an academy that is suspended' },
  CONFLICTING_IDENTITY: { column: 'matricule', reason: CONTRADICTS },
  IDENTITY_WAS_CORRECTED: { column: 'matricule', reason: 'what was known before it was corrected' },
  CIN_OF_ANOTHER_PERSON: { column: 'cin', reason: CONTRADICTS },
  IMPLAUSIBLE_AGE: { column: 'birthDate', reason: 'between 16 and 90 years of age' },
  PERSON_MAY_BE_REGISTERED: {
    column: null,
    reason: 'somebody of this name and birth date is registered, or in a line above',
  },
  PERSON_TOLD_OTHERWISE: { column: 'matricule', reason: 'a line above says otherwise of this person' },
  PLACEMENT_TOLD_OTHERWISE: { column: 'active', reason: 'a line above says otherwise of this placement' },
  TOO_MANY_PLACEMENTS: { column: null, reason: `more than ${MOST_PLACEMENTS} placements of one person` },
};
const NOT_FOLLOWED = {
  code: 'ROW_NOT_FOLLOWED',
  column: null,
  reason: 'a later statement placed the person otherwise',
};
const NOWHERE = { code: 'PLACEMENT_UNKNOWN', column: 'group', reason: 'nobody has placed the person there' };

@Injectable()
export class RunImportHandler {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /** Imports one accepted file: see `FileImports.run`. */
  async run(id: string): Promise<void> {
    await rosterImports(this.db, this.vault).run(id, (tx, file, told) => this.importFile(tx, id, file, told));
  }

  /** See `FileImports.waiting`. */
  waiting(before: Date, limit: number): Promise<string[]> {
    return rosterImports(this.db, this.vault).waiting(before, limit);
  }

  /** See `FileImports.giveUp`. */
  giveUp(id: string): Promise<void> {
    return rosterImports(this.db, this.vault).giveUp(id);
  }

  private async importFile(
    tx: Tx,
    id: string,
    { sender, header, lines, days }: AcceptedFile,
    told: Tally,
  ): Promise<void> {
    const columns = readHeader(header);
    const { academyId, number, isDry } = (await tx.one<{ academyId: string | null; number: number; isDry: boolean }>(
      sql`select academy_id as "academyId", statement as number, dry_run as "isDry" from import where id = ${id}`,
    ))!;
    if (!columns.has('site') && !academyId)
      throw new FileRefused('SITE_MISSING', 'the file has no Site column: say academyId');
    const sites = await this.academySites(tx);
    const fallback = academyId ? sites.get(foldName(academyId)) : undefined;
    if (academyId && !fallback) throw new FileRefused('ACADEMY_UNKNOWN', 'no academy has this academyId');
    if (fallback && !covers(sender, { region: fallback.region, academy: fallback.id }))
      throw new FileRefused('FORBIDDEN_ACADEMY', 'academyId is of an academy of somebody else');
    const headed: Headed = (field) => (field && header[columns.get(field as Field) ?? -1]) ?? null;
    const today = legalDayOf(tx.at);
    const persons = new Set<string>();
    const merged = new Merged();
    const merge = (some: readonly Read[]): Promise<Conflict[]> =>
      mergeRoster(
        tx,
        some.map(({ row }) => ({ ...row, seen: persons.has(row.matricule) })),
        { number },
        { sender, importId: id },
        this.vault,
        merged,
      );
    let batch: Read[] = [];
    const open = new Map<number, string[]>();
    const flush = async (): Promise<void> => {
      if (batch.length > 0) tellRows(batch, await merge(batch), told, persons, headed);
      for (const { row, cells } of batch)
        if (merged.open.has(row.line) || merged.nowhere.has(row.line)) open.set(row.line, cells);
      batch = [];
    };
    for await (const line of lines) {
      const read = readLine(line, columns, { today, days }, { sites, fallback, sender });
      const fault = faultsOfRow(line, 'fault' in read ? read.fault : undefined, columns);
      if (fault) told.rejected.push({ line: line.line, cells: line.cells, ...underHeader(fault, headed) });
      else if ('row' in read && batch.push({ row: read.row, cells: line.cells }) === BATCH) await flush();
    }
    await flush();
    told.persons = persons.size;
    told.changes = await settleRoster(tx, { number }, { sender, importId: id }, merged, isDry);
    told.unconfirmed = merged.unconfirmed;
    for (const line of await notFollowed(tx, merged))
      told.notFollowed.push({ line, cells: open.get(line)!, ...NOT_FOLLOWED });
    for (const line of merged.nowhere)
      told.notFollowed.push({ line, cells: open.get(line)!, ...NOWHERE, column: headed(NOWHERE.column) });
  }

  /** Academies by id, by code and by name, each folded, French and Arabic; a name that two of those that are open share finds neither. */
  private async academySites(tx: Tx): Promise<Map<string, AcademySite>> {
    const rows = await tx.query<AcademySite & { code: string; names: string[]; closed: boolean }>(sql`
      select id, region, code, array_remove(array[name_fr, name_ar], null) as names, state = 'closed' as closed from academy`);
    const named = (some: typeof rows) =>
      some.flatMap((row) => [...new Set(row.names.map(foldName))].map((name) => ({ name, row })));
    const namesOf = (some: ReturnType<typeof named>) =>
      [...Map.groupBy(some, ({ name }) => name)].flatMap(([name, [only, ...others]]) =>
        others.length === 0 ? [[name, only!.row] as const] : [],
      );
    const open = named(rows.filter(({ closed }) => !closed));
    const taken = new Set(open.map(({ name }) => name));
    const gone = named(rows.filter(({ closed }) => closed)).filter(({ name }) => !taken.has(name));
    return new Map([
      ...namesOf([...open, ...gone]),
      ...rows.map((row) => [foldName(row.code), row] as const),
      ...rows.map((row) => [foldName(row.id), row] as const),
    ]);
  }
}

/** What is wrong with a row, by what the file itself calls its columns. */
const underHeader = ({ also, ...fault }: RowFaults, headed: Headed): RowFaults => ({
  ...{ ...fault, column: headed(fault.column) },
  ...(also && { also: also.map((one) => ({ ...one, column: headed(one.column) })) }),
});

/** Tells what became of each row of a batch; `persons` are those about whom one was accepted. */
function tellRows(
  batch: readonly Read[],
  conflicts: readonly Conflict[],
  told: Tally,
  persons: Set<string>,
  headed: Headed,
): void {
  const refused = Map.groupBy(conflicts, ({ line }) => line);
  for (const { row, cells } of batch) {
    const fault = faultsOf((refused.get(row.line) ?? []).map(faultOf));
    if (fault) told.rejected.push({ line: row.line, cells, ...underHeader(fault, headed) });
    else {
      told.accepted++;
      persons.add(row.matricule);
    }
  }
}

function faultOf({ code, field }: Conflict): RowFault {
  const { column, reason } = FAULTS[code];
  return { code, reason, column: field ?? column };
}

function readLine(
  { line, cells }: SentRow,
  columns: ReadonlyMap<Field, number>,
  { today, days }: { today: string; days: WrittenDays },
  { sites, fallback, sender }: Places,
): Pick<Read, 'row'> | { fault: RowFaults } {
  const placeOf = (site: string | null): AcademySite | undefined => (site ? sites.get(foldName(site)) : fallback);
  const faultOf = (site: string | null): RowFault | undefined => {
    const found = placeOf(site);
    const fault = (code: string, reason: string): RowFault => ({ code, column: 'site', reason });
    if (!site && !found) return fault('TOO_SMALL', 'an academy');
    if (!found) return fault('ACADEMY_UNKNOWN', 'no academy has this code, name or identifier');
    if (!covers(sender, { region: found.region, academy: found.id }))
      return fault('FORBIDDEN_ACADEMY', 'an academy of somebody else');
    if (fallback && found.id !== fallback.id) return fault('SITE_TOLD_OTHERWISE', 'another academy than academyId');
    return undefined;
  };
  const read = readRow(cells, columns, today, days, faultOf);
  if ('fault' in read) return read;
  const { id, region } = placeOf(read.row.site)!;
  return { row: { ...read.row, line, academyId: id, region } };
}
