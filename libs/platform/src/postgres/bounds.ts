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
 * their scope; of a scope in `only` not all of these, but those of which its condition holds too. What is theirs is read once a statement.
 * What may be written is the writers' to say.
 */
export function boundedTable(
  schema: string,
  table: string,
  columns: BelongsTo<string>,
  only: BelongsTo<(isTheirs: (column: string) => string) => string> = {},
): string {
  const policies = BOUNDS.flatMap((bound) => {
    const isTheirs = (column: string): string => `${column} = any(${theirs(bound)})`;
    const column = columns[bound];
    const besides = only[bound] ? ` and (${only[bound](isTheirs)})` : '';
    return column === undefined
      ? []
      : [
          `create policy by_${bound} on ${table} to ${scopedRole(schema, bound)}
             using (${isTheirs(column)}${besides}) with check (true);`,
        ];
  });
  return [`alter table ${table} enable row level security;`, ...policies].join('\n');
}

const scopedRole = (schema: string, bound: Bound): string => `${boundRoleOf(schema)}_${bound}`;

// The second cast has `any` take the subquery for one array. What an earlier transaction had is empty by now, not absent.
const theirs = (bound: Bound): string =>
  `(select nullif(current_setting('takwin.keys', true), '')::${TYPES[bound]}[])::${TYPES[bound]}[]`;

const arrayOf = (keys: readonly string[]): string =>
  `{${keys.map((key) => `"${key.replace(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;
