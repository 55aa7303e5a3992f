import sql, { type Sql } from 'sql-template-tag';

/**
 * The name before the domain of somebody's account: of the own one, whatever the matricule is by now; else the matricule, and null where
 * the account of that name is somebody else's. What is asked of Microsoft by it is asked of nobody else.
 */
export const accountName = (personId: Sql, matricule: Sql): Sql => sql`coalesce(
  (select h.name from account h where h.person_id = ${personId} and h.object_id is not null
    order by h.stated_of nulls first, h.name limit 1),
  case when not exists (select from account h
    where h.name = ${matricule} and h.object_id is not null and h.person_id <> ${personId}) then ${matricule} end)`;
