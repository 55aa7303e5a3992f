import pg from 'pg';
import { boundRoleOf, scopedRolesOf } from './bounds.js';
import { connected, connection } from './connection.js';

/** A service's place in the database: a schema and a login role of its name, the roles that it acts as, and one that reads its event log. */
export type Tenant = {
  /** Lower-case letters, digits and underscores. */
  name: string;
  password: string;
  /** Gives the service an event log that `NAME_reader` may read. */
  readerPassword?: string;
  /** Lets the role create schemas of its own, as a queue store does. */
  createsSchemas?: boolean;
};

export type Urls = { url: string; readerUrl?: string };

const LOCK = 7_236_002;
const NAME = /^[a-z][a-z0-9_]{0,40}$/;

/**
 * Gives each service a schema that its own login role alone may enter, the roles that it acts as and that own nothing, and a
 * reader's role that may read the table `event` there and nothing else. Can be run again at any time, before or after the
 * migrations: passwords are set to those given. The administrator needs CREATEROLE and the database, not to be superuser.
 * Returns the URLs, by name.
 */
export async function prepareDatabase(adminUrl: string, tenants: readonly Tenant[]): Promise<Record<string, Urls>> {
  const unfit = tenants.find(({ name }) => !NAME.test(name));
  if (unfit) throw new Error(`${unfit.name} cannot name a schema`);
  await connected(connection(adminUrl, 'prepare database'), async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [LOCK]);
    const { rows } = await admin.query<{ name: string }>('select current_database() as name');
    const database = pg.escapeIdentifier(rows[0]!.name);
    await admin.query(`revoke temporary on database ${database} from public`);
    for (const tenant of tenants) await admin.query(await settle(admin, database, tenant));
  });
  return Object.fromEntries(tenants.map((tenant) => [tenant.name, urlsOf(adminUrl, tenant)]));
}

const readerOf = (name: string): string => `${name}_reader`;

async function settle(admin: pg.Client, database: string, tenant: Tenant): Promise<string> {
  const { name, password, readerPassword, createsSchemas = false } = tenant;
  const reader = readerOf(name);
  const rights = createsSchemas ? 'connect, temporary, create' : 'connect, temporary';
  return [
    await login(admin, name, password),
    // An administrator who is no superuser acts for the role in what follows.
    (await isSuperuser(admin)) ? '' : `grant ${name} to current_user with inherit true, set true`,
    `grant ${rights} on database ${database} to ${name}`,
    `create schema if not exists ${name} authorization ${name}`,
    `alter role ${name} in database ${database} set search_path = ${name}`,
    `alter role ${name} in database ${database} set default_transaction_isolation = 'read committed'`,
    await boundRoles(admin, name, name),
    boundRights(name, name),
    `grant temporary on database ${database} to ${boundRoleOf(name)}`,
    ...(readerPassword === undefined
      ? []
      : [
          await login(admin, reader, readerPassword),
          `grant connect on database ${database} to ${reader}`,
          `alter role ${reader} in database ${database} set search_path = ${name}`,
          `alter role ${reader} in database ${database} set default_transaction_read_only = on`,
          `grant usage on schema ${name} to ${reader}`,
          // Where the log is not there yet, its migration grants this.
          (await hasLog(admin, name)) ? `grant select on ${name}.event to ${reader}` : '',
        ]),
  ].join(';\n');
}

/** SQL of the roles that a service acts as, where they are lacking; they have no rights yet. */
export async function boundRoles(admin: pg.Client, schema: string, owner: string): Promise<string> {
  const bound = boundRoleOf(schema);
  const members = new Map<string, string[]>([[bound, []], ...scopedRolesOf(schema)]);
  const all = [...members.keys()];
  const { rows } = await admin.query<{ name: string }>('select rolname as name from pg_roles where rolname = any($1)', [
    all,
  ]);
  const had = new Set(rows.map(({ name }) => name));
  const lacking = all.filter((role) => !had.has(role));
  return [
    ...lacking.map((role) => `create role ${role} ${role === bound ? '' : `in role ${members.get(role)!.join(', ')}`}`),
    ...all.map((role) => `grant ${role} to ${owner}`),
  ].join(';\n');
}

/** SQL that lets these roles read and write rows of the owner's tables, those made later too, but not past their policies, as to truncate is. */
export function boundRights(schema: string, owner: string): string {
  const role = boundRoleOf(schema);
  const granted = (rights: string, what: string) => [
    `grant ${rights} on all ${what} in schema ${schema} to ${role}`,
    `alter default privileges for role ${owner} in schema ${schema} grant ${rights} on ${what} to ${role}`,
  ];
  return [
    `grant usage on schema ${schema} to ${role}`,
    ...granted('select, insert, update, delete', 'tables'),
    ...granted('usage, select', 'sequences'),
  ].join(';\n');
}

async function login(admin: pg.Client, role: string, password: string): Promise<string> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
  return `${rowCount ? 'alter' : 'create'} role ${role} login password ${pg.escapeLiteral(password)}`;
}

async function isSuperuser(admin: pg.Client): Promise<boolean> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = current_user and rolsuper');
  return rowCount === 1;
}

async function hasLog(admin: pg.Client, schema: string): Promise<boolean> {
  const { rowCount } = await admin.query(`select from pg_tables where schemaname = $1 and tablename = 'event'`, [
    schema,
  ]);
  return rowCount === 1;
}

function urlsOf(adminUrl: string, { name, password, readerPassword }: Tenant): Urls {
  const as = (role: string, secret: string): string => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = encodeURIComponent(secret);
    url.searchParams.delete('options');
    return url.href;
  };
  const url = as(name, password);
  return readerPassword === undefined ? { url } : { url, readerUrl: as(readerOf(name), readerPassword) };
}
