import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { licensingEnvironment, STUDENT, TENANT, type LicensingEnvironment } from '../testing/licensing-environment.js';
import { claimFresh, openRuns, settleClaim, type Claim } from './claim-targets.js';

let ground: LicensingEnvironment;
beforeAll(async () => void (ground = await licensingEnvironment()));
afterAll(() => ground?.close());

const asSystem = <T>(work: Parameters<typeof ground.database.db.asActor<T>>[1]) =>
  ground.database.db.asActor(ground.system, work);
const claimOne = async (id: string): Promise<Claim> => {
  const claimed = await asSystem(async (tx) => {
    const run = (await openRuns(tx)).find((one) => one.id === id);
    return claimFresh(tx, run!, TENANT, 1, 60_000);
  });
  return claimed!;
};
/** Microsoft was asked for nothing: as where the app was refused, or the window is spent. */
const unasked = (claim: Claim) =>
  asSystem((tx) =>
    settleClaim(
      tx,
      claim,
      claim.targets.map(({ personId }) => ({ personId, verdict: { state: 'reserved' } })),
      0,
    ),
  );
const seats = async () =>
  (await ground.sql<{ used: number }>(sql`select used from seat_pool where sku_id = ${STUDENT}`))[0]!.used;

describe('a run that was cancelled while somebody was about to be asked for', () => {
  it('gives that person up too, with the seat, and leaves the person to the next run', async () => {
    const before = await seats();
    const persons = [await ground.person(), await ground.person()];
    const { id } = await ground.start(persons);
    const claim = await claimOne(id);
    await ground.control.cancel(ground.system, { id } as never);
    await unasked(claim);
    const run = await ground.runs.one(ground.system, { id } as never);
    expect(run).toMatchObject({ state: 'cancelled', total: 2, failed: 2, progress: 1 });
    expect(await seats()).toBe(before);
    expect(await ground.start(persons)).toMatchObject({ state: 'running', failed: 0 });
  });

  it('has the person wait where it was paused', async () => {
    const { id } = await ground.start([await ground.person()]);
    const claim = await claimOne(id);
    await ground.control.pause(ground.system, { id } as never);
    await unasked(claim);
    expect(await ground.control.resume(ground.system, { id } as never)).toMatchObject({ state: 'running', failed: 0 });
  });
});
