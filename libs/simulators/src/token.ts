import { parseArgs } from 'node:util';
import { ROLES } from '@takwin/platform/auth';
import { SystemClock } from '@takwin/platform/clock';
import { Grant, whatIsWrong } from './issuer/grant.js';
import { Issuer } from './issuer/issuer.js';

const USAGE = `usage: npm run --silent token -- --role ROLE [--region MA-06] [--academy ID] [--group CODE] [--person ID]
       [--subject S] [--scope 'ID ...'] [--hours 12]
roles: ${ROLES.join(', ')}
--region, --academy and --group may be repeated or hold commas; a regional-director needs a region, an academy-manager an academy,
a trainer an academy or a person, a candidate a person, and a group its academy; an integrator's scope is * unless --scope is given;
what one subject sends for a decision another one decides`;

/** The command line asks for no token that there is: what is wrong with it, and how it is used. */
export class Misuse extends Error {}

/**
 * A token from the development issuer for what the command line asks, signed with the key in the home, whether or not anything runs.
 * Refuses (Misuse) what it cannot read.
 */
export async function tokenAsked(args: string[], home: string): Promise<string> {
  const grant = grantOf(args);
  if (typeof grant === 'string') throw new Misuse(`${grant}\n${USAGE}`);
  const { token } = await (await Issuer.open(home, new SystemClock())).token(grant);
  return token;
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
        subject: { type: 'string' },
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
