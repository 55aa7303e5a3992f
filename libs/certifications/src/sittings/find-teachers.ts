import sql, { type Sql } from 'sql-template-tag';

/** Who teaches whom as courses tell, or has taught them for hours. */
export const TAUGHT: Sql = sql`
  (select person_id, trainer_id from teaching_copy union all select person_id, trainer_id from taught)`;

/** Who teaches or taught a person, as courses tell. */
export const teachersOf = (person: Sql): Sql => sql`
  array(select distinct t.trainer_id from ${TAUGHT} t where t.person_id = ${person} order by t.trainer_id)`;

/** Whether this trainer taught the candidate of a registration `r`: as its booking says, or as courses tell. */
export const taughtCandidate = (trainer: Sql): Sql => sql`
  (${trainer} = any(r.taught_by)
    or exists (select from ${TAUGHT} t where t.person_id = r.person_id and t.trainer_id = ${trainer}))`;
