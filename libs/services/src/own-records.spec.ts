import { describe, expect, it } from '@jest/globals';
import { columns } from '@takwin/contracts/personal-data';
import { SERVICES } from '@takwin/contracts/topology';
import { systemActor } from '@takwin/platform/auth';
import { testDatabase } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { loadApp } from './load-app.js';

type Class = new (...args: unknown[]) => { run?: (actor: object) => Promise<unknown> };

/** The providers of a module and of those that it imports. */
function providersOf(module: object, seen = new Set<object>()): Class[] {
  if (seen.has(module)) return [];
  seen.add(module);
  const of = (key: string): object[] => [
    ...(((module as Record<string, unknown>)[key] as object[] | undefined) ?? []),
    ...(typeof module === 'function' ? ((Reflect.getMetadata(key, module) as object[] | undefined) ?? []) : []),
  ];
  const inner = 'module' in module ? [module.module as object] : [];
  return [...(of('providers') as Class[]), ...[...of('imports'), ...inner].flatMap((one) => providersOf(one, seen))];
}

/** What a service asks its database for the archive of somebody. */
async function statementsOf(module: object): Promise<string[]> {
  const Handler = providersOf(module).find(({ name }) => /^ReadOwn\w+Handler$/.test(name ?? ''))!;
  const asked: string[] = [];
  const tx = {
    query: (statement: Sql) => {
      asked.push(statement.text);
      return Promise.resolve([{ id: 'former', row: {} }]);
    },
  };
  const db = { readAs: (_: object, work: (of: typeof tx) => unknown) => work(tx) };
  await new Handler(db).run!({ personId: 'somebody' });
  return asked;
}

/** The columns that a service reads for the archive, as PostgreSQL knows them of a view of each statement. */
async function toldBy(schema: string): Promise<string[]> {
  const { migrations = [], module } = await loadApp(schema);
  const views = (await statementsOf(module!)).map(
    (text, at) => `create view told_${at} as ${text.replace(/\$\d+/g, 'null')};`,
  );
  const told = { name: '2099-01-01-told', up: views.join('\n') };
  const database = await testDatabase({ schema, migrations: [...migrations, told] });
  try {
    const found = await database.db.readAs(systemActor('spec'), (tx) =>
      tx.query<{ name: string }>(sql`
        select distinct concat_ws('.', ${schema}::text, c.relname, a.attname) as name
        from pg_class v join pg_rewrite w on w.ev_class = v.oid
          join pg_depend d on d.objid = w.oid and d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
          join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid join pg_class c on c.oid = a.attrelid
        where v.relname like 'told_%' and v.relkind = 'v' and d.refobjsubid > 0`),
    );
    return found.map(({ name }) => name);
  } finally {
    await database.close();
  }
}

/** Why what is of these kinds is told to nobody about themselves; `none` is of nobody. */
const KINDS_UNTOLD: Readonly<Record<string, string>> = {
  none: 'it is of nobody',
  callers: 'it names who recorded or decided, who is another person',
  'event-log': 'it repeats what the tables say that are told',
  'kept-answers': 'it is what a write was answered, for a day',
  'uploaded-files': 'it speaks of many persons, and goes after its time',
  'identity-card': 'that there is one is told, it itself is shown to nobody',
};

/** Why these columns are in no section. */
const UNTOLD: readonly (readonly [why: string, ...columns: RegExp[]])[] = [
  ['an erasure, after which nobody asks', /\.erasure(_(work|report)\.person_id)?$/, /person_copy\.keeps_credentials$/],
  ['an erasure, after which nobody asks', /\.erasure\.(former|kind)$/],
  ['where it counts, which the placements tell', /\.(academy_id|region|confirmed)$/, /trainer\.synthetic$/],
  ['the id that it had before, which the former ids tell', /\.(stated_of|\w+_before)$/],
  ['the figures’ copy of what a service tells', /^academies\.scoreboard_/],
  ['what others state of somebody who may be this person', /^academies\.claim\./, /person\.(claims|claims_for)$/],
  ['whom others took the person for', /person\.(distinct_from|distinct_reason)$/],
  ['who confirmed or corrected it, and by which file', /\.(confirmed_as|confirmed_import|corrected_as|import_id)$/],
  ['what stands in the list of corrections under its day', /person_correction\.id$/],
  ['the names that somebody is being registered under', /person_claim\.key$/],
  ['a decision about two records, of which the other may be another person', /^academies\.person_merge\./],
  [
    'which files spoke of the person',
    /person_statement\./,
    /placement\.(stated_by|stated_line|seen_by|seen_before|by_sender)$/,
  ],
  [
    'a copy of what another service tells',
    /\.(completion_copy|exam_pass_copy|literacy_copy|exam_to_come|open_charge)\./,
    /trainer_copy\.upskill/,
  ],
  ['who taught whom, which names the other', /certifications\.(taught|taught_hours|teaching_copy|teaching_seen)\./],
  [
    'what follows from seats and sittings that are told',
    /certifications\.engagement\./,
    /registration\.(during|moved_from)$/,
  ],
  [
    'a score or reason that is held, or was not taken',
    /result\.(correction|held_for|reason|corrects|source|decided_at|sitting_id)$/,
  ],
  ['a score or reason that is held, or was not taken', /result_conflict\./, /literacy_evaluation\.reason$/],
  ['the work on it, not what it is', /\.(queued|digest|tried_at|campaign_id|content_hash|proves|evaluation_id)$/],
  [
    'the work on it, not what it is',
    /exam_day_record\.(recorded_at|sitting_id)$/,
    /campaign\.persons$/,
    /\.disabled_plans$/,
  ],
  ['the work on it, not what it is', /credential\.(names_as_of|reissue_asked_at|evidence_id|certification_id)$/],
  [
    'the work on it, not what it is',
    /outcome\.(attempts|holds_seat|leased_until|position|object_id|member|alone|request_id)$/,
  ],
  [
    'the work on it, not what it is',
    /outcome\.graph_error$/,
    /\.tenant$/,
    /person_copy\.(birth_date_confirmed|name_corrected_at)$/,
  ],
  ['why an exam day was taken back, in another’s words', /exam_day_revocation\.reason$/],
  ['the document, which lies beside it as it was signed', /credential\.(jwt|proof)$/],
  ['what a password follows from', /initial_secret\.nonce$/],
];

describe('the archive of what is kept of a person', () => {
  const used = new Set<RegExp>();

  it.each(SERVICES)('has all that %s keeps of one, but what it says why not', async (schema) => {
    const told = new Set(await toldBy(schema));
    const left = [...columns]
      .filter(([name, kind]) => name.startsWith(`${schema}.`) && !told.has(name) && !(kind in KINDS_UNTOLD))
      .map(([name]) => name)
      .filter((name) => {
        const why = UNTOLD.flatMap(([, ...which]) => which).find((one) => one.test(name));
        if (why) used.add(why);
        return !why;
      });
    expect(left).toEqual([]);
  });

  it('says why of nothing that is told', () => {
    expect(UNTOLD.flatMap(([, ...which]) => which).filter((one) => !used.has(one))).toEqual([]);
  });
});
