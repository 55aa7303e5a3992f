import { describe, expect, it } from '@jest/globals';
import { registerErased, requestErased } from '@takwin/academies';
import { certificationsErased } from '@takwin/certifications';
import {
  columns,
  erased,
  fateOf,
  KINDS,
  mayHoldWords,
  RetentionDays,
  tellsOfPersons,
  wordless,
} from '@takwin/contracts/personal-data';
import { SERVICES } from '@takwin/contracts/topology';
import { coursesErased } from '@takwin/courses';
import { licensingErased } from '@takwin/licensing';
import { systemActor } from '@takwin/platform/auth';
import { erasedColumns } from '@takwin/platform/erasure';
import { type Migration } from '@takwin/platform/postgres';
import { testDatabase } from '@takwin/platform/testing';
import { trainersErased } from '@takwin/trainers';
import { loadApp } from '@takwin/services/load-app';
import sql from 'sql-template-tag';

/** The columns that PostgreSQL has of a service's schema, as the register names them; of these types alone, where they are told. */
async function columnsOf(schema: string, more: readonly Migration[] = [], types = '.'): Promise<string[]> {
  const { migrations = [] } = await loadApp(schema);
  const database = await testDatabase({ schema, migrations: [...migrations, ...more] });
  try {
    const found = await database.db.readAs(systemActor('spec'), (tx) =>
      tx.query<{ name: string }>(sql`
        select concat_ws('.', n.nspname, c.relname, a.attname) as name
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = ${schema} and c.relkind in ('r', 'p', 'm', 'v') and a.attnum > 0 and not a.attisdropped
          and format_type(a.atttypid, null) ~ ${types}`),
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

  it.each(SERVICES)(
    'says of each column of text of %s that tells of a person that it is emptied, or holds no words',
    async (schema) => {
      const anywhere = (column: string): string => column.replace(/^\w+/, '*');
      const text = (await columnsOf(schema, [], 'text|char|json|bytea')).filter(
        (column) => tellsOfPersons(column.slice(0, column.lastIndexOf('.'))) && mayHoldWords(column),
      );
      const stays = text.filter((column) => !['removed', 'emptied'].includes(fateOf(column) ?? ''));
      expect(stays.filter((column) => !wordless.has(column) && !wordless.has(anywhere(column)))).toEqual([]);
      const declared = [...wordless].filter((column) => column.startsWith(`${schema}.`));
      expect(declared.filter((column) => !stays.includes(column))).toEqual([]);
    },
  );

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

  it('says of each column what erasure does, as the services do it', () => {
    const done = [
      erasedColumns('academies', [...registerErased, ...requestErased]),
      erasedColumns('trainers', trainersErased),
      erasedColumns('courses', coursesErased),
      erasedColumns('certifications', certificationsErased),
      erasedColumns('licensing', licensingErased),
    ];
    // What is done of every service alike, what copies follow, and what credentials and files have steps of their own for.
    const otherwise =
      /\.(event|event_new|kept_work|kept_answer|subject_person|person_copy|credential|\w*import_rejected_row)(\.|$)/;
    const own = (said: ReadonlySet<string>): string[] => [...said].filter((one) => !otherwise.test(one)).toSorted();
    expect(own(erased.removed)).toEqual(done.flatMap(({ whole }) => whole).toSorted());
    expect(own(erased.emptied)).toEqual(done.flatMap(({ emptied }) => emptied).toSorted());
    for (const column of erased.emptied) expect(columns.get(column)).toMatch(/^(?!none$)/);
    const tables = new Set([...columns.keys()].map((column) => column.slice(0, column.lastIndexOf('.'))));
    for (const table of erased.removed) expect(tables).toContain(table);
    expect(fateOf('academies.person.family_fr')).toBe('removed');
    expect(fateOf('courses.enrolment.hours')).toBe('stays');
    expect(fateOf('academies.person.version')).toBe('removed');
  });
});
