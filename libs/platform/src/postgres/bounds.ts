import type { Actor } from '../auth/actor.js';
import { type BelongsTo, BOUND, keysOf } from './within.js';

type Bound = keyof BelongsTo<string>;

const TYPES: Record<Bound, string> = { region: 'text', academy: 'uuid', group: 'text', person: 'uuid' };
const BOUNDS = Object.keys(TYPES) as Bound[];

/** Who acts, as PostgreSQL is told: a role, and what is theirs as an array's text. */
export type Acting = readonly [role: string, keys: string];

/** As the login itself, which owns the tables and whom no policy keeps from a row. */
export const UNBOUND: Acting = ['none', ''];

/** The role that each connection begins as. It owns nothing, and no policy shows it a row. */
export const boundRoleOf = (schema: string): string => `${schema}_bound`;

/** Those that a connection may act as in its place, for each scope one. */
export const scopedRolesOf = (schema: string): string[] => BOUNDS.map((bound) => scopedRole(schema, bound));

/** As whom an actor's statements act: seeing the rows of their scope, and no other. */
export function actingOf(schema: string, actor: Actor): Acting {
  if (actor.scope === 'programme') return UNBOUND;
  return [scopedRole(schema, BOUND[actor.scope]), arrayOf(keysOf(actor, actor.scope))];
}

/**
 * SQL that lets an actor see those rows of a table alone that `within` finds by the same columns, and nothing where it has no column of
 * their scope. What is theirs is read once a statement. What may be written is the writers' to say.
 */
export function boundedTable(schema: string, table: string, columns: BelongsTo<string>): string {
  const policies = BOUNDS.flatMap((bound) =>
    columns[bound] === undefined ? [] : [policy(schema, table, bound, isTheirs(bound, columns[bound]))],
  );
  return [`alter table ${table} enable row level security;`, ...policies].join('\n');
}

/**
 * The same for rows that are seen by whoever sees the row of another bounded table that they are of: `of` is the condition that finds it.
 * Of a scope in `only` they see fewer: those of which its condition holds too.
 */
export function boundedWith(
  schema: string,
  table: string,
  of: string,
  only: BelongsTo<(isTheirs: (column: string) => string) => string> = {},
): string {
  const policies = BOUNDS.map((bound) => {
    const besides = only[bound]?.((column) => isTheirs(bound, column));
    return policy(schema, table, bound, besides === undefined ? of : `(${besides}) and ${of}`);
  });
  return [`alter table ${table} enable row level security;`, ...policies].join('\n');
}

const policy = (schema: string, table: string, bound: Bound, condition: string): string =>
  `create policy by_${bound} on ${table} to ${scopedRole(schema, bound)} using (${condition}) with check (true);`;

const isTheirs = (bound: Bound, column: string): string => `${column} = any(${theirs(bound)})`;

const scopedRole = (schema: string, bound: Bound): string => `${boundRoleOf(schema)}_${bound}`;

// The second cast has `any` take the subquery for one array. What an earlier transaction had is empty by now, not absent.
const theirs = (bound: Bound): string =>
  `(select nullif(current_setting('takwin.keys', true), '')::${TYPES[bound]}[])::${TYPES[bound]}[]`;

const arrayOf = (keys: readonly string[]): string =>
  `{${keys.map((key) => `"${key.replace(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;
