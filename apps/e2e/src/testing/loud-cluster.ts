import { startCluster } from '@takwin/deployment/cluster';
import { untilStopped } from '@takwin/deployment/until-stopped';

/**
 * A cluster on Redis that says all that it can say, and sends its traces: `node .config/run.js apps/e2e/dist/testing/loud-cluster.js HOME PORT
 * COLLECTOR`. Its first line of output tells where it answers; the rest is its logs.
 * @public
 */
export async function main([home = '', port = '0', collector = '']: string[]): Promise<number> {
  await untilStopped(async (signal) => {
    const env = { LOG_LEVEL: 'trace', OTEL_EXPORTER_OTLP_ENDPOINT: collector };
    const cluster = await startCluster({ home, runs: 'a spec', port: Number(port), backend: 'redis', env, signal });
    const urls = Object.values(cluster.apps).map(({ url }) => url);
    const { url, adminUrl, redis } = cluster;
    process.stdout.write(`${JSON.stringify({ url, urls, adminUrl, redis: redis!.url })}\n`);
    return () => cluster.close();
  });
  return 0;
}
