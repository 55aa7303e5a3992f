import { z } from 'zod';
import { eachOf, Refused, type Client } from './client.js';
import type { Person } from './for-everyone.js';
import type { Bar } from './progress-bars.js';
import { openSitting, ROUND_THE_CLOCK } from './round-the-clock.js';

const SECOND = 1_000;
const MINUTE = 60_000;
/** An exam of 50 minutes with 20 of administration, and a quarter of an hour for those who leave and come. */
const MINUTES = 70;
const CHANGE = 15;
const WIDE = 8;
const PER_PROCTOR = 20;

const Id = z.object({ id: z.uuid() });
export const Academy = z.object({ id: z.uuid(), code: z.string(), profile: z.string() });
export type Academy = z.output<typeof Academy>;

type Wanted = { academies: readonly Academy[]; persons: readonly Person[]; notice: number; examCode: string };
/** A room of the demo's own, its academy's proctors, how many of them watch at once, and for how many candidates. */
type ExamRoom = { academyId: string; roomId: string; proctorIds: string[]; needed: number; wanted: number };

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
      await openWatched(api, place, new Date(startsAt.getTime() + slot * (MINUTES + CHANGE) * MINUTE), examCode);
    bar.to((done += place.wanted));
  });
  return startsAt;
}

/** None where the academy has nobody who may proctor: its candidates sit elsewhere. */
async function placeIn(api: Client, academyId: string, wanted: number): Promise<ExamRoom[]> {
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
  const room = { code: `DEMO-${Date.now().toString(36)}`, seats, ...ROUND_THE_CLOCK };
  return Id.parse(await api.post(`/v1/academies/${academyId}/rooms`, room)).id;
}

/** With the first proctors of the academy's who are free then: other sittings, and other demos, may have some. */
async function openWatched(api: Client, place: ExamRoom, startsAt: Date, examCode: string): Promise<void> {
  const { academyId, roomId, proctorIds, needed } = place;
  const about = { academyId, roomId, startsAt, minutes: MINUTES, seats: needed * PER_PROCTOR, examCodes: [examCode] };
  for (let first = 0; first + needed <= proctorIds.length; first++) {
    const watching = proctorIds.slice(first, first + needed);
    try {
      await openSitting(api, { ...about, proctorIds: watching });
      return;
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'PROCTOR_IS_TAKEN')) throw error;
    }
  }
}
