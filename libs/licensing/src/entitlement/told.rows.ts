import { type Actor, isToldOfPrisons } from '@takwin/platform/auth';
import { within } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';

const isOutside = (academyId: Sql): Sql => sql`not exists (
    select from academy_copy h where h.subject = ${academyId}::text and h.profile = 'prison')`;

/** Whether what is of somebody of this academy is there for the actor: of a prison it is for no machine that was not granted to be told of them. */
export const isThere = (actor: Actor, academyId: Sql): Sql =>
  isToldOfPrisons(actor) ? sql`true` : isOutside(academyId);

/**
 * Whether the actor is told what was granted, or tried, while a person was of this academy. Of a prison none of those who are bound to other
 * academies is, nor such a machine: it tells of a conviction (law 09-08).
 */
export function isTold(actor: Actor, academyId: Sql): Sql {
  if (actor.scope !== 'academy' && actor.scope !== 'group') return isThere(actor, academyId);
  return sql`(${within(actor, { academy: academyId })} or ${isOutside(academyId)})`;
}
