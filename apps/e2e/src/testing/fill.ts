import pg from 'pg';

/** So many rows for a table: what its columns hold, as SQL in which `n` is the number of the row and `from` may join more. */
export type Rows = {
  schema: string;
  table: string;
  count: number;
  row: Readonly<Record<string, string>>;
  from?: string;
};

type Column = { name: string; type: string };

const ANY: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: `'filled ' || n`,
  int4: '1',
  int8: '1',
  float8: '1',
  bool: 'false',
  date: 'current_date',
  timestamptz: `date_trunc('milliseconds', now()) + n * interval '1 second'`,
  jsonb: `'{}'`,
  bytea: `''`,
};

/**
 * Fills tables of the services as they stand, told to nobody: columns that must hold something and of which nothing is said hold
 * anything of their type. Neither triggers nor references are asked.
 */
export async function fill(adminUrl: string, wanted: readonly Rows[]): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: 'fill' });
  await admin.connect();
  try {
    await admin.query(`set session_replication_role = replica`);
    for (const { schema, table, count, row, from = '' } of wanted) {
      const needed = (await neededColumns(admin, schema, table)).filter(({ name }) => !(name in row));
      const values = { ...Object.fromEntries(needed.map(({ name, type }) => [name, ANY[type] ?? `'{}'`])), ...row };
      const columns = Object.keys(values).join(', ');
      await admin.query(`set search_path = ${schema}, public`);
      await admin.query(`insert into ${schema}.${table}(${columns})
        select ${Object.values(values).join(', ')} from generate_series(1, ${count}) n ${from}`);
    }
    await admin.query('analyze');
  } finally {
    await admin.end();
  }
}

async function neededColumns(admin: pg.Client, schema: string, table: string): Promise<Column[]> {
  const { rows } = await admin.query<Column>(
    `select column_name as name, udt_name as type from information_schema.columns
     where table_schema = $1 and table_name = $2 and is_nullable = 'NO' and column_default is null
       and is_generated = 'NEVER' and is_identity = 'NO'`,
    [schema, table],
  );
  if (rows.length === 0) throw new Error(`no table ${schema}.${table}`);
  return rows;
}
