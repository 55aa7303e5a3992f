import sql, { raw, type Sql } from 'sql-template-tag';
import type { Tx } from './database.js';
import type { Migration } from './migrate.js';

/**
 * Whose an id is now, by a service's copy of persons: `person_now` goes from a record that turned out to be somebody else's to that one's,
 * as often as that happened. Who was never merged is who they are.
 */
export const personNowMigration: Migration = {
  name: '2026-12-05-person-now',
  up: `
    create index person_copy_merged on person_copy(merged_into) where merged_into is not null;
    create function person_now(id uuid) returns uuid language sql stable return (
      with recursive line(at, step) as (
        select $1, 0
        union all
        select p.merged_into, step + 1 from line join person_copy p on p.subject = line.at::text
        where p.merged_into is not null and step < 32)
      select at from line order by step desc limit 1);`,
};

/** Keeps of the rows of these tables whom they were stated of, where they went to somebody else with a record that was merged. */
export const statedOfMigration = (
  name: string,
  ...columns: readonly [table: string, column?: string][]
): Migration => ({
  name,
  up: columns
    .map(([table, column = 'person_id']) => {
      const before = beforeOf(column);
      return `alter table ${table} add column ${before} uuid;
        create index ${table}_${before} on ${table}(${before}) where ${before} is not null;`;
    })
    .join('\n'),
});

/** The column in which the id before stands: `stated_of` of a person. */
const beforeOf = (column: string): string => (column === 'person_id' ? 'stated_of' : `${column}_before`);

/** Records whose rows may have to go elsewhere: those of them that are somebody else's now, and all who ever were one with them; null is everybody. */
export type Merges = { gone: readonly string[]; all: readonly string[] | null };

/** Which merges follow from what is known now of these persons, or of all at the end of a rebuild. */
export async function readMerges(tx: Tx, ids?: readonly string[]): Promise<Merges> {
  const found = await tx.query<{ id: string; gone: boolean }>(
    ids
      ? sql`
        with recursive line(id, gone) as (
          select p.subject, p.merged_into is not null from person_copy p where p.subject = any(${ids}::text[])
          union
          select p.subject, true from line join person_copy p on p.merged_into::text = line.id)
        select id, gone from line`
      : sql`select subject as id, true as gone from person_copy where merged_into is not null`,
  );
  return { gone: found.flatMap(({ id, gone }) => (gone ? [id] : [])), all: ids ? found.map(({ id }) => id) : null };
}

/**
 * How rows `alias` go to whom they belong now, and back where a merge was undone, whatever was done of it before: what an update sets of
 * them, which of them are elsewhere, and whose each is to be. A row says by `column` whose it is.
 */
export function movesOf(alias: string, { gone, all }: Merges, column = 'person_id'): { set: Sql; where: Sql; to: Sql } {
  const [owner, before] = [raw(`${alias}.${column}`), raw(`${alias}.${beforeOf(column)}`)];
  const first = sql`coalesce(${before}, ${owner})`;
  const to = sql`person_now(${first})`;
  const wasMoved = all ? sql`${before} = any(${all}::uuid[])` : sql`${before} is not null`;
  return {
    to,
    set: sql`${raw(column)} = ${to}, ${raw(beforeOf(column))} = nullif(${first}, ${to})`,
    where: sql`((${before} is null and ${owner} = any(${gone}::uuid[]) or ${wasMoved}) and ${owner} <> ${to})`,
  };
}
