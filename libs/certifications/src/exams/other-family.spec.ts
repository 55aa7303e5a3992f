import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import { Vault } from '@takwin/platform/vault';
import sql from 'sql-template-tag';
import { RunResultImportHandler } from '../results/run-result-import.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => void (house = await examEnvironment()));
afterAll(() => house?.close());

/** What a catalogue that gives an exam this family comes to, and its rejected rows. */
async function told(family: string): Promise<[changes: number, rejected: string]> {
  const file = `code,title,family,minutes,source,as_of\nXF-100,Ours,${family},50,V,2026-11-20`;
  const csv = { headers: { 'content-type': 'text/csv' } };
  const { body } = await house.admin.post('/v1/imports?kind=exam-catalogue', file, csv);
  const wake = { wake: async () => {} } as never;
  await new RunResultImportHandler(house.database.db, wake, house.running.get(Vault)).run(body.id);
  const { changes } = (await house.admin.get(`/v1/imports/${body.id}`)).body;
  const rejected = String((await house.admin.get(`/v1/imports/${body.id}/rejected.csv`)).body);
  return [changes, /,(\d+,[A-Z_]+,[a-z_]+),/.exec(rejected)?.[1] ?? ''];
}
const rules = () =>
  house.database.db.readAs(actorOf('system'), (tx) =>
    tx.one(sql`select family, pass_months as months, retake_policy as retakes from exam where code = 'XF-100'`),
  );

it('gives an exam that nobody is registered for another family, with its rules, and no other one', async () => {
  expect(await told('business')).toEqual([1, '']);
  expect(await told('role-based')).toEqual([1, '']);
  expect(await rules()).toEqual({ family: 'role-based', months: 12, retakes: 'role-based' });
  expect(await told('mos')).toEqual([1, '']);
  expect(await rules()).toEqual({ family: 'mos', months: null, retakes: 'mos' });
  await house.database.db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`
      insert into past_attempt(person_id, exam_code, started_at, score, source, recorded_at, recorded_by)
      values (gen_random_uuid(), 'XF-100', '2026-11-01T09:00Z', 700, 'a test', now(), 'a test')`),
  );
  expect(await told('business')).toEqual([0, '2,FAMILY_IS_IN_USE,family']);
  expect(await told('mos')).toEqual([0, '']);
});
