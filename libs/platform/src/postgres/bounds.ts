import type { Actor } from '../auth/actor.js';
import { type BelongsTo, entriesOf, keysOf } from './within.js';

type Bound = keyof BelongsTo<string>;

const TYPES: Record<Bound, string> = { region: 'text', academy: 'uuid', person: 'uuid' };
const BOUNDS = Object.keys(TYPES) as Bound[];
/** What an official has who is shown persons besides, such as themselves. */
const BESIDE = ['region', 'academy'] as const satisfies readonly Bound[];

/** Who acts, as PostgreSQL is told: a role, and what is theirs as an array's text, persons by themselves. */
export type Acting = readonly [role: string, keys: string, persons: string];

/** As the login itself, which owns the tables and whom no policy keeps from a row. */
export const UNBOUND: Acting = ['none', '', ''];

/** The role that each connection begins as. It owns nothing, and no policy shows it a row. */
export const boundRoleOf = (schema: string): string => `${schema}_bound`;

/** Those that a connection may act as in its place, each with the roles that it is a member of: for each scope one, and with persons beside. */
export const scopedRolesOf = (schema: string): [role: string, of: string[]][] => [
  ...BOUNDS.map((bound): [string, string[]] => [scopedRole(schema, bound), [boundRoleOf(schema)]]),
  ...BESIDE.map((bound): [string, string[]] => [
    scopedRole(schema, bound, 'person'),
    [scopedRole(schema, bound), scopedRole(schema, 'person')],
  ]),
];

/** As whom an actor's statements act: seeing the rows of their scope, and no other. */
export function actingOf(schema: string, actor: Actor): Acting {
  if (actor.scope === 'programme') return UNBOUND;
  const keys = entriesOf(keysOf(actor));
  const role = scopedRole(schema, ...keys.map(([bound]) => bound));
  return [role, arrayOf(keys[0]![1]), arrayOf(keys.at(-1)![0] === 'person' ? keys.at(-1)![1] : [])];
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

/** SQL that has the persons whom an actor has be asked for by themselves in a table that was bound before they were. */
export const personsApart = (table: string, column: string): string =>
  `alter policy by_person on ${table} using (${isTheirs('person', column)});`;

const policy = (schema: string, table: string, bound: Bound, condition: string): string =>
  `create policy by_${bound} on ${table} to ${scopedRole(schema, bound)} using (${condition}) with check (true);`;

const isTheirs = (bound: Bound, column: string): string => `${column} = any(${theirs(bound)})`;

const scopedRole = (schema: string, ...bounds: Bound[]): string => [boundRoleOf(schema), ...bounds].join('_');

// What an earlier transaction had is empty by now, not absent.
const said = (setting: string): string => `nullif(current_setting('takwin.${setting}', true), '')`;

// The second cast has `any` take the subquery for one array. The release before says persons among the keys.
const theirs = (bound: Bound): string => {
  const keys = bound === 'person' ? `coalesce(${said('persons')}, ${said('keys')})` : said('keys');
  return `(select ${keys}::${TYPES[bound]}[])::${TYPES[bound]}[]`;
};

const arrayOf = (keys: readonly string[]): string =>
  `{${keys.map((key) => `"${key.replace(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;
