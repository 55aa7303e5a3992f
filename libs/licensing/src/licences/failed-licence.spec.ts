import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import type { Verdict } from '../graph/decide.js';
import { licensingEnvironment, type LicensingEnvironment } from '../testing/licensing-environment.js';

let ground: LicensingEnvironment;
let person: string;
beforeAll(async () => void (ground = await licensingEnvironment()));
beforeEach(async () => void (person = await ground.person()));
afterAll(() => ground?.close());

const given: Verdict = { state: 'assigned' };
const refused: Verdict = { state: 'failed', reason: 'SERVICE_PLANS_CONFLICT' };
const eventsTold = async () =>
  (await ground.licenceEvents())
    .filter((change) => change.person === person)
    .map(({ type, state, version }) => [type, state, version]);
const used = async () =>
  (await ground.sql<{ used: number }>(sql`select sum(used)::int as used from seat_pool`))[0]!.used;

describe('a licence that Microsoft refuses for good', () => {
  it('is told of once, however often it is tried, and of its coming when it is given after all', async () => {
    const before = await used();
    const { id } = await ground.start([person]);
    await ground.work(() => refused);
    expect(await eventsTold()).toEqual([['LicenceFailed', 'failed', 1]]);
    expect(await used()).toBe(before);
    await ground.control.retry(ground.system, { id } as never);
    await ground.work(() => refused);
    expect(await eventsTold()).toHaveLength(1);
    await ground.start([person]);
    await ground.work(() => given);
    expect((await eventsTold()).at(-1)).toEqual(['LicenceAssigned', 'assigned', 2]);
    expect(await used()).toBe(before + 1);
  });

  it('is told of again of who has given one back', async () => {
    await ground.start([person]);
    await ground.work(() => given);
    await ground.start([person], { action: 'revoke' });
    await ground.work(() => ({ state: 'released' }));
    await ground.start([person]);
    await ground.work(() => refused);
    expect(await eventsTold()).toEqual([
      ['LicenceAssigned', 'assigned', 1],
      ['LicenceReleased', 'released', 2],
      ['LicenceFailed', 'failed', 3],
    ]);
  });

  it('is still had by who has it, though other plans or its release were refused', async () => {
    await ground.start([person]);
    await ground.work(() => given);
    await ground.start([person], { disabledPlans: [] });
    await ground.work(() => refused);
    await ground.start([person], { action: 'revoke' });
    await ground.work(() => refused);
    expect(await eventsTold()).toEqual([['LicenceAssigned', 'assigned', 1]]);
  });

  it('is nothing that is told of who may not have one by our own rules', async () => {
    person = await ground.person({ profile: 'prison' });
    expect(await ground.start([person])).toMatchObject({ state: 'done', failed: 1 });
    expect(await eventsTold()).toEqual([]);
  });
});
