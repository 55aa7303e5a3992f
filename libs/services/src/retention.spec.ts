import { setTimeout as pause } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '@takwin/platform/auth';
import type { Running, ServiceApp } from '@takwin/platform/service';
import { testDatabase, type TestDatabase, testTokens, type TestTokens } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { loadApp } from './load-app.js';

const LOGS = ['academies', 'trainers', 'courses', 'certifications', 'licensing'] as const;
const key = (): string => randomBytes(32).toString('base64');

let tokens: TestTokens;
let houses: Map<string, { app: ServiceApp; database: TestDatabase }>;
const running: Running[] = [];

beforeAll(async () => {
  tokens = await testTokens();
  houses = new Map();
  for (const name of LOGS) {
    const app = await loadApp(name);
    houses.set(name, { app, database: await testDatabase({ schema: name, migrations: app.migrations ?? [] }) });
  }
});
afterAll(async () => {
  for (const one of running) await one.close();
  await tokens?.close();
  for (const { database } of houses?.values() ?? []) await database.close();
});

const ask = <R>(name: string, statement: Sql): Promise<R[]> =>
  houses.get(name)!.database.db.readAs(systemActor('spec'), (tx) => tx.query<R>(statement));

async function start(name: string, more: NodeJS.ProcessEnv = {}): Promise<void> {
  const { app, database } = houses.get(name)!;
  const queues = new URL(database.url);
  queues.searchParams.delete('options');
  const logs = LOGS.map((log) => [`LOG_${log.toUpperCase()}_URL`, houses.get(log)!.database.url]);
  const env = {
    ...{ ...tokens.env, ...Object.fromEntries(logs), DATABASE_URL: database.url, QUEUE_DATABASE_URL: queues.href },
    ...{ CIN_ENCRYPTION_KEY: key(), CIN_HASH_KEY: key(), INITIAL_SECRET_KEY: key() },
    ...{ LOG_LEVEL: 'silent', SWEEP_SECONDS: '0.1', PUBLIC_URL: 'http://127.0.0.1:1', ASSIGNMENTS: 'off', ...more },
  };
  running.push(await app.start(env));
}

async function eventually<R>(look: () => Promise<R>, wanted: R): Promise<void> {
  for (let tries = 0; tries < 300 && JSON.stringify(await look()) !== JSON.stringify(wanted); tries++) await pause(50);
  expect(await look()).toEqual(wanted);
}

/** When the last run of a kind ended, in Unix time, as metrics tell. */
const endedIn = (metrics: string, kind: string): number =>
  Number(new RegExp(`^takwin_retention_ended_seconds\\{kind="${kind}"[^}]*\\} (\\S+)$`, 'm').exec(metrics)?.[1]);

const anImport = (days: number) => sql`
  insert into import(id, kind, state, dry_run, actor, file, data_key, told, header, encoding, accepted_at, created_by, rejected)
  values (gen_random_uuid(), 'konosys', 'done', false, '{}', '', ${Buffer.from([1, 2])}, ${Buffer.from([3])}, '{Nom}', 'utf-8',
    now() - make_interval(days => ${days}), 'spec', 2600) returning id`;

describe('what is kept for a time', () => {
  it('is removed once it has ended, by any of several processes, and told of', async () => {
    const [old] = await ask<{ id: string }>('academies', anImport(91));
    const [young] = await ask<{ id: string }>('academies', anImport(89));
    for (const { id } of [old!, young!])
      await ask(
        'academies',
        sql`insert into import_rejected_row(import_id, line, code, reason, cells, sealed)
        select ${id}, n, 'X', 'x', '{}', 'x' from generate_series(1, 2600) n`,
      );
    await ask(
      'academies',
      sql`insert into kept_work select 'spec', n::text, '', 'x', 'x', now() - make_interval(hours => n)
      from generate_series(20, 30) n`,
    );
    // Both know the same keys, as nothing is sealed here by either.
    await Promise.all([start('academies'), start('academies')]);
    const runs = () =>
      ask('academies', sql`select kind, removed from retention_run where ended_at is not null order by kind`);
    await eventually(runs, [
      { kind: 'kept-answers', removed: 7 },
      { kind: 'uploaded-files', removed: 2601 },
    ]);
    expect(
      await ask('academies', sql`select import_id as id, count(*)::int from import_rejected_row group by 1`),
    ).toEqual([{ id: young!.id, count: 2600 }]);
    const [kept] = await ask(
      'academies',
      sql`select told, data_key, header, rejected from import where id = ${old!.id}`,
    );
    expect(kept).toEqual({ told: null, data_key: null, header: null, rejected: 2600 });
    await eventually(
      () => ask('academies', sql`select service, kind, removed from retention_report order by kind`),
      [
        { service: 'academies', kind: 'kept-answers', removed: 7 },
        { service: 'academies', kind: 'uploaded-files', removed: 2601 },
      ],
    );
    const told = await Promise.all(running.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
    expect(told.join()).toContain('takwin_retention_removed_total{kind="uploaded-files"');
    // Whoever of them has done it: it is asked of the database, and outlives them.
    for (const metrics of told)
      for (const kind of ['kept-answers', 'uploaded-files'])
        expect(Date.now() / 1000 - endedIn(metrics, kind)).toBeLessThan(300);
  });

  it('tells when the last run of each kind ended where none has since, and 0 where there never was one', async () => {
    const late = sql`
      insert into retention_run(kind, on_day, until_at, ended_at) values ('kept-answers', '2020-01-02', now(), '2020-01-02T00:01:00Z')`;
    // Nobody is woken, and nobody sweeps yet.
    await start('trainers', { SWEEP_SECONDS: '3600' });
    const told = async () => (await fetch(`${running.at(-1)!.url}/metrics`)).text();
    expect(endedIn(await told(), 'kept-answers')).toBe(0);
    await ask('trainers', late);
    expect(endedIn(await told(), 'kept-answers')).toBe(Date.parse('2020-01-02T00:01:00Z') / 1000);
  });

  it('of other services is told to the register, too, by the periods that are set', async () => {
    await ask(
      'courses',
      sql`insert into course(id, code, title_en, hours, topics, source, words, digest) values (gen_random_uuid(), 'C', 'c', 1, '{}', 'spec', '', '')`,
    );
    await ask(
      'courses',
      sql`
      insert into statement(id, person_id, academy_id, region, course_id, verb, during, literacy, digest, recorded_by, hours, why_not)
      select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'MA-06', c.id, 'attended',
        tstzrange(now() - make_interval(days => d + 1), now() - make_interval(days => d)), false, 'x', 'spec', h, case h when 0 then 'X' end
      from course c, (values (5, 0), (20, 0), (20, 2)) s(d, h)`,
    );
    await ask(
      'licensing',
      sql`insert into initial_secret(person_id, nonce, academy_id, region, account, created_at)
      select gen_random_uuid(), 'x', gen_random_uuid(), 'MA-06', 'a', now() - make_interval(days => d) from unnest(array[1, 31]) d`,
    );
    await start('courses', { RETENTION: 'uncounted-statements=10' });
    await start('licensing');
    await eventually(
      () =>
        ask(
          'academies',
          sql`select service, kind, removed from retention_report where service <> 'academies' and kind <> 'kept-answers'
          order by service`,
        ),
      [
        { service: 'courses', kind: 'uncounted-statements', removed: 1 },
        { service: 'licensing', kind: 'first-passwords', removed: 1 },
      ],
    );
    expect(await ask('courses', sql`select hours from statement order by hours`)).toEqual([{ hours: 0 }, { hours: 2 }]);
  });
});
