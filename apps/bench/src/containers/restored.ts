import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp } from '@takwin/deployment/backup';
import { composeAloud, rowsOf } from '@takwin/deployment/compose';
import { restore } from '@takwin/deployment/restore';
import { z } from 'zod';
import type { Trial } from '../registry.js';
import { SIMULATED, runningContainers, type RunningContainers } from './running-containers.js';

const Programme = z.object({ targets: z.array(z.object({ id: z.string(), registered: z.int(), actual: z.int() })) });

/** A backup of a house in containers, its volumes destroyed, the backup restored: scoreboard and credentials as they were. */
export const restored: Trial = {
  about: 'npm run backup, docker compose down -v, npm run restore: scoreboard and credentials equal',
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'takwin-backup-'));
    process.env.COMPOSE_PROFILES = 'workers,simulated';
    const before = await stateOf(await runningContainers());
    const file = await timed(() => backUp({ to: folder, plain: false }));
    if ((await composeAloud([...SIMULATED, 'down', '-v'])) !== 0) throw new Error('the house did not go down');
    const back = await timed(() => restore(file.result));
    const after = await stateOf(await runningContainers());
    const values = {
      rows_scoreboard: before.programme.length,
      scoreboard_differs: before.programme.filter((line, index) => line !== after.programme[index]).length,
      credentials: before.credentials,
      credentials_differ: Number(before.digest !== after.digest),
      verified: after.verified,
      backup_s: file.seconds,
      restore_s: back.seconds,
    };
    const holds =
      values.scoreboard_differs === 0 &&
      values.credentials_differ === 0 &&
      values.verified === Math.min(1, before.credentials);
    // Kept where it is still needed.
    if (holds) await rm(folder, { recursive: true });
    return { values, holds };
  },
};

type State = { programme: string[]; credentials: number; digest: string; verified: number };

async function stateOf({ api }: RunningContainers): Promise<State> {
  const { targets } = Programme.parse(await api.get('/v1/programme'));
  const programme = targets.map(({ id, registered, actual }) => `${id} ${registered} ${actual}`);
  const [credentials] = await rowsOf('select count(*) from certifications.credential');
  const [digest] = await rowsOf(`select md5(string_agg(c::text, '|' order by id)) from certifications.credential c`);
  const [id] = await rowsOf(`select id from certifications.credential where state = 'valid' order by id limit 1`);
  return {
    programme,
    credentials: Number(credentials),
    digest: digest ?? '',
    verified: id ? await verified(api, id) : 0,
  };
}

/** 1 where the service finds its own credential valid. */
async function verified(api: RunningContainers['api'], id: string): Promise<number> {
  const credential = await api.get(`/v1/credentials/${id}`, { accept: 'application/vc+jwt' });
  const { valid } = z.object({ valid: z.boolean() }).parse(await api.post('/v1/credentials/verify', { credential }));
  return Number(valid);
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const from = performance.now();
  const result = await work();
  return { result, seconds: Math.round((performance.now() - from) / 100) / 10 };
}
