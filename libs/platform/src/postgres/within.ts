import sql, { type Sql } from 'sql-template-tag';
import type { Actor, Scope } from '../auth/actor.js';
import { NotFound } from '../errors/refusal.js';

/** What a row belongs to. */
export type BelongsTo<T> = { region?: T; academy?: T; group?: T; person?: T };

/** By what each scope is bound. */
export const BOUND: Record<Exclude<Scope, 'programme'>, keyof BelongsTo<unknown>> = {
  region: 'region',
  academy: 'academy',
  group: 'group',
  self: 'person',
};

const EVERYTHING = sql`true`;
const NOTHING = sql`false`;

/**
 * A condition that keeps a query within the scope of the actor. `columns` are the expressions that hold what a row belongs
 * to; a scope whose column is not given sees nothing.
 */
export function within(actor: Actor, columns: BelongsTo<Sql>): Sql {
  if (actor.scope === 'programme') return EVERYTHING;
  const column = columns[BOUND[actor.scope]];
  return column ? sql`${column} = any(${keysOf(actor, actor.scope)})` : NOTHING;
}

/** Whether what belongs to these is within the scope of the actor; a scope of which nothing is said covers it not. */
export function covers(actor: Actor, belongsTo: BelongsTo<string | null>): boolean {
  if (actor.scope === 'programme') return true;
  const key = belongsTo[BOUND[actor.scope]];
  return typeof key === 'string' && keysOf(actor, actor.scope).includes(key);
}

/** Refuses NOT_FOUND unless `covers`: the caller may not know that it exists. */
export function demand(actor: Actor, belongsTo: BelongsTo<string | null>): void {
  if (!covers(actor, belongsTo)) throw new NotFound();
}

/** What the actor has of what a scope is bound by. */
export function keysOf(actor: Actor, scope: Exclude<Scope, 'programme'>): readonly string[] {
  switch (scope) {
    case 'region':
      return actor.regions;
    case 'academy':
      return actor.academies;
    case 'group':
      return actor.groups;
    case 'self':
      return actor.personId === undefined ? [] : [actor.personId];
  }
}
