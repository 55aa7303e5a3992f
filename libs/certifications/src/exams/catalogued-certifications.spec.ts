import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { loadCertificationsReference } from '../load-reference.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => void (house = await examEnvironment()));
afterAll(() => house?.close());

describe('the catalogue of certifications', () => {
  it('tells at both doors what a certification asks for, how long it holds, and where that is known from', async () => {
    const id = 'exam.az-305';
    const { status, body } = await house.admin.get(`/v1/catalogued-certifications/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      title: 'Designing Microsoft Azure Infrastructure Solutions',
      level: 'expert',
      unreachable: null,
      prerequisites: { rule: 'all-of', certifications: ['certification.azure-administrator'] },
      renewalMonths: 12,
      retiredOn: null,
      goneBy: null,
      source: expect.stringContaining('prerequisites=HUB+CTR'),
      asOf: '2026-10-05',
    });
    expect(body.requires.flat()).toContain('AZ-305');
    const fields =
      'id title level requires unreachable prerequisites { rule certifications } renewalMonths retiredOn goneBy source asOf';
    const asked = await house.admin.graphql(`{ cataloguedCertification(id: "${id}") { ${fields} } }`);
    expect(asked.body.data.cataloguedCertification).toEqual({
      ...body,
      prerequisites: { ...body.prerequisites, rule: 'ALL_OF' },
    });
    expect((await house.admin.get('/v1/catalogued-certifications/certification.none')).status).toBe(404);
    const none = 'certification.mos-excel-for-operational-management-associate';
    const { body: unreached } = await house.admin.get(`/v1/catalogued-certifications/${none}`);
    expect(unreached).toMatchObject({ requires: [], unreachable: 'no-exam-named' });
  });

  it('is listed by what an exam counts for, whole and in pages', async () => {
    const { items } = (await house.admin.get('/v1/catalogued-certifications?examCode=MO-200')).body;
    expect(items.map(({ title }: { title: string }) => title)).toEqual([
      'Microsoft Office Specialist: Associate (Office 2019)',
      'Microsoft Office Specialist: Excel Associate (Office 2019)',
    ]);
    const listed: string[] = [];
    for (let after = ''; ;) {
      const { body } = await house.admin.get(`/v1/catalogued-certifications?first=100${after && `&after=${after}`}`);
      listed.push(...body.items.map(({ id }: { id: string }) => id));
      if (!(after = body.nextCursor)) break;
    }
    expect([listed.length, new Set(listed).size]).toEqual([201, 201]);
  });

  it('is told once: loaded again, nothing of it changes', async () => {
    const exam = (await house.admin.get('/v1/exams/MB-310')).body;
    expect(exam).toMatchObject({ languages: ['en', 'ja'], version: 1 });
    expect((await house.admin.get('/v1/exams/MO-200')).body.languages).toBeNull();
    await loadCertificationsReference(house.database.db);
    expect((await house.admin.get('/v1/exams/MB-310')).body).toEqual(exam);
  });

  it('tells the other services of the exams that ship, once in each version', async () => {
    const told = () =>
      house.database.db.readAs(actorOf('system'), (tx) =>
        tx.query<{ type: string; code: string; version: number }>(sql`
          select type, change->>'s' as code, (change->>'v')::int as version
          from (select type, body from event_new where subject = 'exam' union all select type, body from event where subject = 'exam') e,
            jsonb_array_elements(body->'changes') change`),
      );
    const first = await told();
    expect([first.length, new Set(first.map(({ code }) => code)).size]).toEqual([222, 222]);
    expect(first.every(({ type, version }) => type === 'ExamAdded' && version === 1)).toBe(true);
    await house.database.db.asActor(actorOf('system'), (tx) =>
      tx.query(sql`update exam set as_of = '2026-01-01', retired_on = null where code = 'AI-900'`),
    );
    await loadCertificationsReference(house.database.db);
    expect((await told()).slice(222)).toEqual([{ type: 'ExamCorrected', code: 'AI-900', version: 2 }]);
  });
});
