import { homeOf } from '@takwin/deployment/home';
import { Misuse, tokenAsked } from '@takwin/simulators/token';

/**
 * `npm run --silent token`: prints a token of the development issuer and nothing else. Exits with 2 for misuse.
 * @public
 */
export async function main(args: string[]): Promise<number> {
  try {
    process.stdout.write(`${await tokenAsked(args, homeOf())}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Misuse)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}
