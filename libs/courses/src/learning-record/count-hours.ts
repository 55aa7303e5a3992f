import sql, { type Sql } from 'sql-template-tag';

/** The hours in an aggregate of `range_agg`, which merges what overlaps, so that no minute counts twice. */
export const hoursIn = (pieces: Sql): Sql => sql`
  (select sum(extract(epoch from upper(piece) - lower(piece))) / 3600 from unnest(${pieces}) piece)`;
