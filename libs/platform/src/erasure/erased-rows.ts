import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Tx } from '../postgres/database.js';
import type { Whom } from './erasure-work.js';

/** Rows of a table that are of a person, and what erasure does of them: they go, or these columns are emptied; the rest of them stays. */
export type ErasedRows = {
  table: string;
  /** Which rows `x` are the person's. */
  whose: (whom: Whom) => Sql;
} & ({ go: true } | Emptied);

type Emptied = {
  nulls?: readonly string[];
  blanks?: readonly string[];
  words?: readonly string[];
  uncoded?: { columns: readonly string[]; codes: readonly string[] };
};

/** Whether something was said in words: it is none of these codes. */
export const isUncoded = (said: Sql, codes: readonly string[]): Sql => sql`${said} <> all(${codes}::text[])`;

/**
 * Empties or removes them. A `blank` is of a column that may not be null: '' in place of what was said, where something was. `words` are of
 * JSON, of which the reason goes that somebody wrote. `uncoded` columns hold codes, which stay, or words, which are blanked.
 */
export async function emptyRows(tx: Tx, whom: Whom, parts: readonly ErasedRows[]): Promise<void> {
  await tx.query(sql`select set_config('takwin.erasing', 'on', true)`);
  for (const part of parts) {
    const { table, whose } = part;
    if ('go' in part) await tx.query(sql`delete from ${raw(table)} x where ${whose(whom)}`);
    else {
      const { nulls = [], blanks = [], words = [], uncoded } = part;
      const set = [
        ...nulls.map((column) => sql`${raw(column)} = null`),
        ...blanks.map((column) => sql`${raw(column)} = case when x.${raw(column)} is not null then '' end`),
        ...words.map((column) => sql`${raw(column)} = x.${raw(column)} - 'reason'`),
        ...(uncoded?.columns ?? []).map((column) => {
          const said = sql`x.${raw(column)}`;
          return sql`${raw(column)} = case when ${isUncoded(said, uncoded!.codes)} then '' else ${said} end`;
        }),
      ];
      await tx.query(sql`update ${raw(table)} x set ${join(set)} where ${whose(whom)}`);
    }
  }
  await tx.query(sql`select set_config('takwin.erasing', 'off', true)`);
}

/** What of the columns of a schema is erased, as the register says it: `removed` of rows that go, else `emptied`. */
export const erasedColumns = (
  schema: string,
  parts: readonly ErasedRows[],
): { whole: string[]; emptied: string[] } => ({
  whole: parts.flatMap((part) => ('go' in part ? [`${schema}.${part.table}`] : [])).toSorted(),
  emptied: parts
    .flatMap((part) => ('go' in part ? [] : columnsOf(part).map((column) => `${schema}.${part.table}.${column}`)))
    .toSorted(),
});

const columnsOf = ({ nulls = [], blanks = [], words = [], uncoded }: Emptied): readonly string[] => [
  ...nulls,
  ...blanks,
  ...words,
  ...(uncoded?.columns ?? []),
];
