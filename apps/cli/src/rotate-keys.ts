import { readFile } from 'node:fs/promises';
import { rotatedKeys } from '@takwin/certifications';
import { explain } from '@takwin/deployment/explain';

const USAGE = 'usage: npm run rotate-keys -- [FILE]\n';

/**
 * `npm run rotate-keys -- [FILE]`: prints the key set that follows the one in FILE; the first one without it. Exits with 2 where
 * FILE cannot be read, or holds no key set.
 * @public
 */
export async function main(args: string[]): Promise<number> {
  if (args.length > 1) return refused(USAGE);
  const [file] = args;
  try {
    const text = file === undefined ? undefined : await readFile(file, 'utf8');
    const keys = keysAfter(text);
    if (!keys) return refused(`${file}: no JSON Web Key Set\n`);
    process.stdout.write(`${JSON.stringify(keys)}\n`);
    return 0;
  } catch (error) {
    return refused(`${explain(error)}\n`);
  }
}

/** Undefined where the text is no key set: a parser's own words would show some of it, which may be of a private key. */
function keysAfter(text: string | undefined): object | undefined {
  try {
    return rotatedKeys(text === undefined ? undefined : JSON.parse(text));
  } catch {
    return undefined;
  }
}

function refused(says: string): number {
  process.stderr.write(says);
  return 2;
}
