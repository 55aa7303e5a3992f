import { SERVICES, type Service } from '@takwin/contracts/topology';
import { until } from '@takwin/demo/client';
import { z } from 'zod';
import { Patience } from '../patience.js';
import type { Trial } from '../registry.js';
import { withTestCluster, populate, stale, type TestCluster } from './test-cluster.js';

/** The copies that follow the register of persons, by service. */
const COPIES: Record<Service, string> = {
  academies: 'academies.scoreboard_person',
  trainers: 'trainers.person_copy',
  courses: 'courses.person_copy',
  certifications: 'certifications.person_copy',
  licensing: 'licensing.person_copy',
};

const Answer = z.object({
  data: z.object({
    trainers: z.unknown(),
    courses: z.unknown(),
    exams: z.unknown(),
    academies: z.unknown(),
    seatPools: z.unknown(),
  }),
  errors: z
    .array(
      z.object({
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.object({ code: z.string() }),
      }),
    )
    .optional(),
});
const ROOTS: Record<Service, string> = {
  academies: 'academies',
  trainers: 'trainers',
  courses: 'courses',
  certifications: 'exams',
  licensing: 'seatPools',
};

/** Each service is killed in turn: partial data meanwhile, and every copy as the register afterwards, also one made anew. */
export const serviceDown: Trial = {
  about: 'each service stopped in turn; every copy caught up afterwards, and rebuilt from the log',
  run: (args) =>
    withTestCluster(args, {}, async (ground) => {
      await populate(ground, 500);
      const values = { stopped: 0, partial: 0, errors_5xx: 0, stale_copies: 0, rebuilt_differently: 0 };
      for (const service of SERVICES) {
        await ground.cluster.apps[service]!.kill('SIGKILL');
        values.stopped++;
        const { status, isPartial } = await askAll(ground, service);
        if (status >= 500) values.errors_5xx++;
        if (isPartial) values.partial++;
        await change(ground, service);
        await ground.cluster.apps[service]!.restart();
        process.stdout.write(`${service}: down, ${isPartial ? 'partial data' : 'NO partial data'}, back\n`);
      }
      for (const copy of Object.values(COPIES)) if (!(await catchesUp(ground, copy))) values.stale_copies++;
      for (const service of SERVICES) if (!(await rebuildsAlike(ground, service))) values.rebuilt_differently++;
      const holds =
        values.partial === SERVICES.length &&
        values.errors_5xx === 0 &&
        values.stale_copies === 0 &&
        values.rebuilt_differently === 0;
      return { values, holds };
    }),
};

/** One query over all services: the one that is down is told by an error of its own field, and the others answer. */
async function askAll({ cluster, token }: TestCluster, down: Service): Promise<{ status: number; isPartial: boolean }> {
  const fields = Object.values(ROOTS).map((root) => `${root}(first: 1) { edges { cursor } }`);
  const answer = await new Patience().fetch(`${cluster.url}/graphql`, {
    method: 'POST',
    body: JSON.stringify({ query: `{ ${fields.join(' ')} }` }),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  const read = Answer.safeParse(await answer.json());
  if (!read.success) return { status: answer.status, isPartial: false };
  const { data, errors = [] } = read.data;
  const answered = Object.entries(ROOTS).filter(([, root]) => (data as Record<string, unknown>)[root] != null);
  const told = errors.some(
    ({ path, extensions }) => path?.[0] === ROOTS[down] && extensions.code === 'SERVICE_UNAVAILABLE',
  );
  return { status: answer.status, isPartial: answered.length === SERVICES.length - 1 && told };
}

/** Something happens while a service is down: a person joins, unless it is the register itself that is. */
async function change({ api, sql }: TestCluster, down: Service): Promise<void> {
  if (down === 'academies') return;
  const { rows } = await sql.query<{ id: string }>('select id from academies.academy order by code limit 1');
  const name = { family: 'ABSENT', given: `During ${down}` };
  await api.post('/v1/persons', { kind: 'staff', academyId: rows[0]!.id, name });
}

const catchesUp = (ground: TestCluster, copy: string): Promise<boolean> =>
  until(
    () => stale(ground.sql, copy),
    (count) => count === 0,
    30,
    `${copy} as the register`,
  ).then(
    () => true,
    () => false,
  );

/** Drops a copy and its cursor while the service is down; the service makes it anew from the log, and it is the same. */
async function rebuildsAlike(ground: TestCluster, service: Service): Promise<boolean> {
  const { cluster, sql } = ground;
  const copy = COPIES[service];
  const content = async (): Promise<string> => {
    const { rows } = await sql.query<{ hash: string }>(
      `select md5(string_agg(t, '|' order by t)) as hash from (select (to_jsonb(c) - 'generation')::text as t from ${copy} c) rows`,
    );
    return rows[0]!.hash;
  };
  const before = await content();
  await cluster.apps[service]!.kill('SIGTERM');
  await sql.query(`truncate ${copy}`);
  await sql.query(`delete from ${service}.event_cursor where follower = 'academies'`);
  await cluster.apps[service]!.restart();
  return (await catchesUp(ground, copy)) && (await content()) === before;
}
