import { accessesOf, GraphEnv, smoke } from '@takwin/licensing';
import { ConfigError, readEnv } from '@takwin/platform/config';

/**
 * `npm run smoke`: asks the tenants that the environment names what a provisioning run would, reading only, and tells where they
 * answer otherwise than expected. Exits with 1 when one did, with 2 when the environment does not do.
 * @public
 */
export async function main(): Promise<number> {
  try {
    let isWell = true;
    for (const access of accessesOf(readEnv(GraphEnv), () => new Date())) {
      process.stdout.write(`tenant ${access.tenant.id}, app ${access.graph.clientId}\n`);
      for (const { check, ok, told } of await smoke(access)) {
        process.stdout.write(`${ok ? 'ok      ' : 'DIFFERS '} ${check.padEnd(30)} ${told}\n`);
        isWell &&= ok;
      }
    }
    return isWell ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
}
