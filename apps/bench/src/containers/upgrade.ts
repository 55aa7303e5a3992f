import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { composeAloud, rowsOf } from '@takwin/deployment/compose';
import { z } from 'zod';
import type { Trial } from '../registry.js';
import { Load } from './load.js';
import { SIMULATED, runningContainers } from './running-containers.js';

const PER_SECOND = 20;
const AROUND = 5_000;

/** Puts other images under a house in containers while its callers go on: nothing they asked may fail or be lost. */
export const upgrade: Trial = {
  about: 'docker compose up -d to another release under load: --to VERSION [--rate 20]',
  run: async (args) => {
    const options = { to: { type: 'string' }, rate: { type: 'string', default: String(PER_SECOND) } } as const;
    const { to, rate } = z
      .object({ to: z.string().min(1), rate: z.coerce.number().min(1).max(500) })
      .parse(parseArgs({ args, options }).values);
    const house = await runningContainers();
    const [academyId] = await rowsOf('select id from academies.academy order by code limit 1');
    const load = new Load(house, academyId!, rate).start();
    await pause(AROUND);
    const from = performance.now();
    const code = await composeAloud([...SIMULATED, 'up', '-d', '--wait'], { TAKWIN_VERSION: to });
    const seconds = (performance.now() - from) / 1000;
    await pause(AROUND);
    const { requests, failed, slowest, median } = await load.stop();
    for (const [reason, times] of failed) process.stdout.write(`${times} x ${reason}\n`);
    const [kept] = await rowsOf(`select count(*) from academies.person where family_fr = 'CHARGE'
      and given_fr in (${load.written.map((given) => `'${given}'`).join(',')})`);
    const values = {
      requests,
      failed: [...failed.values()].reduce((sum, times) => sum + times, 0),
      written: load.written.length,
      lost: load.written.length - Number(kept),
      median_ms: Math.round(median),
      slowest_ms: Math.round(slowest),
      upgrade_s: Math.round(seconds),
    };
    return { values, holds: code === 0 && values.failed === 0 && values.lost === 0 };
  },
};
