import sql from 'sql-template-tag';

/**
 * Whether a statement `s` of a place `e` in an offering `o` is of something taught: that has a trainer who is not the learner, since the
 * day from which the trainer's naming counts.
 */
export const IS_TAUGHT = sql`(o.trainer_id is not null and e.person_id <> o.trainer_id
  and coalesce(lower(s.during) >= o.taught_from, true))`;
