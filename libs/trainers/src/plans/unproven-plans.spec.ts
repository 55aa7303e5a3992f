import { afterAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { course, DOCUMENT, exam, planning } from '../testing/planning.js';

const { told, run, trainer, plan, planOf, complete, said, counted, close } = await planning();
afterAll(close);

describe('a plan whose evidence was taken back', () => {
  it('is told to be disproved, until it is proven again', async () => {
    const id = await trainer('disproved');
    await told.result(id, 'MO-200', '2026-10-01');
    await plan(id, exam);
    const disproved = async () =>
      (
        await run<{ told: boolean }>(sql`
          select (change #>> '{d,upskillingDisproved}')::boolean as told
          from event_new cross join jsonb_array_elements(body->'changes') change
          where change->>'s' = ${id} order by event_new.id desc limit 1`)
      )[0]!.told;
    expect(await disproved()).toBe(false);
    await told.result(id, 'MO-200', '2026-10-01', 'failed');
    expect(await disproved()).toBe(true);
    await told.result(id, 'MO-200', '2026-10-01');
    expect(await disproved()).toBe(false);
  });
});

describe('a plan that was completed on a word, before evidence was asked for', () => {
  const onAWord = async (name: string, ...items: object[]): Promise<string> => {
    const id = await trainer(name);
    await plan(id, ...items);
    await run(
      sql`update plan_item set completed_on = '2026-10-05', counts_from = default, agreed_at = null where trainer_id = ${id}`,
    );
    await run(
      sql`update trainer set upskilling = 'completed', upskilling_completed_on = '2026-10-05' where id = ${id}`,
    );
    return id;
  };

  it('stays as it is, and is not counted', async () => {
    const before = await counted();
    const id = await onAWord('on a word', course, exam);
    await told.result(id, 'MO-200', '2026-10-10', 'failed');
    expect(await planOf(id)).toMatchObject({ state: 'completed', completedOn: '2026-10-05', proven: false });
    expect(await counted()).toBe(before);
  });

  it('is counted once all of it is proven, on that day', async () => {
    const before = await counted();
    const id = await onAWord('proven later', course, exam);
    await told.result(id, 'MO-200', '2026-10-10');
    expect(await planOf(id)).toMatchObject({ state: 'completed', completedOn: '2026-10-10', proven: false });
    expect(await counted()).toBe(before);
    const open = (await planOf(id)).items.find(({ kind }: { kind: string }) => kind === 'course');
    await complete(id, open.id, { ...DOCUMENT, completedOn: '2026-10-06' });
    expect(await planOf(id)).toMatchObject({ state: 'completed', completedOn: '2026-10-10', proven: true });
    expect(await said(id)).toEqual(['completed', '2026-10-10', true]);
    expect(await counted()).toBe(before + 1);
  });
});
