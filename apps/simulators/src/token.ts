import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROLES } from '@takwin/platform/auth';
import { SystemClock } from '@takwin/platform/clock';
import { Grant, whatIsWrong } from './issuer/grant.js';
import { Issuer } from './issuer/issuer.js';

const USAGE = `usage: npm run --silent token -- --role ROLE [--region MA-06] [--academy ID] [--group CODE] [--person ID]
       [--scope 'ID ...'] [--hours 12]
roles: ${ROLES.join(', ')}
--region, --academy and --group may be repeated or hold commas; an integrator's scope is * unless --scope is given`;

type Output = {
  env: Record<string, string | undefined>;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  exitCode?: number | string | null | undefined;
};

/**
 * Prints a token from the development issuer and nothing else, signed with the key in TAKWIN_HOME (.takwin), whether or
 * not anything runs. Bad arguments: what is wrong on stderr, nothing on stdout, exit code 2.
 */
export async function main(args: string[], around: Output = process): Promise<void> {
  const grant = grantOf(args);
  if (typeof grant === 'string') {
    around.stderr.write(`${grant}\n${USAGE}\n`);
    around.exitCode = 2;
    return;
  }
  const issuer = await Issuer.open(resolve(around.env['TAKWIN_HOME'] ?? '.takwin'), new SystemClock());
  const { token } = await issuer.token(grant);
  around.stdout.write(`${token}\n`);
}

/** What was asked for, or what is wrong with it. */
function grantOf(args: string[]): Grant | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        role: { type: 'string' },
        region: { type: 'string', multiple: true },
        academy: { type: 'string', multiple: true },
        group: { type: 'string', multiple: true },
        person: { type: 'string' },
        scope: { type: 'string', multiple: true },
        hours: { type: 'string' },
      },
    });
    const grant = Grant.safeParse(values);
    return grant.success ? grant.data : whatIsWrong(grant.error);
  } catch (error) {
    return (error as Error).message;
  }
}
