import { describe, expect, it } from '@jest/globals';
import { columns, KINDS, RetentionDays } from '@takwin/contracts/personal-data';
import { SERVICES } from '@takwin/contracts/topology';
import { systemActor } from '@takwin/platform/auth';
import { type Migration } from '@takwin/platform/postgres';
import { testDatabase } from '@takwin/platform/testing';
import { loadApp } from '@takwin/services/load-app';
import sql from 'sql-template-tag';

/** The columns that PostgreSQL has of a service's schema, as the register names them. */
async function columnsOf(schema: string, more: readonly Migration[] = []): Promise<string[]> {
  const { migrations = [] } = await loadApp(schema);
  const database = await testDatabase({ schema, migrations: [...migrations, ...more] });
  try {
    const found = await database.db.readAs(systemActor('spec'), (tx) =>
      tx.query<{ name: string }>(sql`
        select concat_ws('.', n.nspname, c.relname, a.attname) as name
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = ${schema} and c.relkind in ('r', 'p', 'm', 'v') and a.attnum > 0 and not a.attisdropped`),
    );
    return found.map(({ name }) => name).toSorted();
  } finally {
    await database.close();
  }
}

const declaredOf = (schema: string): string[] =>
  [...columns.keys()].filter((name) => name.startsWith(`${schema}.`)).toSorted();

describe('the register of personal data', () => {
  it.each(SERVICES)('says of each column of %s what it holds, and of no other', async (schema) => {
    expect(await columnsOf(schema)).toEqual(declaredOf(schema));
  });

  it('misses a new column', async () => {
    const step = { name: '2099-01-01-new', up: 'alter table trainer add column telephone text' };
    const undeclared = (await columnsOf('trainers', [step])).filter((name) => !columns.has(name));
    expect(undeclared).toEqual(['trainers.trainer.telephone']);
  });

  it('says each column once, of a kind that there is', () => {
    const kinds = new Set(['none', ...KINDS.map(({ id }) => id)]);
    expect([...columns].filter(([, kind]) => !kinds.has(kind))).toEqual([]);
    expect(new Set(KINDS.map(({ id }) => id)).size).toBe(KINDS.length);
  });

  it('has periods that a setting may change', () => {
    expect(RetentionDays.parse('')).toEqual({
      ...{ 'uploaded-files': 90, 'kept-answers': 1, 'first-passwords': 30, 'uncounted-statements': 365 },
    });
    expect(RetentionDays.parse('uploaded-files=7')).toMatchObject({ 'uploaded-files': 7, 'kept-answers': 1 });
    for (const wrong of ['identity=5', 'uploaded-files=0', 'uploaded-files=many', 'uploaded-files'])
      expect(RetentionDays.safeParse(wrong).success).toBe(false);
  });
});
