import sql, { type Sql } from 'sql-template-tag';
import type { Actor } from '../auth/actor.js';
import { isToldOfPrisons } from '../auth/prisons.js';

/** What a row tells of: an academy, whether that is no prison, and whose row it is, where it is a person's. */
export type OfAcademy = { academy: Sql; isOutside: Sql; person?: Sql };

const isBoundToAcademies = ({ scope }: Actor): boolean => scope === 'academy' || scope === 'group';

/** Whether of what is within the actor's scope no prison is kept from them: it is not reached by other persons, who may be, or have been, in one. */
export const isToldOfAll = (actor: Actor): boolean =>
  isToldOfPrisons(actor) && !(isBoundToAcademies(actor) && actor.persons?.some((id) => id !== actor.personId));

/**
 * Whether the actor is told that somebody is, or was, of an academy. Of a prison it tells of a conviction (law 09-08): of those who are bound
 * to academies, or to groups of them, that prison alone is told, and each of themselves; of machines those that were granted it.
 */
export function isToldOf(actor: Actor, { academy, isOutside, person }: OfAcademy): Sql {
  if (!isToldOfPrisons(actor)) return isOutside;
  if (!isBoundToAcademies(actor)) return sql`true`;
  const oneself = actor.persons?.filter((id) => id === actor.personId) ?? [];
  const isOwn = person && oneself.length > 0 ? sql`${person} = any(${oneself})` : sql`false`;
  return sql`(${academy} = any(${actor.academies}) or ${isOutside} or ${isOwn})`;
}
