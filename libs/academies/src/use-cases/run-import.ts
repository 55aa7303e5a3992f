import { Injectable } from '@nestjs/common';
import { systemActor, type Actor } from '@takwin/platform/auth/actor';
import { Refusal } from '@takwin/platform/errors/refusal';
import { Database, type Tx } from '@takwin/platform/postgres/database';
import { covers } from '@takwin/platform/postgres/within';
import sql from 'sql-template-tag';
import { foldName } from '../academy/fold-name.js';
import { CinVault } from '../person/cin.js';
import { readHeader, type Field } from '../roster/konosys-header.js';
import { readRow } from '../roster/konosys-row.js';
import { readLines, type Encoding, type Line } from '@takwin/platform/files/read-lines';
import { FileRefused } from '@takwin/platform/errors/file-refused';
import type { RejectedRow } from '@takwin/platform/files/rejected-file';
import { insertRejectedRows } from '../storage/import-rows.js';
import { mergeRoster, type RosterRow } from '../storage/merge-roster.js';
import { announcePersons, selectPersons } from '../storage/person-rows.js';

const BATCH = 1000;

type Waiting = { actor: Actor; file: Buffer; encoding: Encoding; dry_run: boolean; academy_id: string | null };
type Place = { id: string; region: string };
type Counts = { rows: number; accepted: number; rejected: number; persons: number; changes: number };

/** Undoes a dry run's transaction once everything was tried. */
class DryRun extends Error {}

const system = systemActor('roster-importer');

@Injectable()
export class ImportRun {
  constructor(
    private readonly db: Database,
    private readonly vault: CinVault,
  ) {}

  /**
   * Imports one accepted file in one transaction: all its good rows, or nothing. Any number of workers may be told of the
   * same import: one of them does it, the others find it locked or done.
   */
  async run(id: string): Promise<void> {
    const outcome = { counts: zero(), rejected: [] as RejectedRow[], header: [] as string[] };
    try {
      await this.db.asActor(system, async (tx) => {
        const waiting = await this.claim(tx, id);
        if (!waiting) return;
        await this.importFile(tx, waiting, outcome);
        if (waiting.dry_run) throw new DryRun();
        await this.settle(tx, id, outcome);
      });
    } catch (error) {
      if (error instanceof DryRun) await this.db.asActor(system, (tx) => this.settle(tx, id, outcome));
      else if (error instanceof Refusal) await this.refuse(id, error);
      else throw error;
    }
  }

  /** Imports that were accepted before `before` and are not done: what the sweeper wakes again. */
  waiting(before: Date, limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select id from import where state = 'accepted' and accepted_at < ${before} order by accepted_at limit ${limit}`);
      return rows.map((row) => row.id);
    });
  }

  private claim(tx: Tx, id: string): Promise<Waiting | undefined> {
    return tx.one<Waiting>(sql`
      select actor, file, encoding, dry_run, academy_id from import
      where id = ${id} and state = 'accepted' for update skip locked`);
  }

  private async importFile(
    tx: Tx,
    { actor, file, encoding, academy_id }: Waiting,
    outcome: { counts: Counts; rejected: RejectedRow[]; header: string[] },
  ): Promise<void> {
    const lines = readLines(file, encoding);
    const first = await lines.next();
    if (first.done) throw new FileRefused('FILE_IS_EMPTY', 'no header in the first line');
    outcome.header = first.value.cells;
    const columns = readHeader(outcome.header);
    if (!columns.has('site') && !academy_id)
      throw new FileRefused('SITE_MISSING', 'the file has no Site column: say academyId');
    const places = await this.places(tx);
    const fallback = academy_id ? places.get(academy_id) : undefined;
    if (academy_id && !fallback) throw new FileRefused('ACADEMY_UNKNOWN', 'no academy has this academyId');
    const today = tx.at.toISOString().slice(0, 10);
    const persons = new Set<string>();
    let batch: { row: RosterRow; cells: string[] }[] = [];
    const flush = async (): Promise<void> => {
      await this.merge(tx, batch, outcome, persons);
      batch = [];
    };
    for await (const line of lines) {
      outcome.counts.rows++;
      const read = place(line, columns, today, places, fallback, actor);
      if ('fault' in read) reject(outcome, { line: line.line, cells: line.cells, ...read.fault });
      else if (batch.push({ row: read.row, cells: line.cells }) === BATCH) await flush();
    }
    await flush();
    if (outcome.counts.rows === 0) throw new FileRefused('FILE_HAS_NO_ROWS', 'a header and nothing under it');
    outcome.counts.persons = persons.size;
  }

  private async merge(
    tx: Tx,
    batch: readonly { row: RosterRow; cells: string[] }[],
    outcome: { counts: Counts; rejected: RejectedRow[] },
    persons: Set<string>,
  ): Promise<void> {
    if (batch.length === 0) return;
    const { conflicts, created, changed } = await mergeRoster(
      tx,
      batch.map(({ row }) => row),
      this.vault,
    );
    const refused = new Map(conflicts.map(({ line, code }) => [line, code]));
    for (const { row, cells } of batch) {
      const code = refused.get(row.line);
      if (!code) {
        outcome.counts.accepted++;
        persons.add(row.matricule);
        continue;
      }
      const column = code === 'CONFLICTING_IDENTITY' ? 'matricule' : 'cin';
      reject(outcome, { line: row.line, cells, code, column, reason: 'contradicts what is known of this person' });
    }
    outcome.counts.changes += created.length + changed.length;
    await announcePersons(tx, 'PersonRegistered', await selectPersons(tx, sql`p.id = any(${created}::uuid[])`));
    await announcePersons(tx, 'PersonChanged', await selectPersons(tx, sql`p.id = any(${changed}::uuid[])`));
  }

  /** Academies by id, by code and by folded name; a name that two academies share finds neither. */
  private async places(tx: Tx): Promise<Map<string, Place>> {
    const rows = await tx.query<Place & { code: string; name: string }>(
      sql`select id, region, code, name_fr as name from academy where state <> 'closed'`,
    );
    const byName = Map.groupBy(rows, ({ name }) => foldName(name));
    const unique = [...byName].filter(([, found]) => found.length === 1);
    return new Map([
      ...unique.map(([name, [only]]) => [name, only!] as const),
      ...rows.map((row) => [foldName(row.code), row] as const),
      ...rows.map((row) => [row.id, row] as const),
    ]);
  }

  private async settle(tx: Tx, id: string, outcome: { counts: Counts; rejected: RejectedRow[]; header: string[] }) {
    const { rows, accepted, rejected, persons, changes } = outcome.counts;
    await insertRejectedRows(tx, id, outcome.rejected);
    await tx.query(sql`
      update import set state = 'done', header = ${outcome.header}, rows = ${rows}, accepted = ${accepted},
        rejected = ${rejected}, persons = ${persons}, changes = ${changes}, file = ''::bytea
      where id = ${id} and state = 'accepted'`);
  }

  private async refuse(id: string, { code, detail }: Refusal): Promise<void> {
    await this.db.asActor(system, (tx) =>
      tx.query(sql`
        update import set state = 'refused', code = ${code}, detail = ${detail ?? null}, file = ''::bytea
        where id = ${id} and state = 'accepted'`),
    );
  }
}

const zero = (): Counts => ({ rows: 0, accepted: 0, rejected: 0, persons: 0, changes: 0 });

function reject(outcome: { counts: Counts; rejected: RejectedRow[] }, row: RejectedRow): void {
  outcome.counts.rejected++;
  outcome.rejected.push(row);
}

function place(
  { line, cells }: Line,
  columns: ReadonlyMap<Field, number>,
  today: string,
  places: ReadonlyMap<string, Place>,
  fallback: Place | undefined,
  actor: Actor,
): { row: RosterRow } | { fault: Omit<RejectedRow, 'line' | 'cells'> } {
  const read = readRow(cells, columns, today);
  if ('fault' in read) return read;
  const { site } = read.row;
  const found = site ? places.get(foldName(site)) : fallback;
  if (!found) return { fault: { code: 'ACADEMY_UNKNOWN', column: 'site', reason: 'no academy has this code or name' } };
  if (!covers(actor, { region: found.region, academy: found.id }))
    return { fault: { code: 'FORBIDDEN_ACADEMY', column: 'site', reason: 'an academy of somebody else' } };
  return { row: { ...read.row, line, academyId: found.id, region: found.region } };
}
