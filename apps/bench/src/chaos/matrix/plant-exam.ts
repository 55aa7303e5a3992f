import { randomUUID } from 'node:crypto';
import { type Planting, STUDENT } from './plant.js';
import { Today } from './today.js';
import type { Place, PlaceName, World } from './world.js';

/** What is scored nowhere else. */
const FINAL: Readonly<Record<PlaceName, number>> = { own: 811, near: 812, far: 813 };

/** An exam of today that somebody began and passed, what was recorded of it, and an appeal of its result. */
export async function plantExam(planting: Planting, world: World, place: Place): Promise<void> {
  const { main, name } = place;
  const today = new Today(planting, world);
  const { sat } = await today.certified(place, await today.sits(place, main, 'MO-100'), FINAL[name]);
  const incident = planting.canaries.words();
  const id = randomUUID();
  const at = new Date().toISOString();
  await today.record(place, sat.sittingId, [{ id, kind: 'incident', reason: incident, at }]);
  planting.put(world, 'exam-day', place, id, [incident.split(' ')[0]!], {
    ...{ person: main, watchedBy: world.row('sitting', name)!.watchedBy },
  });
  planting.put(world, 'result', place, randomUUID(), [`"score":${FINAL[name]}`], { person: main });
  await today.appeal(place, sat.registrationId, main, planting.canaries.words());
}

/** A result is not held for its haste where an exam takes a minute, and a run by hand gives accounts to who is in a prison, too. */
export async function relaxRules(planting: Planting): Promise<void> {
  const { doors, admin } = planting;
  const path = '/v1/exam-rules';
  const { headers } = await doors.ask(admin, { method: 'GET', path });
  const etag = new Map(JSON.parse(headers) as [string, string][]).get('etag') ?? '"0"';
  const body = { leastExamMinutes: 1, leastExamPercent: 0 };
  await doors.done(admin, { method: 'PATCH', path, body, headers: { 'if-match': etag } });
  const rule = {
    name: 'ZQ trainees in prisons',
    kinds: ['trainee'],
    profiles: ['prison'],
    skuId: STUDENT,
    automatic: false,
  };
  await planting.post('/v1/entitlement-rules', rule);
}
