import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { LATEST, type Statement } from '../persons/placement.writer.js';

/** Whether a placement `l` of the person is at the academy and in the group of the row `r`. */
const IS_IN_GROUP = sql`(l.person_id = r.person_id and l.academy_id = r.academy_id and l.group_code is not distinct from r.group_code)`;

/**
 * Gives rows of somebody who is there, but without the year, that of the same group: as another row of the batch says it, else the placement that
 * is known; a year that either does not say is taken for the same.
 */
export async function sayYears(tx: Tx): Promise<void> {
  await tx.query(sql`
    update roster r set year = told.year from (
      select distinct on (r.line) r.line, o.year from roster r join roster o
        on o.matricule = r.matricule and o.academy_id = r.academy_id and o.group_code is not distinct from r.group_code
      where r.active and r.year is null and o.year is not null order by r.line, o.line) told
    where told.line = r.line`);
  await tx.query(sql`
    update roster r set year = known.year from (
      select distinct on (r.line) r.line, l.year from roster r join placement l on ${IS_IN_GROUP}
      where r.active and r.year is null
      order by r.line, l.state = 'active' desc, l.year is null desc, ${LATEST}) known
    where known.line = r.line`);
}

/** Whether the person of the row `r` was placed anywhere before the statement: else a departure tells where somebody new has been. */
const wasPlaced = ({ number }: Statement) => sql`exists (
  select from placement l where l.person_id = r.person_id and l.stated_by < ${number}::bigint)`;

/**
 * The rows of the roster by the placements of which they speak. A departure speaks of each that may be meant where it, or the placement, says no
 * group or no year: of those that are active, else of the latest. It speaks of none that the same file says is active, and none is made
 * for somebody who was placed elsewhere alone.
 */
export const aimed = (statement: Statement) => sql`
  select r.person_id, r.academy_id, r.region, aim.group_code, aim.year, r.line, r.active,
    case when aim.is_it then r.filiere end as filiere, case when aim.is_it then r.level end as level
  from roster r cross join lateral (
    with meant as (
      select l.group_code, l.year, l.state, it.is_it, row_number() over (order by it.is_it desc, ${LATEST}) as nth,
        bool_or(it.is_it or l.state = 'active') over () as is_any_active
      from placement l cross join lateral (
        select ${IS_IN_GROUP} and l.year is not distinct from r.year as is_it) it
      where not r.active and l.person_id = r.person_id and l.academy_id = r.academy_id
        and coalesce(l.group_code = r.group_code, true) and coalesce(l.year = r.year, true)
        and (it.is_it or not (l.state = 'active' and ${statement.number}::bigint in (l.stated_by, l.seen_by) or exists (
          select from roster o where o.active and o.person_id = l.person_id and o.academy_id = l.academy_id
            and o.group_code is not distinct from l.group_code and o.year is not distinct from l.year)))
    )
    select group_code, year, is_it from meant where is_it or state = 'active' or nth = 1 and not is_any_active
    union all
    select r.group_code, r.year, true where r.active or not exists (select from meant) and not ${wasPlaced(statement)}
  ) aim`;

/** The departures of a group in which nobody has placed the person, who was placed elsewhere: there is nothing to end. */
export const departNowhere = (tx: Tx, statement: Statement): Promise<{ line: number; personId: string }[]> =>
  tx.query(sql`
    select r.line, r.person_id as "personId" from roster r
    where not r.active and r.line not in (select line from (${aimed(statement)}) a)`);

/** Of the rows that are left, takes those out that would give a person more than `most` placements. */
export const takeCrowds = (tx: Tx, statement: Statement, most: number): Promise<{ line: number }[]> =>
  tx.query(sql`
    with unplaced as (
      select r.line, r.matricule, p.id as person_id,
        min(r.line) over (partition by r.matricule, r.academy_id, r.group_code, r.year) as first_line
      from roster r left join person p on p.id = r.person_id
      where not exists (select from placement l where ${IS_IN_GROUP} and coalesce(l.year = r.year, true))
        and (r.active or not ${wasPlaced(statement)})
    ), placed as (
      select line, (select count(*) from placement l where l.person_id = u.person_id)
        + dense_rank() over (partition by matricule order by first_line) as places
      from unplaced u
    )
    delete from roster using placed where roster.line = placed.line and placed.places > ${most}
    returning roster.line`);
