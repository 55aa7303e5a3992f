import type { Actor } from '@takwin/platform/auth';
import { isToldOf } from '@takwin/platform/postgres';
import type { Sql } from 'sql-template-tag';
import { isOutside } from '../told-of-prisons.js';

/** Whether the actor is told what was granted, or tried, while a person was of this academy: of a prison none outside it. */
export const isTold = (actor: Actor, academy: Sql): Sql => isToldOf(actor, { academy, isOutside: isOutside(academy) });
