import { Client, until } from '@takwin/demo/client';
import { konosysFile } from '@takwin/demo/konosys-file';
import { rowsOf } from '@takwin/deployment/compose';
import { homeOf } from '@takwin/deployment/home';
import { portOf } from '@takwin/deployment/installation';
import { SystemClock } from '@takwin/platform/clock';
import { ConfigError } from '@takwin/platform/config';
import { Issuer } from '@takwin/simulators/issuer/issuer';
import { z } from 'zod';

/** A house in containers that stands already, with its simulators. */
export type RunningContainers = { url: string; simulators: string; token: string; api: Client };

/** What makes `docker compose` see the house with its simulators. */
export const SIMULATED = ['--profile', 'simulated', '--progress', 'quiet'] as const;

export async function runningContainers(): Promise<RunningContainers> {
  const port = portOf();
  const url = `http://127.0.0.1:${port}`;
  const simulators = process.env.SIMULATORS_URL ?? `http://127.0.0.1:${port + 1}`;
  const up = await fetch(`${url}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!up) throw new ConfigError(`nothing answers on ${url}: docker compose --profile simulated up -d --wait`);
  const issuer = await Issuer.open(homeOf(), new SystemClock());
  const { token } = await issuer.token({ role: 'programme-admin', region: [], academy: [], group: [], hours: 2 });
  return { url, simulators, token, api: new Client(url, token) };
}

const Academies = z.object({ items: z.array(z.object({ id: z.uuid(), code: z.string() })) });
const Import = z.object({ id: z.uuid(), state: z.string() });

/** Imports that many synthetic persons whom nobody has imported before; returns their ids and matricules. */
export async function newPersons(
  { api }: RunningContainers,
  people: number,
): Promise<{ ids: string[]; matricules: string[] }> {
  const { items } = Academies.parse(await api.get('/v1/academies?first=100&profile=ordinary'));
  const seed = 1 + (Math.floor(Date.now() / 1000) % 998);
  const file = konosysFile({ people, sites: items.map(({ code }) => code), seed });
  const { id } = Import.parse(await api.post('/v1/imports?kind=konosys', file.csv, 'text/csv'));
  const ask = async () => Import.parse(await api.get(`/v1/imports/${id}`));
  await until(ask, ({ state }) => state === 'done', 120, 'the import');
  const list = file.matricules.map((matricule) => `'${matricule}'`).join(',');
  const wanted = `select p.id from academies.person p where matricule in (${list})`;
  const copied = `select count(*) from licensing.person_copy where subject in (select id::text from (${wanted}) w)`;
  await until(
    () => rowsOf(copied),
    ([count]) => Number(count) === file.matricules.length,
    60,
    'the copy of persons in licensing',
  );
  return { ids: await rowsOf(wanted), matricules: [...file.matricules] };
}

export async function tellSimulator(
  { simulators }: RunningContainers,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const answer = await fetch(`${simulators}/_simulator/${path}`, {
    method,
    body: body && JSON.stringify(body),
    headers: body && { 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(`the simulator answered ${path} with ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
