import { readFile } from 'node:fs/promises';
import { rotatedKeys } from '@takwin/certifications';

/**
 * `npm run rotate-keys -- [FILE]`: prints the key set that follows the one in FILE; the first one without it.
 * @public
 */
export async function main([file]: string[]): Promise<number> {
  const before = file === undefined ? undefined : (JSON.parse(await readFile(file, 'utf8')) as unknown);
  process.stdout.write(`${JSON.stringify(rotatedKeys(before))}\n`);
  return 0;
}
