import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { ROOT } from '@takwin/deployment/compose';
import { freePort } from '@takwin/platform/processes';
import { temporaryHome } from '@takwin/platform/testing';
import type { Trial } from '../registry.js';

const LOOPS = 4;
const PEOPLE = 2000;

/** The demo as anyone runs it, on a machine that has more to do than it can: it takes longer, and ends well. */
export const busyDemo: Trial = {
  about: `npm run demo for ${PEOPLE} persons with ${LOOPS} processes beside it that never rest`,
  run: async () => {
    const home = await temporaryHome('busy-demo');
    const loops = Array.from({ length: LOOPS }, () =>
      spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
    );
    try {
      const own = { TAKWIN_HOME: home, PORT: String(await freePort()), TAKWIN_BUILT: '1' };
      const args = ['.config/run.js', 'apps/cli/dist/demo.js', '--people', String(PEOPLE)];
      const demo = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...own }, stdio: 'inherit' });
      const [code] = (await once(demo, 'exit')) as [number | null];
      const failed = code === 0 ? 0 : 1;
      return { values: { loops: LOOPS, failed }, holds: failed === 0 };
    } finally {
      for (const loop of loops) loop.kill('SIGKILL');
      await rm(home, { recursive: true, force: true });
    }
  },
};
