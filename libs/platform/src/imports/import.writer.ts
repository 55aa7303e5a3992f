import { randomUUID } from 'node:crypto';
import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { Refusal } from '../errors/refusal.js';
import type { Encoding } from '../files/encoding.js';
import { storeFile, type StoredFile } from '../files/store-file.js';
import { inChunks } from '../jobs/wake.js';
import type { Tx } from '../postgres/database.js';
import { importLife as life } from './import.life.js';
import type { Envelope, Vault } from '../vault/vault.js';
import type { Reached } from './progress.js';
import type { RejectedRow } from './rejected-file.js';
import { aboutOf, aboutRow, type Told } from './sealed-import.js';
import type { RetentionStep } from '../retention/retention-run.js';
import { keysInUse } from '../vault/keys-in-use.js';
import type { Tally } from './tally.js';

/** What is said of a file before it is read; `own` are the columns of the table that only this service has. */
export type Accepting = { dryRun: boolean; encoding?: Encoding | undefined; own?: { columns: Sql; values: Sql } };

/** A file that is stored and not yet written down; `dataKey` is the key that it is sealed under, sealed. */
export type SealedFile = StoredFile & { id: string; dataKey: Buffer };

/** Rejected rows that are written, or sealed, in one statement. */
const AT_ONCE = 1000;

/**
 * All that writes a service's table of files, and what was wrong with their rows in the one called so and `_rejected_row`. What a file
 * says is kept sealed under a key of its own: the file, the cells of rejected rows, and why it was refused, which may name cells.
 */
export class ImportWriter {
  readonly #table: Sql;
  readonly #rejected: Sql;
  readonly #progress: Sql;

  constructor(
    private readonly options: { table: string; holds?: boolean; confirms?: boolean; follows?: boolean },
    private readonly vault: Vault,
  ) {
    const { table } = options;
    this.#table = raw(table);
    this.#rejected = raw(`${table}_rejected_row`);
    this.#progress = raw(`${table}_progress`);
  }

  /** Stores a file sealed, as it streams: see `storeFile`. */
  async store(file: AsyncIterable<Uint8Array>, encoding?: Encoding): Promise<SealedFile> {
    const id = randomUUID();
    const { dataKey, envelope } = this.vault.newEnvelope(aboutOf(this.options.table, id));
    return { id, dataKey, ...(await storeFile(file, encoding, envelope.sealing())) };
  }

  /** Keeps a file to be worked, as whom the actor is, whatever the request was: its id. */
  async accept(tx: Tx, file: SealedFile, { dryRun, own }: Accepting): Promise<string> {
    const { id, dataKey, kept, encoding, because } = file;
    const { keyed: _, left: __, ...sender } = tx.actor;
    await tx.query(sql`
      insert into ${this.#table}(id, dry_run, actor, file, sealed_file, data_key, encoding, encoding_because, accepted_at, created_by
        ${own ? sql`, ${own.columns}` : empty})
      values (${id}, ${dryRun}, ${JSON.stringify(sender)}, ''::bytea, ${kept}, ${dataKey}, ${encoding}, ${because}, ${tx.at}, ${sender.subject}
        ${own ? sql`, ${own.values}` : empty})`);
    return id;
  }

  /** Says how far a file at work is, of which nothing is taken back where it is begun anew; whether it is to be cancelled. */
  async reach(tx: Tx, id: string, { rows, accepted, rejected }: Reached): Promise<boolean> {
    const row = await tx.one<{ isCancelled: boolean }>(sql`
      insert into ${this.#progress} as p(import_id, rows, accepted, rejected) values (${id}, ${rows}, ${accepted}, ${rejected})
      on conflict (import_id) do update set rows = greatest(p.rows, excluded.rows),
        accepted = greatest(p.accepted, excluded.accepted), rejected = greatest(p.rejected, excluded.rejected)
      returning p.cancelled_by is not null as "isCancelled"`);
    return row!.isCancelled;
  }

  /** Whether somebody has asked for a file at work to be cancelled. */
  async isToBeCancelled(tx: Tx, id: string): Promise<boolean> {
    return (
      (await tx.one(sql`select from ${this.#progress} where import_id = ${id} and cancelled_by is not null`)) !==
      undefined
    );
  }

  forgetProgress(tx: Tx, id: string): Promise<unknown> {
    return tx.query(sql`delete from ${this.#progress} where import_id = ${id}`);
  }

  /**
   * Cancels a file that waits, at once; of one that a worker holds it is noted, and the worker does it unless the file is done first. False of
   * one that has ended.
   */
  async askToCancel(tx: Tx, id: string): Promise<boolean> {
    if (await this.cancel(tx, id)) return true;
    const noted = await tx.query(sql`
      insert into ${this.#progress} as p(import_id, rows, accepted, rejected, cancelled_by)
      select id, 0, 0, 0, ${tx.actor.subject} from ${this.#table} where id = ${id} and state = any(${life.from('cancel')})
      on conflict (import_id) do update set cancelled_by = coalesce(p.cancelled_by, excluded.cancelled_by) returning true`);
    return noted.length > 0;
  }

  /** Cancels a file that no other transaction holds, as who asked for it, else by the actor; whether it was there to be. */
  async cancel(tx: Tx, id: string): Promise<boolean> {
    const held = await tx.one(sql`
      select from ${this.#table} where id = ${id} and state = any(${life.from('cancel')}) for no key update skip locked`);
    if (!held) return false;
    const envelope = await this.#envelope(tx, id);
    await tx.query(sql`
      update ${this.#table} i set state = 'cancelled', ${this.#told(envelope, {})},
        cancelled_by = coalesce((select p.cancelled_by from ${this.#progress} p where p.import_id = i.id), ${tx.actor.subject})
      where id = ${id} and state = any(${life.from('cancel')})`);
    await this.forgetProgress(tx, id);
    return true;
  }

  /** Says what became of a file's rows; one that is done already stays as it is. */
  async finish(tx: Tx, id: string, told: Tally): Promise<void> {
    const { rows, accepted, held, persons, unconfirmed, changes, header, files, rejected, notFollowed } = told;
    await this.forgetProgress(tx, id);
    const envelope = await this.#envelope(tx, id);
    const [first = [], ...others] = inChunks([...rejected, ...notFollowed], AT_ONCE);
    const kept = await tx.query(sql`
      with finished as (
        update ${this.#table} set state = 'done', header = ${header}, ${this.#told(envelope, { files })}, rows = ${rows}, accepted = ${accepted},
          rejected = ${rejected.length}, ${this.options.holds ? sql`held = ${held},` : empty}
          ${this.options.confirms ? sql`unconfirmed = ${unconfirmed},` : empty}
          ${this.options.follows ? sql`not_followed = ${notFollowed.length},` : empty} persons = ${persons}, changes = ${changes}
        where id = ${id} and state = any(${life.from('finish')}) returning id
      )
      ${this.#reject(sql`finished`, envelope, first)} returning true`);
    if (kept.length === 0) return;
    for (const some of others) await tx.query(this.#reject(sql`(select ${id}::uuid as id) f`, envelope, some));
  }

  /** Refuses a file whole. */
  async refuse(tx: Tx, id: string, { code, detail, extra }: Refusal): Promise<void> {
    await this.forgetProgress(tx, id);
    const envelope = await this.#envelope(tx, id);
    await tx.query(sql`
      update ${this.#table} set state = 'refused', code = ${code}, ${this.#told(envelope, { detail, about: extra })}
      where id = ${id} and state = any(${life.from('refuse')})`);
  }

  // What the release before reads of it is empty; that the file is gone tells its trigger that this release wrote.
  #told = (envelope: Envelope, told: Told): Sql => sql`
    told = ${envelope.seal(JSON.stringify(told), 'told')}, file = ''::bytea, sealed_file = null, files = null, detail = null, about = null`;

  #reject(of: Sql, envelope: Envelope, rejected: readonly RejectedRow[]): Sql {
    const rows = rejected.map(({ cells, ...row }) => ({
      ...row,
      sealed: envelope.seal(JSON.stringify(cells), aboutRow(row.line)).toString('base64'),
    }));
    return sql`
      insert into ${this.#rejected}(import_id, line, code, column_name, reason, also, cells, sealed)
      select id, line, code, "column", reason, also, '{}', decode(sealed, 'base64')
      from ${of}, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(line int, code text, "column" text, reason text, also jsonb, sealed text)`;
  }

  /** The envelope of a file; one of the release before has none yet, and is held while it is given one. */
  async #envelope(tx: Tx, id: string): Promise<Envelope> {
    const about = aboutOf(this.options.table, id);
    const keyed = sql`select data_key as "dataKey" from ${this.#table} where id = ${id}`;
    type Keyed = { dataKey: Buffer | null };
    const held = await tx.one<Keyed>(keyed);
    const known = held?.dataKey ?? (await tx.one<Keyed>(sql`${keyed} for no key update`))?.dataKey;
    if (known) return this.vault.envelope(known, about);
    const { dataKey, envelope } = this.vault.newEnvelope(about);
    await tx.query(sql`update ${this.#table} set data_key = ${dataKey} where id = ${id}`);
    return envelope;
  }

  /**
   * Seals what stands in clear since the release before wrote it, or was sealed with another key than that of today: so many files at
   * most, or the rejected rows of one. How much of it there was; 0 once all is sealed that nobody holds.
   */
  async sealSome(tx: Tx, limit: number): Promise<number> {
    return (await this.#sealFiles(tx, limit)) || (await this.#sealRows(tx)) || (await this.#sealKeysAnew(tx, limit));
  }

  async #sealFiles(tx: Tx, limit: number): Promise<number> {
    const some = await tx.query<Told & { id: string; file: Buffer; state: string }>(sql`
      select id, state, file, files, detail, about from ${this.#table} where ${IN_CLEAR} limit ${limit} for no key update skip locked`);
    for (const { id, state, file, files, detail, about } of some) {
      const envelope = await this.#envelope(tx, id);
      const pieces = await envelope.sealing().end(file).toArray();
      const told = sql`${this.#told(envelope, { files, detail, about })}`;
      const isWaiting = state === 'accepted';
      await tx.query(sql`
        update ${this.#table} set ${isWaiting ? sql`file = ''::bytea, sealed_file = ${Buffer.concat(pieces as Buffer[])}` : told}
        where id = ${id}`);
    }
    return some.length;
  }

  async #sealRows(tx: Tx): Promise<number> {
    const rows = await tx.query<{ importId: string; line: number; cells: string[] }>(sql`
      select import_id as "importId", line, cells from ${this.#rejected}
      where cells <> '{}' order by import_id, line limit ${AT_ONCE} for no key update skip locked`);
    for (const [id, some] of Map.groupBy(rows, ({ importId }) => importId)) {
      const envelope = await this.#envelope(tx, id);
      const sealed = some.map(({ line, cells }) => envelope.seal(JSON.stringify(cells), aboutRow(line)));
      await tx.query(sql`
        update ${this.#rejected} r set cells = '{}', sealed = s.sealed
        from unnest(${some.map(({ line }) => line)}::int[], ${sealed}::bytea[]) s(line, sealed)
        where r.import_id = ${id} and r.line = s.line`);
    }
    return rows.length;
  }

  async #sealKeysAnew(tx: Tx, limit: number): Promise<number> {
    const others = await this.othersThan(tx, [this.vault.current]);
    if (others.length === 0) return 0;
    const some = await tx.query<{ id: string; dataKey: Buffer }>(sql`
      select id, data_key as "dataKey" from ${this.#table} where get_byte(data_key, 0) = any(${others}::int[])
      limit ${limit} for no key update skip locked`);
    for (const { id, dataKey } of some)
      await tx.query(
        sql`update ${this.#table} set data_key = ${this.vault.anew(dataKey, aboutOf(this.options.table, id))} where id = ${id}`,
      );
    return some.length;
  }

  /** How much is left for `sealSome`. */
  async unsealed(tx: Tx): Promise<number> {
    const others = await this.othersThan(tx, [this.vault.current]);
    const left = await tx.one<{ count: number }>(sql`
      select (select count(*)::int from ${this.#table} where ${IN_CLEAR})
        + (select count(*)::int from ${this.#table} where get_byte(data_key, 0) = any(${others}::int[]))
        + (select count(*)::int from ${this.#rejected} where cells <> '{}') as count`);
    return left!.count;
  }

  /** The numbers of keys, other than these, that something is sealed with. */
  async othersThan(tx: Tx, numbers: readonly number[]): Promise<number[]> {
    return keysInUse(tx, sql`select from ${this.#table} where get_byte(data_key, 0) = n`, numbers);
  }
}

/** Removes the rejected rows of a table of files whose cells `isOf` says are of somebody; the figures of the files stay. */
export async function forgetRejected(
  tx: Tx,
  vault: Vault,
  table: string,
  isOf: (cells: readonly string[]) => boolean,
): Promise<void> {
  const [files, rejected] = [raw(table), raw(`${table}_rejected_row`)];
  const keyed = await tx.query<{ id: string; dataKey: Buffer }>(sql`
    select id, data_key as "dataKey" from ${files} i where data_key is not null and exists (select from ${rejected} where import_id = i.id)`);
  for (const { id, dataKey } of keyed) {
    const envelope = vault.envelope(dataKey, aboutOf(table, id));
    const rows = await tx.query<{ line: number; sealed: Buffer }>(sql`
      select line, sealed from ${rejected} where import_id = ${id} and sealed is not null`);
    const theirs = rows.filter(({ line, sealed }) =>
      isOf(JSON.parse(envelope.open(sealed, aboutRow(line))) as string[]),
    );
    await tx.query(
      sql`delete from ${rejected} where import_id = ${id} and line = any(${theirs.map(({ line }) => line)}::int[])`,
    );
  }
}

/** What the release before wrote of a file. */
const IN_CLEAR = sql`(octet_length(file) > 0 or about is not null or files is not null)`;

/** Forgets what files said that are no longer kept, and their rejected rows; their figures stay. */
export const uploadedFilesStep = (name: string): RetentionStep => ({
  kind: 'uploaded-files',
  remove: async (tx, until, limit) => {
    const [table, rejected] = [raw(name), raw(`${name}_rejected_row`)];
    const rows = await tx.query(sql`
      delete from ${rejected} r using (
        select x.import_id, x.line from ${rejected} x join ${table} i on i.id = x.import_id
        where i.accepted_at < ${until} limit ${limit} for update of x skip locked) gone
      where r.import_id = gone.import_id and r.line = gone.line returning true`);
    if (rows.length === limit) return limit;
    const files = await tx.query(sql`
      update ${table} set told = null, data_key = null, header = null, files = null, detail = null, about = null
      where id in (
        select id from ${table} where accepted_at < ${until} and state <> 'accepted'
          and (data_key is not null or header is not null or files is not null or about is not null)
        limit ${limit - rows.length} for update skip locked) returning true`);
    return rows.length + files.length;
  },
});
