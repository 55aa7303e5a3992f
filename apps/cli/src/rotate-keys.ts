import { readFile } from 'node:fs/promises';
import { rotatedKeys } from '@takwin/certifications';
import { explain } from '@takwin/deployment/explain';
import { type KeyStep, nextKeys } from '@takwin/platform/vault';

const USAGE = 'usage: npm run rotate-keys -- [FILE] [--front | --alone]\n';

/** The steps by which a key of the CIN vault follows another; without one it is made known. */
const STEPS: Readonly<Record<string, KeyStep>> = { '--front': 'front', '--alone': 'alone' };

/**
 * `npm run rotate-keys -- [FILE]`: prints what follows the keys in FILE, of credentials or of the CIN vault; the first key set for
 * credentials without it. With `--front` or `--alone` the newest key of the vault goes before the others, or without them. Exits with 2
 * where FILE cannot be read, or holds no keys.
 * @public
 */
export async function main(args: string[]): Promise<number> {
  const [[file, ...more], [step, ...steps]] = [
    args.filter((one) => !Object.hasOwn(STEPS, one)),
    args.filter((one) => Object.hasOwn(STEPS, one)),
  ];
  if (more.length > 0 || steps.length > 0 || (step && !file)) return refused(USAGE);
  try {
    const text = file === undefined ? undefined : await readFile(file, 'utf8');
    const cinKeys = text && nextKeys(text, STEPS[step ?? ''] ?? 'known');
    if (cinKeys) {
      process.stdout.write(`${cinKeys}\n`);
      return 0;
    }
    const keys = step ? undefined : keysAfter(text);
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
