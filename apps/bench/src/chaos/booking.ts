import { eachOf, until } from '@takwin/demo/client';
import { ROUND_THE_CLOCK } from '@takwin/demo/round-the-clock';
import { pick, seeded } from '@takwin/demo/seeded';
import { z } from 'zod';
import type { Trial } from '../registry.js';
import { bookingViolations } from './booking-invariants.js';
import { copied, withTestCluster, populate, type TestCluster } from './test-cluster.js';

const REQUESTS = 5_000;
const WIDE = 200;
const PEOPLE = 1_500;
const HOUR = 3_600_000;
const EXAMS = ['MO-200', 'MO-100', 'MO-300'];

const Id = z.object({ id: z.uuid() });
const Page = z.object({ items: z.array(Id) });

type Scene = { academyId: string; rooms: string[]; proctors: string[]; persons: string[]; sittings: string[] };
type Call = { method: string; path: string; body?: object };
/** What a call may have made, to be cancelled by a later one. */
type Made = { registrations: string[]; sittings: string[] };

/**
 * 5,000 requests, 200 at a time, all after the same few seats, candidates, rooms and proctors, while others cancel what was
 * booked, call sittings off, ask the scheduler and close a room. Afterwards SQL looks for what must not be.
 */
export const booking: Trial = {
  about: '5,000 mixed requests, 200 at a time, for the same seats, candidates, proctors and rooms',
  run: (args) =>
    withTestCluster(args, { SWEEP_SECONDS: '1' }, async (ground) => {
      const { cluster, token, sql } = ground;
      const scene = await setUp(ground);
      const random = seeded(7);
      const made: Made = { registrations: [], sittings: [...scene.sittings] };
      const answers = new Map<string, number>();
      const started = performance.now();
      await eachOf(Array.from({ length: REQUESTS }), WIDE, async () => {
        const { method, path, body } = nextCall(scene, made, random);
        const answer = await fetch(cluster.url + path, {
          method,
          body: body && JSON.stringify(body),
          headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
        });
        const { id, code } = (await answer.json()) as { id?: string; code?: string };
        if (answer.ok && id && path === '/v1/registrations') made.registrations.push(id);
        if (answer.status === 201 && id && path === '/v1/sittings') made.sittings.push(id);
        const said = answer.ok ? String(answer.status) : answer.status >= 500 ? `5xx ${code}` : String(code);
        answers.set(said, (answers.get(said) ?? 0) + 1);
      });
      const seconds = (performance.now() - started) / 1000;
      await until(
        async () => (await sql.query<{ left: number }>(UNSETTLED)).rows[0]!.left,
        (left) => left === 0,
        60,
        'the bookings',
      );
      const violations = await bookingViolations(sql);
      for (const [said, times] of [...answers].sort(([, a], [, b]) => b - a))
        console.log(`${said.padEnd(32)} ${times}`);
      for (const [rule, times] of Object.entries(violations)) console.log(`${String(times).padStart(6)} ${rule}`);
      const values = {
        requests: [...answers.values()].reduce((sum, times) => sum + times, 0),
        violations: Object.values(violations).reduce((sum, times) => sum + times, 0),
        errors_5xx: [...answers].reduce((sum, [said, times]) => sum + (said.startsWith('5xx') ? times : 0), 0),
        requests_s: Math.round(REQUESTS / seconds),
      };
      return { values, holds: values.violations === 0 && values.errors_5xx === 0 && values.requests === REQUESTS };
    }),
};

const UNSETTLED = `
  select (select count(*) from certifications.registration where state = 'requested')::int
    + (select count(*) from certifications.sitting where offered > 0)::int as left`;

async function setUp(ground: TestCluster): Promise<Scene> {
  const { api } = ground;
  const { academyId, persons } = await populate(ground, PEOPLE);
  await copied(ground, ['certifications']);
  const rooms: string[] = [];
  for (const code of ['K1', 'K2', 'K3', 'K4', 'K5', 'K6'])
    rooms.push(
      Id.parse(await api.post(`/v1/academies/${academyId}/rooms`, { code, seats: 20, ...ROUND_THE_CLOCK })).id,
    );
  const proctors = Page.parse(await api.get('/v1/trainers?mayProctor=true&first=8')).items.map(({ id }) => id);
  await until(
    async () =>
      (await ground.sql.query('select from certifications.room_hours where room_id = any($1)', [rooms])).rowCount,
    (count) => count === rooms.length,
    30,
    'the copy of rooms',
  );
  const scene = { academyId, rooms, proctors, persons, sittings: [] as string[] };
  for (let index = 0; index < 24; index++) {
    const [room, proctor] = [rooms[index % 4]!, proctors[index % 4]!];
    const body = sittingAt(scene, room, proctor, 24 + 3 * Math.floor(index / 4), 2 + (index % 5));
    scene.sittings.push(Id.parse(await api.post('/v1/sittings', body)).id);
  }
  return scene;
}

const sittingAt = ({ academyId }: Scene, roomId: string, proctorId: string, hours: number, seats: number) => ({
  academyId,
  roomId,
  startsAt: new Date(Date.now() + hours * HOUR).toISOString(),
  minutes: 120,
  seats,
  proctorIds: [proctorId],
});

function nextCall(scene: Scene, made: Made, random: () => number): Call {
  const dice = random();
  // Proctors book seats, too: nobody watches while they sit.
  const hot = [...scene.persons.slice(0, 16), ...scene.proctors.slice(0, 4)];
  const examCode = pick(random, EXAMS);
  const book = (personId: string, sittingId: string): Call => ({
    method: 'POST',
    path: '/v1/registrations',
    body: { personId, sittingId, examCode, consent: true },
  });
  // The same few seats; the same few candidates in sittings at the same time.
  if (dice < 0.35) return book(pick(random, scene.persons), pick(random, made.sittings.slice(0, 12)));
  if (dice < 0.5) return book(pick(random, hot), pick(random, made.sittings));
  if (dice < 0.6) return openSitting(scene, random, pick(random, scene.rooms.slice(4)), pick(random, scene.proctors));
  if (dice < 0.7) return openSitting(scene, random, pick(random, scene.rooms), scene.proctors[7]!);
  if (dice < 0.88 && made.registrations.length > 0)
    return { method: 'POST', path: `/v1/registrations/${pick(random, made.registrations)}/cancel`, body: {} };
  if (dice < 0.96) {
    const earliest = new Date(Date.now() + HOUR).toISOString();
    const latest = new Date(Date.now() + 200 * HOUR).toISOString();
    const body = { personId: pick(random, scene.persons), examCode, earliest, latest, consent: true };
    return { method: 'POST', path: '/v1/registrations', body };
  }
  if (dice < 0.98)
    return {
      method: 'PATCH',
      path: `/v1/sittings/${pick(random, made.sittings)}`,
      body: { seats: 1 + Math.floor(random() * 8) },
    };
  if (dice < 0.99)
    return {
      method: 'POST',
      path: `/v1/sittings/${pick(random, made.sittings.slice(12))}/cancel`,
      body: { reason: 'chaos' },
    };
  return { method: 'PATCH', path: `/v1/rooms/${pick(random, scene.rooms.slice(4))}`, body: closedOn(random) };
}

const openSitting = (scene: Scene, random: () => number, room: string, proctor: string): Call => ({
  method: 'POST',
  path: '/v1/sittings',
  body: sittingAt(scene, room, proctor, 24 + Math.floor(random() * 96) / 2, 1 + Math.floor(random() * 4)),
});

// A closure of a day within the next week; the one before is lifted.
function closedOn(random: () => number): object {
  const day = (ahead: number): string => new Date(Date.now() + ahead * 24 * HOUR).toISOString().slice(0, 10);
  const ahead = 1 + Math.floor(random() * 4);
  return { closures: [{ from: `${day(ahead)}T00:00`, until: `${day(ahead + 1)}T00:00`, reason: 'chaos' }] };
}
