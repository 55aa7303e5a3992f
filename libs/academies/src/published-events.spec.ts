import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { academiesService } from './testing/academies-service.js';

/** Written down once, from what was published then: what others follow does not change with what writes it. */
const RECORDED: Record<'academy' | 'room', string[]> = JSON.parse(
  readFileSync(new URL('testing/published-events.json', import.meta.url), 'utf8'),
);

const { database, tokens, admin, close } = await academiesService();
afterAll(close);

/** The events of these subjects as they stand in the log, each id by its place in the list. */
async function published(ids: readonly string[]): Promise<string[]> {
  const events = await database.db.readAs(actorOf('system'), (tx) =>
    tx.query<{ event: string }>(sql`
      select concat_ws(' ', at at time zone 'UTC', subject, type, body) as event
      from event_new where body->'changes'->0->>'s' = any(${ids}::text[]) order by id`),
  );
  return events.map(({ event }) => ids.reduce((text, id, index) => text.replaceAll(id, `ID ${index}`), event));
}

describe('the events', () => {
  it('of academies are those that were recorded', async () => {
    const place = { kind: 'ISTA', region: 'MA-04', province: '04.421', city: 'Rabat' };
    const register = async (code: string, about: object = {}): Promise<string> =>
      (await admin.post('/v1/academies', { code, name: { fr: `ISTA ${code}` }, ...place, ...about })).body.id;
    const first = await register('EVENTS-1', {
      name: { fr: 'ISTA Événements', ar: 'المعهد' },
      profile: 'minors',
      membershipUntil: '2029-08-31',
    });
    const second = await register('EVENTS-2');
    const third = await register('EVENTS-3');
    const change = (id: string, to: object) => admin.patch(`/v1/academies/${id}`, to);
    const colleague = admin.as(await tokens.of({ role: 'programme-admin', subject: 'a colleague' }));
    const step = (id: string, name: string, body?: object) => colleague.post(`/v1/academies/${id}/${name}`, body);
    await change(first, { name: { fr: 'ISTA Autre' } });
    await change(first, { profile: 'ordinary', city: 'RABAT', membershipUntil: null });
    await change(first, {});
    await step(first, 'reinstate');
    const official = admin.as(await tokens.of({ role: 'programme-admin', subject: 'an official' }));
    await official.post(`/v1/academies/${first}/accredit`, { on: '2026-10-01' });
    await step(first, 'accredit', { on: '2026-10-01' });
    await step(first, 'suspend');
    await step(first, 'accredit');
    await change(first, { name: { fr: 'ISTA Troisième', ar: 'المعهد' }, membershipUntil: '2030-01-01' });
    await step(first, 'reinstate');
    await step(second, 'accredit');
    await step(second, 'suspend');
    await step(second, 'close');
    await step(second, 'reinstate');
    await step(third, 'close');
    await step(first, 'close');
    expect(await published([first, second, third])).toEqual(RECORDED.academy);
  });

  it('of rooms are those that were recorded', async () => {
    const academyId = (await admin.get('/v1/academies?first=1')).body.items[0].id;
    const { id } = (await admin.post(`/v1/academies/${academyId}/rooms`, { code: 'Salle É1', seats: 20 })).body;
    const change = (to: object) => admin.patch(`/v1/rooms/${id}`, to);
    const morning = { weekday: 1, opens: '08:30', closes: '12:30' };
    await change({ openingHours: [morning, { ...morning, weekday: 6, closes: '24:00' }] });
    await change({ closures: [{ from: '2027-01-05T00:00', until: '2027-01-06T12:00', reason: 'peinture' }] });
    await change({ openingHours: [{ ...morning, closes: '08:00' }] });
    await change({ seats: 24 });
    await change({});
    await admin.post(`/v1/rooms/${id}/close`);
    await change({ openingHours: null, closures: [] });
    await admin.post(`/v1/rooms/${id}/reopen`);
    expect(await published([id, academyId])).toEqual(RECORDED.room);
  });
});
