import { parseArgs } from 'node:util';
import { explain } from '@takwin/deployment/explain';
import { BEFORE, restore } from '@takwin/deployment/restore';

const USAGE = 'usage: npm run restore -- FILE\n';

/**
 * `npm run restore`: puts a backup in the place of the database of the house in containers, and keeps the one before.
 * @public
 */
export async function main(args: string[]): Promise<number> {
  const file = fileOf(args);
  if (!file) {
    process.stderr.write(USAGE);
    return 2;
  }
  try {
    await restore(file);
    process.stdout.write(`restored ${file}; what was there before is the database ${BEFORE}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

function fileOf(args: string[]): string | undefined {
  try {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    return positionals.length === 1 ? positionals[0] : undefined;
  } catch {
    return undefined;
  }
}
