import sql, { join, type Sql } from 'sql-template-tag';
import type { Actor } from '../auth/actor.js';
import { NotFound } from '../errors/refusal.js';

/** What a row belongs to. */
export type BelongsTo<T> = { region?: T; academy?: T; person?: T };

/** What of each an actor has, whose rows are theirs. */
export type Theirs = BelongsTo<readonly string[]>;

const EVERYTHING = sql`true`;
const NOTHING = sql`false`;

/**
 * A condition that keeps a query within the scope of the actor. `columns` are the expressions that hold what a row belongs
 * to; what the actor has of what has no column shows nothing.
 */
export function within(actor: Actor, columns: BelongsTo<Sql>): Sql {
  if (actor.scope === 'programme') return EVERYTHING;
  const ways = entriesOf(keysOf(actor)).flatMap(([bound, keys]) => {
    const column = columns[bound];
    return column ? [sql`${column} = any(${keys})`] : [];
  });
  return ways.length > 1 ? sql`(${join(ways, ' or ')})` : (ways[0] ?? NOTHING);
}

/** Whether what belongs to these is within the scope of the actor; a scope of which nothing is said covers it not. */
export function covers(actor: Actor, belongsTo: BelongsTo<string | null>): boolean {
  if (actor.scope === 'programme') return true;
  return entriesOf(keysOf(actor)).some(([bound, keys]) => {
    const key = belongsTo[bound];
    return typeof key === 'string' && keys.includes(key);
  });
}

/** Refuses NOT_FOUND unless `covers`: the caller may not know that it exists. */
export function demand(actor: Actor, belongsTo: BelongsTo<string | null>): void {
  if (!covers(actor, belongsTo)) throw new NotFound();
}

/** What is the actor's whose scope is less than the programme: of one or two kinds, persons the last. */
export function keysOf({ scope, regions, academies, personId, persons = [] }: Actor): Theirs {
  const own = scope === 'self' && personId !== undefined ? [...new Set([personId, ...persons])] : persons;
  if (scope === 'self' || scope === 'group') return { person: own };
  const official: Theirs = scope === 'region' ? { region: regions } : { academy: academies };
  return own.length > 0 ? { ...official, person: own } : official;
}

export const entriesOf = (keys: Theirs): [keyof Theirs, readonly string[]][] =>
  Object.entries(keys) as [keyof Theirs, readonly string[]][];
