import { afterAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CountAcademiesHandler } from './count-academies.js';
import { interruptionsMigration } from '../migrations/2026-12-01-interruptions.js';
import { academiesService } from '../testing/academies-service.js';

const { database, admin, close } = await academiesService();
afterAll(close);

const toldLast = async (id: string) => {
  const [last] = await database.db.readAs(actorOf('system'), (tx) =>
    tx.query<{ state: object }>(sql`
      select change -> 'd' as state
      from (select body from event where subject = 'academy' union all select body from event_new where subject = 'academy') e,
        jsonb_array_elements(e.body -> 'changes') change
      where change ->> 's' = ${id} order by (change ->> 'v')::int desc limit 1`),
  );
  return last!.state;
};

// Today is 2026-11-23.
describe('the days on which academies were out of the programme', () => {
  it('are shown and told, and found of those of before by what the log still tells', async () => {
    const { items } = (await admin.get('/v1/academies?first=4')).body;
    const [suspended, closed, back, ever] = items.map(({ id }: { id: string }) => id) as string[];
    const step = async (id: string, what: string) =>
      expect((await admin.post(`/v1/academies/${id}/${what}`)).status).toBe(200);
    for (const id of [suspended, closed, back]) await step(id!, 'suspend');
    for (const id of [closed, back]) await step(id!, 'reinstate');
    database.clock.set('2026-11-26T09:00:00Z');
    await step(closed!, 'close');
    const since = { [suspended!]: '2026-11-23', [closed!]: '2026-11-26' };
    const borneOut = async () => {
      for (const [id, from] of Object.entries(since)) {
        const interruptions = [{ from, until: null }];
        expect((await admin.get(`/v1/academies/${id}`)).body).toMatchObject({ interruptions });
        expect(await toldLast(id)).toMatchObject({ interruptions });
      }
      for (const id of [back, ever])
        expect((await admin.get(`/v1/academies/${id}`)).body).toMatchObject({ state: 'accredited', interruptions: [] });
    };
    await borneOut();
    const recounted = (on?: string) => new CountAcademiesHandler(database.db).run(actorOf('system'), { on });
    const all = await recounted('2026-11-22');
    expect([await recounted('2026-11-23'), await recounted('2026-11-25'), await recounted()]).toEqual([
      all - 1,
      all - 1,
      all - 2,
    ]);
    await database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`alter table academy drop column interruptions`);
      for (const statement of interruptionsMigration.up.split(';').filter((one) => one.trim()))
        await tx.query(sql([statement]));
    });
    await borneOut();
  });
});
