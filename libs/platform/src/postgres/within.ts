import sql, { type Sql } from 'sql-template-tag';
import type { Actor, Scope } from '../auth/actor.js';
import { NotFound } from '../errors/refusal.js';

type Bounds<T> = { region?: T; academy?: T; group?: T; person?: T };

const BOUND: Record<Exclude<Scope, 'programme'>, keyof Bounds<unknown>> = {
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
export function within(actor: Actor, columns: Bounds<Sql>): Sql {
  if (actor.scope === 'programme') return EVERYTHING;
  const column = columns[BOUND[actor.scope]];
  return column ? sql`${column} = any(${keys(actor, actor.scope)})` : NOTHING;
}

/** Whether what belongs to these is within the scope of the actor; a scope of which nothing is said covers it not. */
export function covers(actor: Actor, belongsTo: Bounds<string | null>): boolean {
  if (actor.scope === 'programme') return true;
  const key = belongsTo[BOUND[actor.scope]];
  return typeof key === 'string' && keys(actor, actor.scope).includes(key);
}

/** Refuses NOT_FOUND unless `covers`: the caller may not know that it exists. */
export function demand(actor: Actor, belongsTo: Bounds<string | null>): void {
  if (!covers(actor, belongsTo)) throw new NotFound();
}

function keys(actor: Actor, scope: Exclude<Scope, 'programme'>): readonly string[] {
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
