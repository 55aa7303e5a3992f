import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import type { Verdict } from '../graph/decide.js';
import { licensingEnvironment, STUDENT, type LicensingEnvironment } from '../testing/licensing-environment.js';

let ground: LicensingEnvironment;
beforeAll(async () => void (ground = await licensingEnvironment()));
afterAll(() => ground?.close());

const given: Verdict = { state: 'assigned' };
const refused: Verdict = { state: 'failed', reason: 'SERVICE_PLANS_CONFLICT' };
const seats = async () =>
  (await ground.sql<{ used: number }>(sql`select used from seat_pool where sku_id = ${STUDENT}`))[0]!.used;
const retry = (id: string) => ground.control.retry(ground.system, { id } as never);

describe('a run that is tried again for whom it failed', () => {
  it('takes a seat for who has none, and no second one for who has the licence', async () => {
    const before = await seats();
    const [holder, other] = [await ground.person(), await ground.person()];
    await ground.start([holder]);
    await ground.work(() => given);
    const { id } = await ground.start([holder, other], { disabledPlans: [] });
    await ground.work(() => refused);
    expect(await seats()).toBe(before + 1);
    await retry(id);
    expect(await seats()).toBe(before + 2);
    await ground.work(() => given);
    expect(await seats()).toBe(before + 2);
  });

  it('knows of a licence that came with somebody from an academy which the manager does not see', async () => {
    const mover = await ground.person();
    await ground.start([mover]);
    await ground.work(() => given);
    const academyId = stableId('academy', 'far away');
    await ground.sql(sql`
      insert into academy_copy(subject, version, generation, region, profile) values (${academyId}, 1, 1, 'MA-01', 'ordinary')`);
    await ground.sql(sql`update person_copy set academy_id = ${academyId}, region = 'MA-01' where subject = ${mover}`);
    const manager = actorOf('academy-manager', { academies: [academyId] });
    const start = (about: object) =>
      ground.starting.run(manager, { skuId: STUDENT, action: 'assign', persons: [mover], ...about } as never);
    const before = await seats();
    expect(await start({})).toMatchObject({ state: 'done', done: 1 });
    const { id } = await start({ disabledPlans: [] });
    await ground.work(() => refused);
    await ground.control.retry(manager, { id } as never);
    expect(await seats()).toBe(before);
  });

  it('leaves out who may not have the licence any more', async () => {
    const [gone, there] = [await ground.person(), await ground.person()];
    const { id } = await ground.start([gone, there]);
    await ground.work(() => refused);
    await ground.sql(sql`update person_copy set active = false where subject = ${gone}`);
    expect(await retry(id)).toMatchObject({ state: 'running', done: 0, failed: 1 });
    await ground.work(() => given);
    expect(await ground.runs.one(ground.system, { id } as never)).toMatchObject({ state: 'done', done: 1, failed: 1 });
  });

  it('asks no rule before a licence is taken back', async () => {
    const person = await ground.person();
    await ground.start([person]);
    await ground.work(() => given);
    const { id } = await ground.start([person], { action: 'revoke' });
    await ground.work(() => refused);
    await ground.sql(sql`update person_copy set active = false where subject = ${person}`);
    expect(await retry(id)).toMatchObject({ state: 'running', failed: 0 });
  });

  it('is refused where there is nobody to ask for again, and stays as it is', async () => {
    const nothing = { code: 'RUN_HAS_NOTHING_TO_RETRY', extra: { state: 'done' } };
    const [served, barred] = [await ground.person(), await ground.person()];
    const { id } = await ground.start([served]);
    await ground.work(() => given);
    const failed = await ground.start([barred]);
    await ground.work(() => refused);
    await ground.sql(sql`update person_copy set active = false where subject = ${barred}`);
    for (const run of [id, failed.id]) {
      const before = await ground.runs.one(ground.system, { id: run } as never);
      await expect(retry(run)).rejects.toMatchObject(nothing);
      expect(await ground.runs.one(ground.system, { id: run } as never)).toEqual(before);
    }
  });

  it('is tried again once, whoever asks at the same time', async () => {
    const { id } = await ground.start([await ground.person()]);
    await ground.work(() => refused);
    const all = await Promise.allSettled([retry(id), retry(id), retry(id)]);
    const reasons = all.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(reasons).toEqual(['RUN_STATE_FORBIDS', 'RUN_STATE_FORBIDS']);
    await ground.work(() => given);
  });
});
