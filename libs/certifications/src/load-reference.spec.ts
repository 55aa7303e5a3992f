import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf, testDatabase, type TestDatabase } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { certificationsMigrations, loadCertificationsReference } from './index.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ schema: 'certifications', migrations: certificationsMigrations });
});
afterAll(() => database?.close());

const run = <Row = unknown>(statement: Sql) => database.db.asActor(actorOf('system'), (tx) => tx.query<Row>(statement));
const examOf = async (code: string) =>
  (
    await run<object>(sql`select title, minutes, retired_on::text, as_of::text, version from exam where code = ${code}`)
  )[0];

describe('a database of the release before', () => {
  it('is told the days of its exams, and given the exams and certifications that it lacks', async () => {
    await run(sql`
      insert into exam(code, title, family, minutes, administration_minutes, pass_mark, retake_policy, twins) values
        ('AI-900', 'As it was', 'fundamentals', 50, 20, 700, 'role-based', '{AI-901}'),
        ('MB-910', 'As the programme has it', 'fundamentals', 45, 20, 700, 'role-based', '{}')`);
    await run(sql`update exam set corrected_by = 'admin' where code = 'MB-910'`);
    await run(sql`
      insert into certification values ('certification.microsoft-365-fundamentals', 'Fundamentals', 'published', 'NO_EXAM_NAMED')`);
    await loadCertificationsReference(database.db);
    const told = { title: 'Microsoft Azure AI Fundamentals', minutes: 50, retired_on: '2026-06-30', version: 2 };
    expect(await examOf('AI-900')).toMatchObject(told);
    expect(await examOf('AZ-104')).toMatchObject({ retired_on: null, version: 1 });
    expect(await run(sql`select id from certification where unreachable = 'NO_EXAM_NAMED'`)).toHaveLength(1);
    expect(
      await run(
        sql`select exam_code from requirement where certification_id = 'certification.microsoft-365-fundamentals'`,
      ),
    ).toEqual([{ exam_code: 'MS-900' }]);
  });

  it('keeps what the programme corrected, and is told nothing twice', async () => {
    expect(await examOf('MB-910')).toMatchObject({ title: 'As the programme has it', retired_on: null, version: 1 });
    await loadCertificationsReference(database.db);
    expect(await examOf('AI-900')).toMatchObject({ version: 2 });
  });
});
