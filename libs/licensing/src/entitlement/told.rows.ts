import type { Actor } from '@takwin/platform/auth';
import { within } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { isOutside, isThere } from '../told-of-prisons.js';

/**
 * Whether the actor is told what was granted, or tried, while a person was of this academy. Of a prison none of those who are bound to other
 * academies is, nor such a machine: it tells of a conviction (law 09-08).
 */
export function isTold(actor: Actor, academyId: Sql): Sql {
  if (actor.scope !== 'academy' && actor.scope !== 'group') return isThere(actor, academyId);
  return sql`(${within(actor, { academy: academyId })} or ${isOutside(academyId)})`;
}
