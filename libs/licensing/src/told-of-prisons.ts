import { type Actor, isToldOfPrisons } from '@takwin/platform/auth';
import sql, { type Sql } from 'sql-template-tag';

/** Whether an academy is no prison. */
export const isOutside = (academyId: Sql): Sql => sql`not exists (
    select from academy_copy h where h.subject = ${academyId}::text and h.profile = 'prison')`;

/**
 * Whether what is of somebody of this academy is there for the actor: of a prison it is for no machine that was not granted to be told of
 * them; nor is what is of a person who has their home in one by now.
 */
export const isThere = (actor: Actor, academyId: Sql, personId?: Sql): Sql => {
  if (isToldOfPrisons(actor)) return sql`true`;
  if (!personId) return isOutside(academyId);
  return sql`(${isOutside(academyId)} and not exists (select from person_copy home
    where home.subject = ${personId}::text and not ${isOutside(sql`home.academy_id`)}))`;
};
