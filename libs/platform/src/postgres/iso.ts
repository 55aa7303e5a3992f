import sql, { raw, type Sql } from 'sql-template-tag';

/** An instant column as the wire has it: ISO 8601 in UTC. UTC is named, so no zone rules of the database are asked. */
export const iso = (column: string): Sql =>
  sql`to_char(${raw(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
