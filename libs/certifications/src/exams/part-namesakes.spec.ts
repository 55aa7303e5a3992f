import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CountCertificationsHandler } from '../credentials/count-certifications.js';
import { IssueCredentialsHandler } from '../credentials/issue-credentials.js';
import { CredentialKeys } from '../credentials/keys.js';
import { loadCertificationsReference } from '../load-reference.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
let days = 0;
beforeAll(async () => void (house = await examEnvironment()));
afterAll(() => house?.close());

const load = () => loadCertificationsReference(house.database.db);
const counted = () => new CountCertificationsHandler(house.database.db).run(actorOf('programme-admin'), {} as never);
const heldBy = async (personId: string) =>
  (
    await house.sql<{ id: string }>(sql`
      select certification_id as id from held where person_id = ${personId} and withdrawn_at is null order by 1`)
  ).map(({ id }) => id);
const credentialsOf = (personId: string) =>
  house.sql<{ achievement: string; state: string; jwt: string | null }>(sql`
    select achievement_id as achievement, state, jwt from credential where person_id = ${personId} order by ordinal`);
async function sign(): Promise<void> {
  const issuing = new IssueCredentialsHandler(house.database.db, house.running.get(CredentialKeys));
  await issuing.run(await issuing.waiting(new Date('2030-01-01'), 1_000));
}
async function passes(personId: string, examCode: string): Promise<void> {
  const { id } = await house.sitting({ days: 1 + ++days });
  await house.sit((await house.book(personId, id, { examCode })).body.id, 800);
}

describe('exams that a release before joined by their title', () => {
  it('are parted: what was held goes with the exam that earned it, as it was signed, and nothing is lost', async () => {
    const about = { title: 'One Title', family: 'mos', minutes: 50, source: 'V' };
    for (const code of ['JT-100', 'JT-200']) await house.admin.post('/v1/exams', { ...about, code });
    await house.sql(sql`update requirement set certification_id = 'exam.jt-100' where exam_code = 'JT-200'`);
    await house.sql(sql`delete from certification where id = 'exam.jt-200'`);
    await house.sql(sql`update exam set twins = array['JT-200'] where code in ('JT-100', 'AI-901')`);
    await house.sql(sql`update exam set twins = array['JT-100', 'AI-901'] where code = 'JT-200'`);
    const [first, second, both] = [
      await house.person('first'),
      await house.person('second'),
      await house.person('both'),
    ];
    await passes(first, 'JT-100');
    await passes(second, 'JT-200');
    await passes(both, 'JT-200');
    await passes(both, 'JT-100');
    await sign();
    for (const one of [first, second, both]) expect(await heldBy(one)).toEqual(['exam.jt-100']);
    const signed = (await credentialsOf(second))[0]!.jwt;
    expect(signed).not.toBeNull();
    const before = await counted();

    await load();
    await sign();
    expect(await heldBy(first)).toEqual(['exam.jt-100']);
    expect(await heldBy(second)).toEqual(['exam.jt-200']);
    expect(await heldBy(both)).toEqual(['exam.jt-100', 'exam.jt-200']);
    expect(await counted()).toBe(before + 1);
    expect(await credentialsOf(second)).toEqual([{ achievement: 'exam.jt-200', state: 'valid', jwt: signed }]);
    expect(await credentialsOf(both)).toMatchObject([
      { achievement: 'exam.jt-200', state: 'valid' },
      { achievement: 'exam.jt-100', state: 'valid' },
    ]);
    const { body } = await house.admin.post('/v1/credentials/verify', { credential: signed });
    expect(body.verdict).toBe('valid');
    expect((await house.admin.get('/v1/exams/JT-200')).body.twins).toEqual([]);
    expect((await house.admin.get('/v1/exams/AI-901')).body.twins).toEqual([]);
    expect((await house.admin.get('/v1/exams/AI-900')).body.twins).toEqual(['AI-901']);
    expect((await house.admin.get('/v1/exams?certification=exam.ai-901')).body.items).toHaveLength(2);
    expect((await house.admin.get(`/v1/registrations?examCode=JT-200`)).body.items).toHaveLength(2);
    await passes(second, 'JT-100');
    expect(await heldBy(second)).toEqual(['exam.jt-100', 'exam.jt-200']);
    const told = await house.sql(sql`select count(*)::int as count from event_new`);
    await load();
    expect(await house.sql(sql`select count(*)::int as count from event_new`)).toEqual(told);
    expect(await heldBy(both)).toEqual(['exam.jt-100', 'exam.jt-200']);
  });
});
