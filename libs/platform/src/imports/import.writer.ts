import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { Refusal } from '../errors/refusal.js';
import type { Encoding } from '../files/encoding.js';
import type { StoredFile } from '../files/store-file.js';
import type { Tx } from '../postgres/database.js';
import { importLife as life } from './import.life.js';
import type { Tally } from './tally.js';

/** What is said of a file before it is read; `own` are the columns of the table that only this service has. */
export type Accepting = { dryRun: boolean; encoding?: Encoding | undefined; own?: { columns: Sql; values: Sql } };

/** All that writes a service's table of files, and what was wrong with their rows in the one called so and `_rejected_row`. */
export class ImportWriter {
  readonly #table: Sql;
  readonly #rejected: Sql;

  constructor(private readonly options: { table: string; holds?: boolean; confirms?: boolean; follows?: boolean }) {
    const { table } = options;
    this.#table = raw(table);
    this.#rejected = raw(`${table}_rejected_row`);
  }

  /** Keeps a file to be worked, as whom the actor is, whatever the request was: its id. */
  async accept(tx: Tx, { gzipped, encoding, because }: StoredFile, { dryRun, own }: Accepting): Promise<string> {
    const { keyed: _, left: __, ...sender } = tx.actor;
    const kept = await tx.one<{ id: string }>(sql`
      insert into ${this.#table}(dry_run, actor, file, encoding, encoding_because, accepted_at, created_by ${own ? sql`, ${own.columns}` : empty})
      values (${dryRun}, ${JSON.stringify(sender)}, ${gzipped}, ${encoding}, ${because}, ${tx.at}, ${sender.subject}
        ${own ? sql`, ${own.values}` : empty}) returning id`);
    return kept!.id;
  }

  /** Says what became of a file's rows; one that is done already stays as it is. */
  async finish(tx: Tx, id: string, told: Tally): Promise<void> {
    const { rows, accepted, held, persons, unconfirmed, changes, header, files, rejected, notFollowed } = told;
    await tx.query(sql`
      with finished as (
        update ${this.#table} set state = 'done', header = ${header}, files = ${JSON.stringify(files)}::jsonb, rows = ${rows}, accepted = ${accepted},
          rejected = ${rejected.length}, ${this.options.holds ? sql`held = ${held},` : empty}
          ${this.options.confirms ? sql`unconfirmed = ${unconfirmed},` : empty}
          ${this.options.follows ? sql`not_followed = ${notFollowed.length},` : empty} persons = ${persons}, changes = ${changes}, file = ''::bytea
        where id = ${id} and state = any(${life.from('finish')}) returning id
      )
      insert into ${this.#rejected}(import_id, line, code, column_name, reason, cells)
      select finished.id, line, code, "column", reason, array(select jsonb_array_elements_text(cells))
      from finished, jsonb_to_recordset(${JSON.stringify([...rejected, ...notFollowed])}::jsonb)
        as r(line int, code text, "column" text, reason text, cells jsonb)`);
  }

  /** Refuses a file whole. */
  async refuse(tx: Tx, id: string, { code, detail, extra }: Refusal): Promise<void> {
    await tx.query(sql`
      update ${this.#table} set state = 'refused', code = ${code}, detail = ${detail ?? null}, about = ${JSON.stringify(extra)}::jsonb,
        file = ''::bytea
      where id = ${id} and state = any(${life.from('refuse')})`);
  }
}
