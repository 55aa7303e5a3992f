import { parseArgs } from 'node:util';
import { eachOf, until } from '@takwin/demo/client';
import { ROUND_THE_CLOCK } from '@takwin/demo/round-the-clock';
import { seeded } from '@takwin/demo/seeded';
import { z } from 'zod';
import { Patience } from '../patience.js';
import type { Trial } from '../registry.js';
import { bookingViolations } from './booking-invariants.js';
import { type Made, nextCall, type Scene, sittingAt } from './booking-mix.js';
import { copied, withTestCluster, populate, type TestCluster } from './test-cluster.js';

const WIDE = 200;
const PEOPLE = 1_500;

const Id = z.object({ id: z.uuid() });
const Page = z.object({ items: z.array(Id) });

/**
 * 5,000 requests, or as many as `--requests` says, 200 at a time, all after the same few seats, candidates, rooms and proctors,
 * while others cancel what was booked, call sittings off, ask the scheduler, close rooms and let persons go. Afterwards SQL looks
 * for what must not be.
 */
export const booking: Trial = {
  about: '5,000 mixed requests (--requests), 200 at a time, for the same seats, candidates, proctors and rooms',
  run: (args) =>
    withTestCluster(args, { SWEEP_SECONDS: '1' }, async (ground) => {
      const requests = requestsOf(args);
      const scene = await setUp(ground);
      const started = performance.now();
      const answers = await askAll(ground, scene, requests);
      const seconds = (performance.now() - started) / 1000;
      const { sql } = ground;
      await until(
        () => count(sql, UNSETTLED),
        (left) => left === 0,
        120,
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
        forced_moves: await count(sql, MOVED),
        given_up: await count(sql, GIVEN_UP),
        requests_s: Math.round(requests / seconds),
      };
      return { values, holds: values.violations === 0 && values.errors_5xx === 0 && values.requests === requests };
    }),
};

const requestsOf = (args: string[]): number =>
  z.coerce
    .number()
    .int()
    .positive()
    .parse(
      parseArgs({ args, options: { requests: { type: 'string', default: '5000' } }, strict: false }).values.requests,
    );

/** Asks as many times, and counts what was answered. */
async function askAll({ cluster, token }: TestCluster, scene: Scene, requests: number): Promise<Map<string, number>> {
  const random = seeded(7);
  const made: Made = { registrations: [], sittings: [...scene.sittings], left: [] };
  const answers = new Map<string, number>();
  const patience = new Patience();
  await eachOf(Array.from({ length: requests }), WIDE, async () => {
    const { method, path, body } = nextCall(scene, made, random);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const known =
      method === 'PATCH' ? (await patience.fetch(cluster.url + path, { headers })).headers.get('etag') : null;
    const answer = await patience.fetch(cluster.url + path, {
      method,
      body: JSON.stringify(body),
      headers: { ...headers, ...(known && { 'if-match': known }) },
    });
    const { id, code } = (await answer.json()) as { id?: string; code?: string };
    if (answer.ok && id && path === '/v1/registrations') made.registrations.push(id);
    if (answer.status === 201 && id && path === '/v1/sittings') made.sittings.push(id);
    if (answer.ok && id && path.endsWith('/deactivate')) made.left.push(id);
    const said = answer.ok ? String(answer.status) : answer.status >= 500 ? `5xx ${code}` : String(code);
    answers.set(said, (answers.get(said) ?? 0) + 1);
  });
  return answers;
}

const count = async (sql: TestCluster['sql'], query: string): Promise<number> =>
  (await sql.query<{ count: number }>(query)).rows[0]!.count;

/** What is still to be decided, and of whom certifications has still to hear. */
const UNSETTLED = `
  select (select count(*) from certifications.registration where state = 'requested')::int
    + (select count(*) from certifications.sitting where offered > 0)::int
    + (select count(*) from academies.person p join certifications.person_copy c on c.subject = p.id::text
      where c.version <> p.version)::int
    + (select count(*) from academies.room r join certifications.room_copy c on c.subject = r.id::text
      where c.version <> r.version)::int as count`;
const MOVED = `
  select count(*)::int from certifications.registration where state = 'booked' and move_reason is not null`;
const GIVEN_UP = `select count(*)::int from certifications.registration where reason = 'PERSON_DEACTIVATED'`;

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
  // Sittings so far ahead that whoever loses a seat may be moved there.
  for (let index = 0; index < 12; index++) {
    const [room, proctor] = [rooms[index % 3]!, proctors[4 + (index % 3)]!];
    const { id } = Id.parse(
      await api.post('/v1/sittings', sittingAt(scene, room, proctor, 240 + 3 * Math.floor(index / 3), 20)),
    );
    scene.sittings.push(id);
  }
  return scene;
}
