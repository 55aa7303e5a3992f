import { explain } from '@takwin/deployment/explain';
import { homeOf } from '@takwin/deployment/home';
import { openInstallation, portOf } from '@takwin/deployment/installation';
import { startServices } from '@takwin/deployment/running-services';
import { untilStopped } from '@takwin/deployment/until-stopped';

/**
 * `npm start`: everything in one process, until Ctrl-C or SIGTERM.
 * @public
 */
export async function main(): Promise<number> {
  const from = performance.now();
  const { DATABASE_URL: databaseUrl, REDIS_URL } = process.env;
  const redis = REDIS_URL ? { url: REDIS_URL } : undefined;
  try {
    await untilStopped(async (signal) => {
      const choices = { home: homeOf(), runs: 'npm start', port: portOf(), databaseUrl, redis, signal };
      const { url, close } = await startServices(await openInstallation(choices), signal);
      tell(url, (performance.now() - from) / 1000);
      return close;
    });
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

function tell(url: string, seconds: number): void {
  process.stdout.write(`GraphQL   ${url}/graphql\nREST      ${url}/v1/programme\nOpenAPI   ${url}/v1/openapi.json\n`);
  process.stdout.write(`Docs      ${url}/docs\nready in ${seconds.toFixed(1)} s\n`);
}
