import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { campaignEnvironment } from '../testing/campaign-environment.js';

type House = Awaited<ReturnType<typeof campaignEnvironment>>;
let house: House;
beforeAll(async () => void (house = await campaignEnvironment()));
afterAll(() => house?.close());

it('a seat is refused with the days of its exam, be they judged before or told by the database', async () => {
  const { id } = await house.sitting({ days: 3 });
  const [early, late] = [await house.person('early'), await house.person('late')];
  const book = (personId: string) => house.book(personId, id, { examCode: 'MO-300' });
  const isWaiting = async () =>
    (await house.sql(sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`))
      .length > 0;
  const { raced } = await house.database.db.asActor(actorOf('system'), async (tx) => {
    await tx.query(sql`update exam set retired_on = '2026-11-24' where code = 'MO-300'`);
    const raced = book(early);
    while (!(await isWaiting())) await pause(10);
    return { raced };
  });
  const [told, judged] = [await raced, await book(late)];
  expect(told).toMatchObject({
    status: 409,
    body: { code: 'EXAM_OUTSIDE_ITS_DAYS', examCode: 'MO-300', from: null, to: '2026-11-24', goneBy: null },
  });
  expect(told.body).toEqual(judged.body);
});
