import { z } from 'zod';
import { eachOf, Refused, until, type Client } from './client.js';
import { COPYING, type Person } from './for-everyone.js';
import type { Bar } from './progress-bars.js';

const SECOND = 1_000;
const MINUTE = 60_000;
/** An exam of 50 minutes with 20 of administration, and a quarter of an hour for those who leave and come. */
const MINUTES = 70;
const CHANGE = 15;
const WIDE = 8;
const PER_PROCTOR = 20;

/** Open around the clock, as the demo plays at any hour. */
const HOURS = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '24:00' }));

const Id = z.object({ id: z.uuid() });
export const Academy = z.object({ id: z.uuid(), code: z.string(), profile: z.string() });
export type Academy = z.output<typeof Academy>;

type Wanted = { academies: readonly Academy[]; persons: readonly Person[]; notice: number; examCode: string };
/** A room of the demo's own, its academy's proctors, how many of them watch at once, and for how many candidates. */
type Place = { academyId: string; roomId: string; proctorIds: string[]; needed: number; wanted: number };

/**
 * Opens sittings in a room of the demo's own in each academy: as many seats as its proctors can watch at once, `notice` seconds
 * after the rooms are there, and again after those until everyone has a seat. Returns when the first of them start.
 */
export async function openSittings(
  api: Client,
  { academies, persons, notice, examCode }: Wanted,
  bar: Bar,
): Promise<Date> {
  const byAcademy = Map.groupBy(persons, ({ academyId }) => academyId);
  const theirs = academies.filter(({ id }) => byAcademy.has(id));
  const places = await eachOf(theirs, WIDE, ({ id }) => placeIn(api, id, byAcademy.get(id)!.length));
  const startsAt = new Date(Date.now() + notice * SECOND);
  let done = 0;
  await eachOf(places.flat(), WIDE, async (place) => {
    for (let slot = 0, seats = 0; seats < place.wanted; slot++, seats += place.needed * PER_PROCTOR)
      await openSitting(api, place, new Date(startsAt.getTime() + slot * (MINUTES + CHANGE) * MINUTE), examCode);
    bar.to((done += place.wanted));
  });
  return startsAt;
}

/** None where the academy has nobody who may proctor: its candidates sit elsewhere. */
async function placeIn(api: Client, academyId: string, wanted: number): Promise<Place[]> {
  const proctorIds = await proctorsOf(api, academyId);
  if (proctorIds.length === 0) return [];
  const needed = Math.min(proctorIds.length, Math.ceil(wanted / PER_PROCTOR));
  const roomId = await openRoom(api, academyId, needed * PER_PROCTOR);
  return [{ academyId, roomId, proctorIds, needed, wanted }];
}

async function proctorsOf(api: Client, academyId: string): Promise<string[]> {
  const page = await api.get(`/v1/trainers?academyId=${academyId}&mayProctor=true&first=20`);
  return z
    .object({ items: z.array(Id) })
    .parse(page)
    .items.map(({ id }) => id);
}

async function openRoom(api: Client, academyId: string, seats: number): Promise<string> {
  const code = `DEMO-${Date.now().toString(36)}`;
  const { id } = Id.parse(await api.post(`/v1/academies/${academyId}/rooms`, { code, seats }));
  await declareHours(api, id, HOURS);
  return id;
}

const declareHours = (api: Client, id: string, openingHours: typeof HOURS | null): Promise<unknown> =>
  api.graphql('mutation ($input: ChangeRoomInput!) { changeRoom(input: $input) { id } }', {
    input: { id, openingHours },
  });

/** With the first proctors of the academy's who are free then: other sittings, and other demos, may have some. */
async function openSitting(api: Client, place: Place, startsAt: Date, examCode: string): Promise<void> {
  const { academyId, roomId, proctorIds, needed } = place;
  const about = { academyId, roomId, startsAt, minutes: MINUTES, seats: needed * PER_PROCTOR, examCodes: [examCode] };
  for (let first = 0; first + needed <= proctorIds.length; first++) {
    const watching = proctorIds.slice(first, first + needed);
    const refused = await tryToOpen(api, { ...about, proctorIds: watching });
    if (refused === undefined) return;
    if (refused.code !== 'PROCTOR_IS_TAKEN') throw refused;
  }
}

/** Opens a sitting once its room is known there, or tells what it was refused for. */
async function tryToOpen(api: Client, sitting: { roomId: string; proctorIds: string[] }): Promise<Refused | undefined> {
  const attempt = () =>
    api.post('/v1/sittings', sitting).then(
      () => undefined,
      (error: unknown) => (error instanceof Refused ? error : Promise.reject(error as Error)),
    );
  const past = (code: string) => until(attempt, (refused) => refused?.code !== code, COPYING, 'the room of a sitting');
  const refused = await past('ROOM_UNKNOWN');
  if (refused?.code !== 'ROOM_IS_CLOSED_THEN') return refused;
  // A holiday, or an evening of Ramadan, closes rooms that have hours: this one is told to have none.
  await declareHours(api, sitting.roomId, null);
  return past('ROOM_IS_CLOSED_THEN');
}
