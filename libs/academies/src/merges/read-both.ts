import type { Actor } from '@takwin/platform/auth';
import { within } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { isVisible } from '../persons/read-persons.js';

/** Whether both records are within the scope of the actor: the one that stays now, the other as it was. */
export const isOfBoth = (actor: Actor): Sql =>
  sql`${isVisible(actor, 'p')} and ${within(actor, { region: sql`m.region` })}`;
