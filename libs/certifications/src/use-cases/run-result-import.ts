import { Injectable } from '@nestjs/common';
import { systemActor, type Actor } from '@takwin/platform/auth/actor';
import { FileRefused } from '@takwin/platform/errors/file-refused';
import { Refusal } from '@takwin/platform/errors/refusal';
import { readLines, type Encoding } from '@takwin/platform/files/read-lines';
import type { RejectedRow } from '@takwin/platform/files/rejected-file';
import { Queues } from '@takwin/platform/jobs/queues';
import { Database, type Tx } from '@takwin/platform/postgres/database';
import sql from 'sql-template-tag';
import { resultColumns, resultOf, type ResultRow } from '../result/results-file.js';
import { insertRejectedRows, registrationsOf, type Named } from '../storage/result-import-rows.js';
import { writeResults, type NewResult } from '../storage/write-results.js';
import { CREDENTIAL_QUEUE } from './issue-credentials.js';

const BATCH = 1_000;

type Waiting = { actor: Actor; file: Buffer; encoding: Encoding; dry_run: boolean };
type Read = { row: ResultRow; line: number; cells: string[] };
type Tally = {
  rows: number;
  accepted: number;
  changes: number;
  registrations: Set<string>;
  rejected: RejectedRow[];
  header: string[];
  credentials: string[];
};

/** Undoes a dry run's transaction once everything was tried. */
class DryRun extends Error {}

const system = systemActor('exam-scheduler');
const tally = (): Tally => ({
  rows: 0,
  accepted: 0,
  changes: 0,
  registrations: new Set(),
  rejected: [],
  header: [],
  credentials: [],
});

@Injectable()
export class ResultImportRun {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /** Imports one accepted file in one transaction, as who sent it: all its good rows, or nothing. Who comes second finds it done. */
  async run(id: string): Promise<void> {
    const waiting = await this.db.readAs(system, (tx) =>
      tx.one<{ actor: Actor }>(sql`select actor from result_import where id = ${id} and state = 'accepted'`),
    );
    if (!waiting) return;
    let told = tally();
    try {
      await this.db.asActor(waiting.actor, async (tx) => {
        told = tally();
        const claimed = await this.claim(tx, id);
        if (!claimed) return;
        await this.importFile(tx, id, claimed, told);
        if (claimed.dry_run) throw new DryRun();
        await settle(tx, id, told);
      });
    } catch (error) {
      if (error instanceof DryRun) await this.db.asActor(system, (tx) => settle(tx, id, told));
      else if (error instanceof Refusal) await this.refuse(id, error);
      else throw error;
      return;
    }
    if (told.credentials.length > 0) await this.queues.wake(CREDENTIAL_QUEUE, { ids: told.credentials });
  }

  /** Imports that were accepted before `before` and are not done: what the sweeper wakes again. */
  waiting(before: Date, limit: number): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select id from result_import where state = 'accepted' and accepted_at < ${before}
        order by accepted_at limit ${limit}`);
      return rows.map((row) => row.id);
    });
  }

  private claim(tx: Tx, id: string): Promise<Waiting | undefined> {
    return tx.one<Waiting>(sql`
      select actor, file, encoding, dry_run from result_import
      where id = ${id} and state = 'accepted' for update skip locked`);
  }

  private async importFile(tx: Tx, id: string, { file, encoding }: Waiting, told: Tally): Promise<void> {
    const lines = readLines(file, encoding);
    const first = await lines.next();
    if (first.done) throw new FileRefused('FILE_IS_EMPTY', 'no header in the first line');
    told.header = first.value.cells;
    const columns = resultColumns(told.header);
    let batch: Read[] = [];
    for await (const { line, cells } of lines) {
      told.rows++;
      const row = resultOf(cells, columns, tx.at);
      if ('fault' in row) told.rejected.push({ line, cells, ...row.fault });
      else if (batch.push({ row, line, cells }) === BATCH) {
        await take(tx, batch, told, `import ${id}`);
        batch = [];
      }
    }
    await take(tx, batch, told, `import ${id}`);
    if (told.rows === 0) throw new FileRefused('FILE_HAS_NO_ROWS', 'a header and nothing under it');
  }

  private async refuse(id: string, { code, detail }: Refusal): Promise<void> {
    await this.db.asActor(system, (tx) =>
      tx.query(sql`
        update result_import set state = 'refused', code = ${code}, detail = ${detail ?? null}, file = ''::bytea
        where id = ${id} and state = 'accepted'`),
    );
  }
}

async function take(tx: Tx, batch: readonly Read[], told: Tally, source: string): Promise<void> {
  if (batch.length === 0) return;
  const named = batch.filter(({ row }) => row.registrationId === undefined);
  const found = await registrationsOf(
    tx,
    named.map(({ row }) => row as Named),
  );
  const meant = new Map(named.map((one, place) => [one, found.get(place)]));
  const results: (NewResult & { read: Read })[] = [];
  for (const read of batch) {
    const registrationId = read.row.registrationId ?? meant.get(read);
    if (registrationId) results.push({ registrationId, startedAt: read.row.startedAt, score: read.row.score, read });
    else reject(told, read, 'REGISTRATION_UNKNOWN');
  }
  const plain = results.map(({ read: _, ...result }) => result);
  const { outcomes, credentials } = await writeResults(tx, plain, source);
  for (const [index, { outcome, code, registrationId }] of outcomes.entries()) {
    if (code) {
      reject(told, results[index]!.read, code);
      continue;
    }
    told.accepted++;
    told.registrations.add(registrationId);
    if (outcome !== 'known') told.changes++;
  }
  told.credentials.push(...credentials);
}

const REASONS: Record<string, string> = {
  REGISTRATION_UNKNOWN: 'no registration that the sender may know of',
  REGISTRATION_NOT_BOOKED: 'the registration has no seat',
  NEVER_SAT: 'the candidate was absent',
  RESULT_CONFLICT: 'another score is recorded: correct it where this one is right',
};

const reject = (told: Tally, { line, cells }: Read, code: string): void =>
  void told.rejected.push({ line, cells, code, column: null, reason: REASONS[code] ?? code });

async function settle(tx: Tx, id: string, { rows, accepted, changes, registrations, rejected, header }: Tally) {
  await insertRejectedRows(tx, id, rejected);
  const [{ count }] = (await tx.query<{ count: number }>(sql`
    select count(distinct person_id)::int as count from registration where id = any(${[...registrations]}::uuid[])`)) as [
    { count: number },
  ];
  await tx.query(sql`
    update result_import set state = 'done', header = ${header}, rows = ${rows}, accepted = ${accepted},
      rejected = ${rejected.length}, persons = ${count}, changes = ${changes}, file = ''::bytea
    where id = ${id} and state = 'accepted'`);
}
