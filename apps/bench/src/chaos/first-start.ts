import { parseArgs } from 'node:util';
import { ProgressBars } from '@takwin/demo/progress-bars';
import { seeded } from '@takwin/demo/seeded';
import { stopSignal } from '@takwin/deployment/until-stopped';
import { z } from 'zod';
import type { Trial } from '../registry.js';
import { onNewHome, type NewHome } from './first-start/new-home.js';
import { interrupted, killed, raced } from './first-start/tries.js';

const Asked = z.object({
  tries: z.coerce.number().int().min(1).default(50),
  seed: z.coerce
    .number()
    .int()
    .default(() => Date.now() % 1_000_000),
});

const TRIES = [raced, raced, interrupted, killed];

/**
 * First starts of a house on a new home, of which two race, or one is told to end, or killed, at a random moment. `broken`
 * counts the tries after which anything is not as it should be, `orphans` the processes that outlive their house.
 */
export const firstStart: Trial = {
  about: 'races, Ctrl-C and kill -9 at random moments of 50 first starts [--tries N] [--seed N]',
  run: async (args) => {
    const options = { tries: { type: 'string' }, seed: { type: 'string' } } as const;
    const { tries, seed } = Asked.parse(parseArgs({ args, options }).values);
    const stopped = stopSignal();
    const random = seeded(seed);
    const seconds = await onNewHome(stopped, (home) => timed(home));
    console.log(`seed ${seed}; a first start takes ${seconds.toFixed(1)} s here`);
    const values = { tries: 0, broken: 0, orphans: 0 };
    await new ProgressBars().step('first starts', tries, async (bar) => {
      while (values.tries < tries) {
        const play = TRIES[Math.floor(random() * TRIES.length)]!;
        const { what, fault, orphans } = await onNewHome(stopped, (home) => play(home, random, seconds));
        values.tries++;
        if (fault) values.broken++;
        values.orphans += orphans;
        bar.to(values.tries);
        const line = `${String(values.tries).padStart(4)} of ${tries}  ${what}: ${fault ?? 'well'}`;
        const left = orphans > 0 ? `, ${orphans} processes left` : '';
        if (fault || left || !process.stdout.isTTY) console.log(line + left);
      }
    });
    return { values, holds: values.broken === 0 && values.orphans === 0 };
  },
};

async function timed(home: NewHome): Promise<number> {
  const from = performance.now();
  const house = await home.start('npm');
  await house.ready();
  const seconds = (performance.now() - from) / 1000;
  house.tell('SIGTERM');
  await home.left();
  return seconds;
}
