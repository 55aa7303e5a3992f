import { afterAll, beforeAll, expect, describe, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { course, DOCUMENT, planning } from '../testing/planning.js';

const { academyId, region, admin, director, told, run, plan, planOf, complete, said, close } = await planning();
afterAll(close);

beforeAll(() =>
  run(sql`insert into academy_copy(subject, version, generation, region, accredited, accredited_on)
    values (${academyId}, 1, 1, ${region}, true, '2026-09-01')`),
);

const path = (id: string, rest = '') => `/v1/trainers/${id}${rest}`;
const see = async (id: string) => (await admin.get(path(id))).body;
const known = async (name: string): Promise<string> => {
  const id = stableId('test merged', name);
  await told.person(id, 'active');
  return id;
};
const teaches = (id: string, topic: string, obtainedOn = '2026-01-10') =>
  director.post(path(id, '/qualifications'), { kind: 'teach', topic, obtainedOn, evidence: 'decision 7/2026' });
/** What the register has under an id, whoever answers to it. */
const record = async (id: string) => (await run(sql`select state, upskilling from trainer where id = ${id}`))[0];
const merge = (from: string, to: string) => told.person(from, 'inactive', null, to);

describe('a trainer who turns out to be another person', () => {
  it('brings qualifications and the plan to that one, who is a trainer with them, and takes them back', async () => {
    const [old, one] = [await known('old'), await known('one')];
    await admin.post('/v1/trainers', { personId: old });
    await teaches(old, 'excel');
    const { items } = (await plan(old, course)).body;
    expect((await complete(old, items[0].id, DOCUMENT)).body).toMatchObject({ state: 'completed' });
    await merge(old, one);
    expect(await see(one)).toMatchObject({ state: 'active', topics: ['excel'], upskilling: 'completed' });
    expect(await see(old)).toMatchObject({ id: one });
    expect(await record(old)).toEqual({ state: 'left', upskilling: 'none' });
    expect((await planOf(one)).items).toMatchObject([{ id: items[0].id, evidence: { kind: 'document' } }]);
    expect([(await said(old))[0], (await said(one))[0]]).toEqual(['none', 'completed']);
    const { version } = await see(one);
    await merge(old, one);
    expect(await see(one)).toMatchObject({ version });
    await teaches(one, 'word');
    await told.person(old, 'active');
    expect(await see(old)).toMatchObject({ state: 'active', topics: ['excel'], upskilling: 'completed' });
    expect(await see(one)).toMatchObject({ topics: ['word'], upskilling: 'none' });
  });

  it('has what both had once', async () => {
    const [old, one] = [await known('both old'), await known('both one')];
    for (const id of [old, one]) {
      await admin.post('/v1/trainers', { personId: id });
      await teaches(id, 'excel');
      await plan(id, course);
    }
    await merge(old, one);
    expect((await see(one)).qualifications).toHaveLength(1);
    expect((await planOf(one)).items).toHaveLength(1);
    expect(await record(old)).toEqual({ state: 'left', upskilling: 'planned' });
    await told.person(old, 'active');
    expect([(await see(old)).topics, (await see(one)).topics]).toEqual([['excel'], ['excel']]);
  });
});
