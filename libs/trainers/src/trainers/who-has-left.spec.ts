import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { stableId } from '@takwin/platform/schema';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { course, DOCUMENT, exam, planning } from '../testing/planning.js';
import { registerTrainer } from './trainer.writer.js';

const { academyId, region, database, admin, director, told, run, plan, counted, close, ...trainers } = await planning();
afterAll(close);
const here = { academyId, region };

beforeAll(() =>
  run(sql`insert into academy_copy(subject, version, generation, region, accredited, accredited_on)
    values (${academyId}, 1, 1, ${region}, true, '2026-09-01')`),
);

const path = (id: string, rest = '') => `/v1/trainers/${id}${rest}`;
const see = async (id: string) => (await admin.get(path(id))).body;
const complete = (id: string, itemId: string, about: object) =>
  trainers.complete(id, itemId, { ...DOCUMENT, ...about });
const leaves = (id: string, leftOn: string | null = '2026-11-23') => told.person(id, 'inactive', leftOn);

/** A trainer who may teach excel and proctor. */
async function trainer(name: string): Promise<string> {
  const id = stableId('test leaver', name);
  await told.person(id, 'active');
  await admin.post('/v1/trainers', { personId: id });
  const since = { obtainedOn: '2026-01-10', evidence: 'decision 7/2026' };
  await admin.post(path(id, '/qualifications'), { kind: 'teach', topic: 'excel', ...since });
  await admin.post(path(id, '/qualifications'), { kind: 'proctor', expiresOn: '2027-01-09', ...since });
  return id;
}

/** What was told of a trainer, from the event of this number on. */
async function toldOf(id: string, from: number): Promise<string[]> {
  const rows = await run<{ told: string }>(sql`
    select concat_ws(' ', type, d->>'state', d->>'leftOn', d->>'mayProctor', d->>'mayProctorUntil') as told
    from (select event_new.id, type, change->'d' as d from event_new, jsonb_array_elements(body->'changes') change
      where change->>'s' = ${id}) one order by one.id offset ${from}`);
  return rows.map((row) => row.told);
}

const countedSince = async (before: number): Promise<number> => (await counted()) - before;

describe('a trainer whose person has left', () => {
  it('has left as well, on that day, may neither teach nor proctor, and the log tells so once', async () => {
    const id = await trainer('leaver');
    await leaves(id);
    await leaves(id);
    expect(await see(id)).toMatchObject({ state: 'left', leftOn: '2026-11-23', mayProctor: false, topics: [] });
    expect((await admin.get(path(id, '/eligibility'))).body).toMatchObject({
      ...{ mayTeach: false, teachingReasons: ['TRAINER_HAS_LEFT'] },
      ...{ mayProctor: false, proctoringReasons: ['TRAINER_HAS_LEFT'] },
    });
    expect(await toldOf(id, 3)).toEqual(['TrainerLeft left 2026-11-23 false 2026-11-23']);
    const { items } = (await admin.get('/v1/trainers?mayProctor=true')).body;
    expect(items.map((one: { id: string }) => one.id)).not.toContain(id);
  });

  it('is qualified for nothing more, has no plan made and nothing taken out of one', async () => {
    const id = await trainer('asked for more');
    const { items } = (await plan(id, course, exam)).body;
    await leaves(id);
    const refused = { status: 409, body: { code: 'TRAINER_HAS_LEFT', state: 'left', leftOn: '2026-11-23' } };
    const word = { kind: 'teach', topic: 'word', obtainedOn: '2026-01-10', evidence: 'MO-100' };
    expect(await admin.post(path(id, '/qualifications'), word)).toMatchObject(refused);
    expect(await plan(id, course, exam)).toMatchObject(refused);
    const withdraw = path(id, `/upskilling-plan/items/${items[0].id}/withdraw`);
    expect(await director.post(withdraw, { reason: 'the course was given up' })).toMatchObject(refused);
  });

  it('counts by what was learnt by the day of leaving, whenever that is told, and by nothing later', async () => {
    const [intime, late] = [await trainer('learnt in time'), await trainer('learnt later')];
    const before = await countedSince(0);
    const itemsOf = async (id: string) => (await plan(id, course, exam)).body.items;
    const [{ id: first }] = await itemsOf(intime);
    const [{ id: second }] = await itemsOf(late);
    for (const id of [intime, late]) await leaves(id);
    database.clock.set('2026-11-25T09:00:00Z');
    await told.result(intime, 'MO-200', '2026-11-23');
    await told.result(late, 'MO-200', '2026-11-24');
    expect((await complete(intime, first, { completedOn: '2026-11-23' })).body.proven).toBe(true);
    for (const about of [{}, { completedOn: '2026-11-24' }])
      expect(await complete(late, second, about)).toMatchObject({ status: 409, body: { code: 'TRAINER_HAS_LEFT' } });
    expect((await complete(late, second, { completedOn: '2026-11-20' })).body.state).toBe('in-progress');
    expect(await countedSince(before)).toBe(1);
    database.clock.set('2026-11-23T09:00:00Z');
  });

  it('counts no more by a plan that was completed after the day of leaving, before that was told', async () => {
    const before = await countedSince(0);
    const id = await trainer('departure told late');
    const [{ id: item }] = (await plan(id, course)).body.items;
    expect((await complete(id, item, { completedOn: '2026-11-23' })).body.proven).toBe(true);
    expect(await countedSince(before)).toBe(1);
    await leaves(id, '2026-11-22');
    expect(await countedSince(before)).toBe(0);
    expect((await admin.get(path(id, '/upskilling-plan'))).body).toMatchObject({ state: 'completed', proven: false });
    const [{ proven }] = (await run<{ proven: boolean }>(sql`
      select (change #>> '{d,upskillingProven}')::boolean as proven
      from event_new, jsonb_array_elements(body->'changes') change where change->>'s' = ${id} order by event_new.id desc limit 1`)) as [
      { proven: boolean },
    ];
    expect(proven).toBe(false);
  });

  it('has left on the day of the telling where the register knows none', async () => {
    const id = await trainer('left at some time');
    await leaves(id, null);
    expect(await see(id)).toMatchObject({ state: 'left', leftOn: '2026-11-23' });
  });

  it('is a trainer again with the person, as qualified as before', async () => {
    const id = await trainer('returns');
    await leaves(id);
    await told.person(id, 'active');
    expect(await see(id)).toMatchObject({ state: 'active', leftOn: null, mayProctor: true, topics: ['excel'] });
    expect(await toldOf(id, 4)).toEqual(['TrainerChanged active true 2027-01-09']);
    expect((await plan(id, course)).status).toBe(200);
  });

  it('is registered in the same moment as one who has left', async () => {
    const id = stableId('test leaver', 'registered');
    await told.person(id, 'active');
    let [registering, leaving]: Promise<unknown>[] = [];
    // Another registration of the same person, which is undone, keeps this one waiting once it has read the person.
    const other = database.db.asActor(actorOf('programme-admin'), async (tx) => {
      await registerTrainer(tx, id, here);
      registering = admin.post('/v1/trainers', { personId: id });
      await pause(500);
      leaving = leaves(id);
      await Promise.race([leaving, pause(500)]);
      throw new Error('undone');
    });
    await expect(other).rejects.toThrow('undone');
    expect(await registering).toMatchObject({ status: 201 });
    await leaving;
    expect(await see(id)).toMatchObject({ state: 'left' });
  });
});
