import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import type { Verdict } from '../graph/decide.js';
import { licensingEnvironment, STUDENT, type LicensingEnvironment } from '../testing/licensing-environment.js';

let ground: LicensingEnvironment;
beforeAll(async () => void (ground = await licensingEnvironment()));
afterAll(() => ground?.close());

const given: Verdict = { state: 'assigned' };
const seats = async () =>
  (await ground.sql<{ used: number }>(sql`select used from seat_pool where sku_id = ${STUDENT}`))[0]!.used;
const outcomes = (runId: string) =>
  ground.sql(
    sql`select person_id as id, state, reason, attempts from outcome where run_id = ${runId} order by position`,
  );
const leave = (id: string) => ground.sql(sql`update person_copy set active = false where subject = ${id}`);

describe('a run that waited', () => {
  it('asks Microsoft for nobody who may not have the licence by then, and gives the seat back', async () => {
    const before = await seats();
    const [gone, there] = [await ground.person(), await ground.person()];
    const { id } = await ground.start([gone, there]);
    await ground.control.pause(ground.system, { id } as never);
    await leave(gone);
    await ground.control.resume(ground.system, { id } as never);
    const asked: string[] = [];
    await ground.work((person) => (asked.push(person), given));
    expect(asked).toEqual([there]);
    expect(await ground.runs.one(ground.system, { id } as never)).toMatchObject({ state: 'done', done: 1, failed: 1 });
    expect(await outcomes(id)).toContainEqual({ id: gone, state: 'failed', reason: 'PERSON_NOT_ACTIVE', attempts: 0 });
    expect(await seats()).toBe(before + 1);
    expect(await ground.licenceEvents()).not.toContainEqual(expect.objectContaining({ person: gone }));
  });

  it('is done where nobody is left who may', async () => {
    const person = await ground.person();
    const { id } = await ground.start([person]);
    await leave(person);
    await ground.work(() => given);
    expect(await ground.runs.one(ground.system, { id } as never)).toMatchObject({ state: 'done', done: 0, failed: 1 });
  });

  it('takes a licence back from whoever has it, whatever the rules say by then', async () => {
    const person = await ground.person();
    await ground.start([person]);
    await ground.work(() => given);
    const { id } = await ground.start([person], { action: 'revoke' });
    await leave(person);
    await ground.work(() => ({ state: 'released' }));
    expect(await ground.runs.one(ground.system, { id } as never)).toMatchObject({ state: 'done', done: 1, failed: 0 });
  });
});
