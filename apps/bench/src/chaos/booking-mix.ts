import { pick } from '@takwin/demo/seeded';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EXAMS = ['MO-200', 'MO-100', 'MO-300'];

/** Some rooms and proctors, persons, and the sittings that there are from the beginning: the first twelve are crowded. */
export type Scene = { academyId: string; rooms: string[]; proctors: string[]; persons: string[]; sittings: string[] };
export type Call = { method: 'POST' | 'PATCH'; path: string; body: object };
/** What calls have made, for later ones to undo; `left` are persons who were deactivated. */
export type Made = { registrations: string[]; sittings: string[]; left: string[] };

type Random = () => number;
/** None where there is nothing to undo yet. */
type Kind = (scene: Scene, made: Made, random: Random) => Call | undefined;

const post = (path: string, body: object = {}): Call => ({ method: 'POST', path, body });
const change = (path: string, body: object): Call => ({ method: 'PATCH', path, body });
const undo = (random: Random, ids: readonly string[], path: (id: string) => string): Call | undefined =>
  ids.length > 0 ? post(path(pick(random, ids))) : undefined;
const below = (random: Random, end: number): number => Math.floor(random() * end);

export const sittingAt = ({ academyId }: Scene, roomId: string, proctorId: string, hours: number, seats: number) => ({
  academyId,
  roomId,
  startsAt: new Date(Date.now() + hours * HOUR).toISOString(),
  minutes: 120,
  seats,
  proctorIds: [proctorId],
});

const book = (personId: string, sittingId: string, random: Random): Call =>
  post('/v1/registrations', { personId, sittingId, examCode: pick(random, EXAMS), consent: true });
const open = (scene: Scene, random: Random, room: string, proctor: string): Call =>
  post('/v1/sittings', sittingAt(scene, room, proctor, 24 + below(random, 96) / 2, 1 + below(random, 4)));
/** Rooms that are closed for a day or for good, and opened again. */
const unsteady = ({ rooms }: Scene): string[] => rooms.slice(3);
/** Who is booked all the time, proctors among them: nobody watches while they sit. */
const sought = ({ persons, proctors }: Scene): string[] => [...persons.slice(0, 16), ...proctors.slice(0, 4)];

function request({ persons }: Scene, _made: Made, random: Random): Call {
  const [earliest, latest] = [HOUR, 200 * HOUR].map((ahead) => new Date(Date.now() + ahead).toISOString());
  const wish = { personId: pick(random, persons), examCode: pick(random, EXAMS), earliest, latest, consent: true };
  return post('/v1/registrations', wish);
}

/** A closure of a day within the next week; the one before is lifted. */
function closeForADay(scene: Scene, _made: Made, random: Random): Call {
  const day = (ahead: number): string => new Date(Date.now() + ahead * DAY).toISOString().slice(0, 10);
  const ahead = 1 + below(random, 4);
  const closures = [{ from: `${day(ahead)}T00:00`, until: `${day(ahead + 1)}T00:00`, reason: 'chaos' }];
  return change(`/v1/rooms/${pick(random, unsteady(scene))}`, { closures });
}

/** Each kind of call, and how many of a hundred calls are of it. */
const MIX: readonly (readonly [number, Kind])[] = [
  [27, ({ persons }, { sittings }, random) => book(pick(random, persons), pick(random, sittings.slice(0, 12)), random)],
  [15, (scene, { sittings }, random) => book(pick(random, sought(scene)), pick(random, sittings), random)],
  [8, ({ persons }, { sittings }, random) => book(pick(random, persons), pick(random, sittings), random)],
  [9, (scene, _, random) => open(scene, random, pick(random, scene.rooms.slice(4)), pick(random, scene.proctors))],
  [8, (scene, _, random) => open(scene, random, pick(random, scene.rooms), scene.proctors[7]!)],
  [12, (_, { registrations }, random) => undo(random, registrations, (id) => `/v1/registrations/${id}/cancel`)],
  [3, (_, { registrations }, random) => undo(random, registrations, (id) => `/v1/registrations/${id}/decline-move`)],
  [7, request],
  [2, (_, { sittings }, random) => change(`/v1/sittings/${pick(random, sittings)}`, { seats: 1 + below(random, 8) })],
  [
    2,
    ({ proctors }, { sittings }, random) =>
      change(`/v1/sittings/${pick(random, sittings)}`, { proctorIds: [pick(random, proctors)] }),
  ],
  [
    1,
    (_, { sittings }, random) => post(`/v1/sittings/${pick(random, sittings.slice(12))}/cancel`, { reason: 'chaos' }),
  ],
  [1, closeForADay],
  [1, (scene, _, random) => post(`/v1/rooms/${pick(random, unsteady(scene))}/close`)],
  [2, (scene, _, random) => post(`/v1/rooms/${pick(random, unsteady(scene))}/reopen`)],
  [
    1,
    ({ persons }, _, random) => post(`/v1/persons/${pick(random, persons.slice(8))}/deactivate`, { reason: 'chaos' }),
  ],
  [1, (_, { left }, random) => undo(random, left, (id) => `/v1/persons/${id}/reactivate`)],
];

/** The next call, drawn by its share; a wish for an exam where there is nothing to undo yet. */
export function nextCall(scene: Scene, made: Made, random: Random): Call {
  let share = random() * 100;
  const [, kind] = MIX.find(([part]) => (share -= part) < 0)!;
  return kind(scene, made, random) ?? request(scene, made, random);
}
