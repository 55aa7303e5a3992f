import { Injectable } from '@nestjs/common';
import { type AcceptedFile, faultsOfRow, type Tally } from '@takwin/platform/imports';
import { Queues } from '@takwin/platform/jobs';
import { Database, type Tx } from '@takwin/platform/postgres';
import { Vault } from '@takwin/platform/vault';
import sql from 'sql-template-tag';
import { resultColumns, resultOf, type ResultRow } from './results-file.js';
import { contradicted, registrationsOf, type Claimed, type Named } from './named-registrations.rows.js';
import { RESULT_IMPORT_QUEUE, resultImports } from './result-imports.rows.js';
import { writeResults, type NewResult } from './write-results.js';
import { OFFER_QUEUE } from '../booking/fill-offered-seats.js';
import { writeCatalogue } from '../exams/write-catalogue.js';
import { CREDENTIAL_QUEUE } from '../credentials/issue-credentials.js';

export { RESULT_IMPORT_QUEUE };

const BATCH = 1_000;

type Read = { row: ResultRow; line: number; cells: string[] };

/** What is to be done once the file is taken in, and of whom it speaks. */
type Effects = { credentials: string[]; registrations: Set<string>; offering: string[] };
const nothing = (): Effects => ({ credentials: [], registrations: new Set(), offering: [] });

@Injectable()
export class RunResultImportHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
    private readonly vault: Vault,
  ) {}

  /** Imports one accepted file, as who sent it: see `FileImports.run`. */
  async run(id: string): Promise<void> {
    let effects = nothing();
    const isTaken = await resultImports(this.db, this.vault).run(id, async (tx, file, told) => {
      effects = nothing();
      if (await isCatalogue(tx, id)) effects.offering = await writeCatalogue(tx, file, told);
      else await importFile(tx, file, told, effects, `import ${id}`);
    });
    if (isTaken && effects.credentials.length > 0)
      await this.queues.wake(CREDENTIAL_QUEUE, { ids: effects.credentials });
    if (isTaken && effects.offering.length > 0) await this.queues.wake(OFFER_QUEUE, { ids: effects.offering });
  }

  /** See `FileImports.waiting`. */
  waiting(before: Date, limit: number): Promise<string[]> {
    return resultImports(this.db, this.vault).waiting(before, limit);
  }

  /** See `FileImports.giveUp`. */
  giveUp(id: string): Promise<void> {
    return resultImports(this.db, this.vault).giveUp(id);
  }
}

const isCatalogue = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.one(sql`select from result_import where id = ${id} and kind = 'exam-catalogue'`)) !== undefined;

async function importFile(
  tx: Tx,
  { header, lines, days }: AcceptedFile,
  told: Tally,
  effects: Effects,
  source: string,
): Promise<void> {
  const columns = resultColumns(header);
  let batch: Read[] = [];
  const flush = async (): Promise<void> => {
    await take(tx, batch, told, effects, source);
    batch = [];
  };
  for await (const read of lines) {
    const { line, cells } = read;
    const row = resultOf(cells, columns, tx.at, days);
    const fault = faultsOfRow(read, 'fault' in row ? row.fault : undefined, columns);
    if (fault) told.rejected.push({ line, cells, ...fault });
    else if (!('fault' in row) && batch.push({ row, line, cells }) === BATCH) await flush();
  }
  await flush();
  const persons = await tx.one<{ count: number }>(sql`
    select count(distinct person_id)::int as count from registration
    where id = any(${[...effects.registrations]}::uuid[])`);
  told.persons = persons!.count;
}

async function take(tx: Tx, batch: readonly Read[], told: Tally, effects: Effects, source: string): Promise<void> {
  if (batch.length === 0) return;
  const named = batch.filter(({ row }) => row.registrationId === undefined);
  const found = await registrationsOf(
    tx,
    named.map(({ row }) => row as Named),
  );
  const meant = new Map(named.map((one, place) => [one, found.get(place)]));
  const claimed = batch.filter(({ row }) => row.registrationId !== undefined && (row.matricule ?? row.examCode));
  const wrong = await contradicted(
    tx,
    claimed.map(({ row }) => row as Claimed),
  );
  const contradictory = new Set(claimed.filter((_, place) => wrong.has(place)));
  const results: (NewResult & { read: Read })[] = [];
  for (const read of batch) {
    const registrationId = read.row.registrationId ?? meant.get(read);
    if (contradictory.has(read)) reject(told, read, 'ROW_CONTRADICTS_ITSELF');
    else if (registrationId)
      results.push({ registrationId, startedAt: read.row.startedAt, score: read.row.score, read });
    else reject(told, read, 'REGISTRATION_UNKNOWN');
  }
  const plain = results.map(({ read: _, ...result }) => result);
  const { outcomes, credentials } = await writeResults(tx, plain, source);
  for (const [index, { outcome, code, registrationId }] of outcomes.entries()) {
    if (outcome === 'held') {
      told.held++;
      continue;
    }
    if (code) {
      reject(told, results[index]!.read, code);
      continue;
    }
    told.accepted++;
    effects.registrations.add(registrationId);
    if (outcome !== 'known') told.changes++;
  }
  effects.credentials.push(...credentials);
}

const REASONS: Record<string, string> = {
  ROW_CONTRADICTS_ITSELF: 'the registration is of another person or exam than the row says',
  REGISTRATION_UNKNOWN: 'no registration that the sender may know of',
  RESULT_CONFLICT: 'another score or start is recorded: correct it where this one is right',
  RESULT_REJECTED: 'this result was decided about, and rejected',
};

const reject = (told: Tally, { line, cells }: Read, code: string): void =>
  void told.rejected.push({ line, cells, code, column: null, reason: REASONS[code] ?? code });
