import { parseArgs } from 'node:util';
import { backUp, type Backup } from '@takwin/deployment/backup';
import { explain } from '@takwin/deployment/explain';

const USAGE = 'usage: npm run backup -- [--to FOLDER] [--plain]\n';

/**
 * `npm run backup`: a backup of the house in containers, sealed unless --plain.
 * @public
 */
export async function main(args: string[]): Promise<number> {
  const asked = argumentsOf(args);
  if (!asked) {
    process.stderr.write(USAGE);
    return 2;
  }
  try {
    process.stdout.write(`${await backUp(asked)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

function argumentsOf(args: string[]): Backup | undefined {
  const options = { to: { type: 'string', default: 'backups' }, plain: { type: 'boolean', default: false } } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch {
    return undefined;
  }
}
