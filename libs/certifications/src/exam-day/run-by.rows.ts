import type { Actor } from '@takwin/platform/auth';
import { within } from '@takwin/platform/postgres';
import sql, { type Sql } from 'sql-template-tag';

/**
 * Whether the actor runs the sitting `s`: it is of their academy or region; of a trainer whose role names groups, they proctor it in an academy of
 * theirs, whoever sits in it.
 */
export const isRunBy = (actor: Actor): Sql =>
  actor.scope === 'group'
    ? sql`(s.academy_id = any(${actor.academies}::uuid[]) and exists (
        select from sitting_proctor p where p.sitting_id = s.id and p.proctor_id = ${actor.personId ?? null}::uuid))`
    : within(actor, { region: sql`s.region`, academy: sql`s.academy_id` });
