import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { systemActor, type Actor } from '../auth/actor.js';
import { ConfigError } from '../config/env.js';
import { FileRefused } from '../errors/file-refused.js';
import { NotFound, Refusal } from '../errors/refusal.js';
import type { RowFault, RowFaults } from '../errors/row-fault.js';
import type { Language } from '../errors/language.js';
import type { Words } from '../errors/words.js';
import type { Judged } from '../files/encoding.js';
import { MonthComesFirst, WrittenDays } from '../schema/written-days.js';
import type { Queues } from '../jobs/queues.js';
import { counting } from '../postgres/counting.js';
import type { Database, Tx } from '../postgres/database.js';
import { askingAlso } from '../postgres/keep-once.js';
import { type Page, pagesFor } from '../schema/page.js';
import type { Paging } from '../schema/schema.js';
import type { Envelope, Vault } from '../vault/vault.js';
import type { ImportState, ImportView } from './import-view.js';
import { type Accepting, ImportWriter } from './import.writer.js';
import { Cancelled, Progress } from './progress.js';
import { readRows, type SentRow } from './read-rows.js';
import { rejectedFile, type RejectedRow } from './rejected-file.js';
import { aboutOf, aboutRow, type Told } from './sealed-import.js';
import { Tally } from './tally.js';

export type FileImportsOptions = {
  /** The table of files; what was wrong with their rows lies in the one called so and `_rejected_row`. */
  table: string;
  queue: string;
  /** What the files hold: a text, or the column that says it. */
  kind: Sql;
  /** The process that works them. */
  worker: string;
  /** Whether rows are taken in as whoever sent the file, and within their scope; else as the worker. */
  asSender?: boolean;
  /** Whether persons of a file may wait to be confirmed: the table counts them, then. */
  confirms?: boolean;
  /** Whether rows may be accepted and not followed: the table counts them, then. */
  follows?: boolean;
  /** Whether rows may be held for somebody to decide: the table counts them, then. */
  holds?: boolean;
  /** Which files `i` are shown to an actor who did not send them, without their rejected rows. */
  alsoShown?: (actor: Actor) => Sql;
};

/** A file at work. `rows` counts as its lines are read, header aside; `days` is to be asked of each day before it is read. */
export type AcceptedFile = {
  sender: Actor;
  header: readonly string[];
  lines: AsyncIterable<SentRow>;
  days: WrittenDays;
};
type Take = (tx: Tx, file: AcceptedFile, told: Tally) => Promise<void>;

/** In whose words it is told why a file, or a row of one, was refused. */
export type Reader = { words: Words; language: Language };

type Listed = Paging & { kind: ImportView['kind']; state?: ImportState };

const Place = z.tuple([z.iso.datetime(), z.uuid()]);

type Row = Omit<ImportView, 'acceptedAt'> & { acceptedAt: Date } & Sealed;
type Stored = { sender: Actor; file: Buffer; dryRun: boolean } & Judged;

/** What is told of a file: sealed, or in clear since the release before wrote it. */
type Sealed = Told & { told: Buffer | null; dataKey: Buffer | null };

/** Undoes a dry run's transaction once everything was tried. */
class DryRun extends Error {}

/**
 * Files that a service takes in: accepted as they stream, then worked once, in one transaction: all good rows, or nothing. Each
 * bad row keeps its reason; a dry run tells all of it and changes nothing.
 */
export class FileImports {
  readonly #table: Sql;
  readonly #rejected: Sql;
  readonly #progress: Sql;
  readonly #writer: ImportWriter;
  readonly #worker: Actor;

  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly options: FileImportsOptions,
  ) {
    this.#table = raw(options.table);
    this.#rejected = raw(`${options.table}_rejected_row`);
    this.#progress = raw(`${options.table}_progress`);
    this.#writer = new ImportWriter(options, vault);
    this.#worker = systemActor(options.worker);
  }

  /** Stores a file sealed, and wakes the worker. Refuses FILE_IS_EMPTY and what `storeFile` does; all else is told by the import's state. */
  async accept(actor: Actor, file: AsyncIterable<Uint8Array>, about: Accepting, queues: Queues): Promise<ImportView> {
    const stored = await this.#writer.store(file, about.encoding);
    if (stored.bytes === 0) throw new FileRefused('FILE_IS_EMPTY', 'the body holds no file');
    const accepted = await this.db.asActor(askingAlso(actor, stored.sha256), async (tx) => {
      const id = await this.#writer.accept(tx, stored, about);
      return (await this.#select(tx, sql`i.id = ${id}`))[0]!;
    });
    if (accepted.state === 'accepted') await queues.wake(this.options.queue, { ids: [accepted.id] });
    return accepted;
  }

  /** Files of a kind, the newest first, a page at a time: those that `one` shows. `operation` is the query that asks. */
  list(actor: Actor, operation: z.ZodType, asked: Listed, reader: Reader): Promise<Page<ImportView>> {
    const { kind, state } = asked;
    const whose = { ...asked, sender: seesAll(actor) ? undefined : actor.subject };
    const { last, limit, page } = pagesFor(operation, actor, whose, Place, (one: ImportView) => [
      one.acceptedAt,
      one.id,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const where = [this.#shown(actor), sql`${this.options.kind} = ${kind}`];
      if (state) where.push(sql`i.state = ${state}`);
      const total = counting(this.db, actor, sql`${this.#table} i where ${join(where, ' and ')}`);
      if (last) where.push(sql`(i.accepted_at, i.id) < (${last[0]}::timestamptz, ${last[1]}::uuid)`);
      const newest = sql`order by i.accepted_at desc, i.id desc limit ${limit}`;
      return page(await this.#select(tx, join(where, ' and '), newest, reader), total);
    });
  }

  /** Refuses NOT_FOUND. */
  async one(actor: Actor, id: string, reader?: Reader): Promise<ImportView> {
    return this.#one(actor, sql`i.id = ${id} and ${this.#shown(actor)}`, reader);
  }

  async #one(actor: Actor, which: Sql, reader?: Reader): Promise<ImportView> {
    const [found] = await this.db.readAs(actor, (tx) => this.#select(tx, which, empty, reader));
    if (!found) throw new NotFound('import');
    return found;
  }

  /**
   * Takes a file back before it is done, of the actor's own or as the programme: one that waits at once, one at work as soon as its worker
   * has seen it, unless it is done first. Refuses NOT_FOUND, and IMPORT_HAS_ENDED.
   */
  async cancel(actor: Actor, id: string): Promise<ImportView> {
    const answer = await this.db.asActor(actor, async (tx) => {
      const found = await tx.one(sql`select from ${this.#table} i where i.id = ${id} and ${mine(actor)}`);
      if (!found) throw new NotFound('import');
      if (!(await this.#writer.askToCancel(tx, id))) throw new Refusal('IMPORT_HAS_ENDED', { status: 409 });
      return (await this.#select(tx, sql`i.id = ${id}`))[0]!;
    });
    if (answer.state === 'accepted') await this.#forgetOf(id);
    return answer;
  }

  /** Forgets how far a file was that has ended meanwhile: who asks for it to be cancelled and its worker may pass one another. */
  #forgetOf(id: string): Promise<unknown> {
    return this.db.asActor(this.#worker, async (tx) => {
      const ended = await tx.one(sql`select from ${this.#table} where id = ${id} and state <> 'accepted'`);
      if (ended) await this.#writer.forgetProgress(tx, id);
    });
  }

  /** The rejected rows as CSV, as they were sent, with the reasons in the reader's language. Refuses NOT_FOUND to who is shown no more than their number. */
  async rejected(actor: Actor, id: string, { words, language }: Reader): Promise<string> {
    await this.#one(actor, sql`i.id = ${id} and ${mine(actor)}`);
    return this.db.readAs(actor, async (tx) => {
      const file = (await tx.one<Sealed & { header: string[] | null }>(
        sql`select header, files, told, data_key as "dataKey" from ${this.#table} where id = ${id}`,
      ))!;
      const rows = await tx.query<RejectedRow & { sealed: Buffer | null }>(sql`
        select line, code, column_name as "column", reason, also, cells, sealed
        from ${this.#rejected} where import_id = ${id} order by line`);
      const envelope = file.dataKey && this.#envelope(id, file.dataKey);
      const told = rows.map(({ sealed, ...row }) => {
        const cells =
          sealed && envelope ? (JSON.parse(envelope.open(sealed, aboutRow(row.line))) as string[]) : row.cells;
        return { ...row, cells, reason: reasonsOf(row, words, language) };
      });
      return rejectedFile(file.header ?? [], told, this.#told(id, file).files ?? []);
    });
  }

  /** Imports that were accepted before `before` and are not done: what the sweeper wakes again. */
  waiting(before: Date, limit: number): Promise<string[]> {
    return this.db.readAs(this.#worker, async (tx) => {
      const rows = await tx.query<{ id: string }>(sql`
        select id from ${this.#table} where state = 'accepted' and accepted_at < ${before}
        order by accepted_at limit ${limit}`);
      return rows.map((row) => row.id);
    });
  }

  /**
   * Works one accepted file by `take`, which tells what it comes to, or refuses the file whole by a Refusal. Any number of workers
   * may be told of the same import: one does it, the others find it locked or done. True where something was taken in.
   */
  async run(id: string, take: Take): Promise<boolean> {
    try {
      return await this.#run(id, take, new WrittenDays(false));
    } catch (error) {
      if (!(error instanceof MonthComesFirst)) throw error;
      return this.#run(id, take, new WrittenDays(true));
    }
  }

  async #run(id: string, take: Take, days: WrittenDays): Promise<boolean> {
    const sender = await this.#senderOf(id);
    if (!sender) return false;
    let told = new Tally();
    const progress = new Progress((reached) =>
      this.db.asActor(this.#worker, (tx) => this.#writer.reach(tx, id, reached)),
    );
    try {
      const isTaken = await this.db.asActor(this.options.asSender ? sender : this.#worker, async (tx) => {
        told = new Tally();
        const stored = await this.#claim(tx, id);
        if (!stored) return false;
        const rows = await readRows(stored, told, progress);
        await take(tx, { sender: stored.sender, ...rows, days }, told);
        if (await this.#writer.isToBeCancelled(tx, id)) throw new Cancelled();
        if (told.rows === 0) throw new FileRefused('FILE_HAS_NO_ROWS', 'a header and nothing under it');
        await progress.end();
        if (stored.dryRun) throw new DryRun();
        await this.#writer.finish(tx, id, told);
        return true;
      });
      if (isTaken) await this.#forgetOf(id);
      return isTaken;
    } catch (error) {
      await progress.end();
      if (error instanceof DryRun) await this.db.asActor(this.#worker, (tx) => this.#writer.finish(tx, id, told));
      else if (error instanceof Cancelled) await this.db.asActor(this.#worker, (tx) => this.#writer.cancel(tx, id));
      else if (error instanceof Refusal)
        await this.db.asActor(this.#worker, (tx) => this.#writer.refuse(tx, id, error));
      else throw error;
      return false;
    }
  }

  /** Refuses as IMPORT_FAILED a file whose job is dead, so that who sent it does not wait for ever; one that is done stays so. */
  async giveUp(id: string): Promise<void> {
    await this.db.asActor(this.#worker, (tx) =>
      this.#writer.refuse(tx, id, new FileRefused('IMPORT_FAILED', 'its job is dead')),
    );
  }

  /** Seals so much of what stands in clear, or under an earlier key: see `ImportWriter.sealSome`. */
  sealSome(limit: number): Promise<number> {
    return this.db.asActor(this.#worker, (tx) => this.#writer.sealSome(tx, limit));
  }

  /** How much is left for `sealSome`: files and rejected rows that stand in clear or are under another key than that of today. */
  left(): Promise<number> {
    return this.db.readAs(this.#worker, (tx) => this.#writer.unsealed(tx));
  }

  /** Refuses (ConfigError) to work without a key that files are sealed with. */
  async demandKeys(): Promise<void> {
    const missing = await this.db.readAs(this.#worker, (tx) => this.#writer.othersThan(tx, this.vault.numbers));
    const says = (missing ?? []).map(
      (key) => `CIN_ENCRYPTION_KEY: key ${key} is missing, with which kept files are sealed`,
    );
    if (says.length > 0) throw new ConfigError(says.join('\n'));
  }

  async #senderOf(id: string): Promise<Actor | undefined> {
    const row = await this.db.readAs(this.#worker, (tx) =>
      tx.one<{ actor: Actor }>(sql`select actor from ${this.#table} where id = ${id} and state = 'accepted'`),
    );
    return row?.actor;
  }

  async #claim(tx: Tx, id: string): Promise<Stored | undefined> {
    const stored = await tx.one<Stored & { sealedFile: Buffer | null; dataKey: Buffer | null }>(sql`
      select actor as sender, file, sealed_file as "sealedFile", data_key as "dataKey", encoding, encoding_because as because,
        dry_run as "dryRun" from ${this.#table}
      where id = ${id} and state = 'accepted' for update skip locked`);
    if (!stored) return undefined;
    const { sealedFile, dataKey, ...rest } = stored;
    return sealedFile ? { ...rest, file: this.#envelope(id, dataKey!).openFile(sealedFile) } : rest;
  }

  #envelope = (id: string, dataKey: Buffer): Envelope => this.vault.envelope(dataKey, aboutOf(this.options.table, id));

  #shown = (actor: Actor): Sql => {
    const also = this.options.alsoShown?.(actor);
    return also ? sql`(${mine(actor)} or ${also})` : mine(actor);
  };

  #told(id: string, { told, dataKey, ...inClear }: Sealed): Told {
    return told ? (JSON.parse(this.#envelope(id, dataKey!).open(told, 'told')) as Told) : inClear;
  }

  async #select(tx: Tx, where: Sql, rest: Sql = empty, reader?: Reader): Promise<ImportView[]> {
    const rows = await tx.query<Row>(sql`
      select i.id, ${this.options.kind} as kind, i.state, p.cancelled_by is not null as cancelling, i.dry_run as "dryRun", i.accepted_at as "acceptedAt",
        i.encoding, i.encoding_because as "encodingBecause", i.code, i.detail, i.about, i.told, i.data_key as "dataKey",
        coalesce(p.rows, i.rows) as rows, coalesce(p.accepted, i.accepted) as accepted, coalesce(p.rejected, i.rejected) as rejected,
        ${this.options.holds ? sql`i.held` : sql`0`} as held, i.persons, i.changes,
        ${this.options.confirms ? sql`i.unconfirmed` : sql`0`} as unconfirmed,
        ${this.options.follows ? sql`i.not_followed` : sql`0`} as "notFollowed"
      from ${this.#table} i left join ${this.#progress} p on p.import_id = i.id and i.state = 'accepted'
      where ${where} ${rest}`);
    return rows.map(({ told: sealed, dataKey, about: inClear, ...row }) => {
      const { about, ...said } = this.#told(row.id, { told: sealed, dataKey, about: inClear, detail: row.detail });
      const told = row.code === null ? undefined : reader?.words.tellOf(row.code, about ?? {}, reader.language);
      const detail = told?.detail ?? said.detail ?? null;
      return { ...row, acceptedAt: row.acceptedAt.toISOString(), detail: detail && placeIn(about) + detail };
    });
  }
}

/** Where in what was sent the fault is: `groupes/a.csv: ` of a zip, `Feuil1!B12: ` of a workbook. */
function placeIn(about: Told['about']): string {
  const place = [about?.file, about?.sheet, about?.cell].filter((one) => one !== undefined);
  return place.length === 0 ? '' : `${place.join('!')}: `;
}

/** Of what the column expects the sentence says nothing: that is the reason. */
const SAYS_NO_MORE = new Set([
  'INVALID_TEXT',
  'INVALID_FORMAT',
  'INVALID_TYPE',
  'INVALID_VALUE',
  'TOO_SMALL',
  'TOO_BIG',
]);

/** What the sentence says itself. */
const MISSING = 'is missing';

/** Why a row was rejected, for who mends it: with what is expected, where its reason is a phrase of the catalogue. */
function sentenceOf({ code, reason }: RowFault, words: Words, language: Language): string {
  const sentence = words.sentenceOf(code, language) ?? reason;
  const expected = SAYS_NO_MORE.has(code) && reason !== MISSING ? words.phraseOf(reason, language) : undefined;
  return expected ? `${sentence.replace(/\.$/, '')}${language === 'fr' ? ' ' : ''}: ${expected}.` : sentence;
}

/** The same of all that is wrong with a row; of what is wrong besides with the column and the code of each. */
function reasonsOf({ also, ...first }: RowFaults, words: Words, language: Language): string {
  const others = (also ?? []).map((fault) => {
    const where = fault.column === null ? fault.code : `${fault.column} (${fault.code})`;
    return `${where}${language === 'fr' ? ' ' : ''}: ${sentenceOf(fault, words, language)}`;
  });
  return [sentenceOf(first, words, language), ...others].join(' | ');
}

/** A file may span academies: whoever is not of the whole programme sees the own ones only, and so does a machine. */
const mine = (actor: Actor): Sql => (seesAll(actor) ? sql`true` : sql`i.created_by = ${actor.subject}`);
const seesAll = ({ scope, role }: Actor): boolean => scope === 'programme' && role !== 'integrator';
