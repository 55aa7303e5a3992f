import { parseArgs } from 'node:util';
import { startCluster } from '@takwin/deployment/cluster';
import { explain } from '@takwin/deployment/explain';
import { homeOf } from '@takwin/deployment/home';
import { portOf } from '@takwin/deployment/installation';
import { untilStopped } from '@takwin/deployment/until-stopped';

/**
 * `npm run cluster`: a process per app, until Ctrl-C or SIGTERM.
 * @public
 */
export async function main(args: string[]): Promise<number> {
  const from = performance.now();
  const { values } = parseArgs({ args, options: { backend: { type: 'string', default: 'postgres' } } });
  const { backend } = values;
  if (backend !== 'postgres' && backend !== 'redis') {
    process.stderr.write('usage: npm run cluster -- [--backend postgres|redis]\n');
    return 2;
  }
  try {
    await untilStopped(async (signal) => {
      const choices = { home: homeOf(), runs: 'npm run cluster', port: portOf(), backend, signal } as const;
      const { apps, close } = await startCluster(choices);
      for (const { name, pid, url } of Object.values(apps)) process.stdout.write(`${name.padEnd(20)} ${pid}  ${url}\n`);
      process.stdout.write(`ready in ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
      return close;
    });
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}
