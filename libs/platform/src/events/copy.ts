import { createHash } from 'node:crypto';
import pg from 'pg';
import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Tx } from '../postgres/database.js';
import type { Migration } from '../postgres/migrate.js';
import { cursorTable } from './cursor.js';
import type { Changed, Feed } from './feed.js';
import type { Published } from './published.js';

type Cells = {
  uuid: string;
  text: string;
  date: string;
  timestamptz: string | Date;
  boolean: boolean;
  int: number;
  bigint: number;
  numeric: number;
  'double precision': number;
  jsonb: unknown;
  'uuid[]': readonly string[];
  'text[]': readonly string[];
};

type Columns = Record<string, keyof Cells>;
type Row<C extends Columns> = { [Name in keyof C]: Cells[C[Name]] | null };

type Wanted<State extends z.ZodType, C extends Columns> = {
  table: string;
  columns: C;
  /** The cells of a subject, from its published state. */
  row: (state: z.output<State>, id: string) => Row<C>;
  /** Says which subjects are kept, all unless told; one that changes its mind is taken out. */
  keep?: (state: z.output<State>, id: string) => boolean;
  /** What stands after `create index on TABLE`: `(region)`, `(person_id) where counts`. */
  indexes?: readonly string[];
  /** Raise it when `row` or `keep` means something else with the same columns: the copy is then made anew. */
  revision?: number;
};

export type Copy = Feed & { readonly table: string; readonly expand: string };

/**
 * A table that follows one kind of subject of another service: `subject` (its id), `version`, `generation`, and the columns
 * named. It holds the newest version of each subject, whatever the order or number of times that changes arrive.
 */
export function copyOf<State extends z.ZodType, Type extends string, const C extends Columns>(
  kind: Published<State, Type>,
  { table, columns, row, keep = () => true, indexes = [], revision = 1 }: Wanted<NoInfer<State>, C>,
): Copy {
  const statements = new Statements(table, columns);
  return {
    kind,
    table,
    expand: statements.expand(indexes),
    shape: `copy ${table} ${hashOf([kind.subject, columns, indexes, revision])}`,
    async take(tx, changes: readonly Changed[], generation) {
      const rows: object[] = [];
      const gone: Changed<State>[] = [];
      for (const change of latestOfEach(changes as readonly Changed<State>[])) {
        const { id, version, state } = change;
        if (keep(state, id)) rows.push({ ...row(state, id), subject: id, version });
        else gone.push(change);
      }
      if (rows.length > 0) await statements.put(tx, rows, generation);
      if (gone.length > 0) await statements.take(tx, gone, generation);
    },
    settle: (tx, generation) => statements.settle(tx, generation),
  };
}

/**
 * Creates the copy's table, or adds what its shape has gained; the rebuild that follows fills it. Nothing is taken away, so that
 * the release before goes on reading and feeding the table during an upgrade. Refuses a column of another type: name it anew.
 */
export function copyMigration({ shape, expand }: Copy): Migration {
  return { name: shape, up: `${expand}${cursorTable}` };
}

class Statements {
  readonly #table: string;
  readonly #names: string[];
  readonly #typed: string[];

  constructor(
    private readonly table: string,
    private readonly columns: Columns,
  ) {
    this.#table = pg.escapeIdentifier(table);
    this.#names = Object.keys(columns).map(pg.escapeIdentifier);
    this.#typed = Object.entries(columns).map(([name, type]) => `${pg.escapeIdentifier(name)} ${type}`);
  }

  expand(indexes: readonly string[]): string {
    const columns = ['subject text primary key', 'version bigint not null', 'generation int not null', ...this.#typed];
    const named = (index: string): string => pg.escapeIdentifier(`${this.table}_${hashOf(index)}`);
    return [
      `create table if not exists ${this.#table}(\n  ${columns.join(',\n  ')}\n);\n`,
      this.#sameTypes(),
      ...this.#typed.map((column) => `alter table ${this.#table} add column if not exists ${column};\n`),
      ...indexes.map((index) => `create index if not exists ${named(index)} on ${this.#table} ${index};\n`),
    ].join('');
  }

  // The release before writes the column in the type that it knows.
  #sameTypes(): string {
    const wanted = Object.entries(this.columns).map(
      ([name, type]) => `(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(type)}::regtype)`,
    );
    if (wanted.length === 0) return '';
    return `do $$ declare changed text; begin
      select string_agg(name, ', ') into changed from (values ${wanted.join(', ')}) wanted(name, type)
      join pg_attribute on attrelid = ${pg.escapeLiteral(this.#table)}::regclass and attname = name and not attisdropped
      where atttypid <> type;
      if changed is not null then
        raise exception 'the copy % changes the type of %: give such a column another name', ${pg.escapeLiteral(this.table)}, changed;
      end if;
    end $$;\n`;
  }

  async put(tx: Tx, rows: readonly object[], generation: number): Promise<void> {
    const names = ['subject', 'version', ...this.#names].join(', ');
    const typed = ['subject text', 'version bigint', ...this.#typed].join(', ');
    const renewed = ['version', 'generation', ...this.#names].map((name) => `${name} = excluded.${name}`).join(', ');
    await tx.query(sql`
      insert into ${raw(this.#table)} as copy(${raw(names)}, generation)
      select ${raw(names)}, ${generation} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(${raw(typed)})
      on conflict (subject) do update set ${raw(renewed)}
      where (excluded.generation, excluded.version) > (copy.generation, copy.version)`);
  }

  async take(tx: Tx, gone: readonly Changed[], generation: number): Promise<void> {
    const ids = gone.map(({ id }) => id);
    const versions = gone.map(({ version }) => version);
    await tx.query(sql`
      delete from ${raw(this.#table)} copy using unnest(${ids}::text[], ${versions}::bigint[]) as gone(subject, version)
      where copy.subject = gone.subject and (copy.generation, copy.version) < (${generation}, gone.version)`);
  }

  async settle(tx: Tx, generation: number): Promise<void> {
    await tx.query(sql`delete from ${raw(this.#table)} where generation < ${generation}`);
  }
}

// One statement may touch a row only once.
function latestOfEach<C extends Changed>(changes: readonly C[]): C[] {
  const latest = new Map<string, C>();
  for (const change of changes) {
    const known = latest.get(change.id);
    if (!known || change.version > known.version) latest.set(change.id, change);
  }
  return [...latest.values()];
}

function hashOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
}
