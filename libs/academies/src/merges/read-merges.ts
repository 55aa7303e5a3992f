import type { Actor } from '@takwin/platform/auth';
import { within } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';
import { isVisible } from '../persons/read-persons.js';

/**
 * Whether the merge `m` is the actor's to read and to undo: both records are within their scope, the one that stays now and the other as it
 * was; or somebody of theirs was given away by it, as an accepted claim does.
 */
export const isOfTheirs = (actor: Actor): Sql => sql`(p.id is not null and ${isVisible(actor, 'p')}
    and ${within(actor, { region: sql`m.region` })}
  or m.claim_id is not null and ${within(actor, { region: sql`m.survivor_was ->> 'region'` })})`;
