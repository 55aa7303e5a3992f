import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { migrate } from '@takwin/platform/postgres';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { certificationsMigrations } from '../migrations.js';
import { credentialsMigration } from './2026-11-26-credentials.js';

let database: TestDatabase;
beforeAll(async () => {
  const migrations = certificationsMigrations.slice(0, certificationsMigrations.indexOf(credentialsMigration));
  database = await testDatabase({ schema: 'certifications', migrations });
});
afterAll(() => database?.close());

const system = actorOf('system');
const run = <R>(statement: ReturnType<typeof sql>) => database.db.asActor(system, (tx) => tx.query<R>(statement));
/** As the release before writes it. */
const insert = (person: string) =>
  run(sql`
    insert into credential(person_id, certification_id, academy_id, region, achieved_on, accepted_at)
    values (${person}, 'mos', ${person}, 'MA-04', '2026-11-01', '2026-11-01') on conflict do nothing`);
const [one, other] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

it('keeps what there was, and lets the release before go on', async () => {
  await run(sql`insert into certification(id, title, basis) values ('mos', 'Specialist', 'published')`);
  await insert(one);
  await migrate(database.url, 'certifications', certificationsMigrations);
  await insert(other);
  await insert(other);
  const rows = await run<{ achievement: string; ordinal: number }>(
    sql`select achievement_id as achievement, ordinal from credential order by ordinal`,
  );
  expect(rows).toEqual([
    { achievement: 'mos', ordinal: 1 },
    { achievement: 'mos', ordinal: 2 },
  ]);
});
