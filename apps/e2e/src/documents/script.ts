import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tokenAsked } from '@takwin/simulators/token';

/** Every answer has to succeed, and is kept. */
const STRICT = `set -euo pipefail
curl() { command curl --fail-with-body "$@" | tee "$ANSWERS/$RANDOM$RANDOM"; }`;

const TOKEN_ASKED = /\$\(npm run --silent token -- ([^)]*)\)/;

/** What `npm run --silent token -- ...` prints for a home: the same code, without the build that npm begins with. */
export const tokenFor = (args: string, home: string): Promise<string> => tokenAsked(args.split(' '), home);

/**
 * Runs calls of curl as a document writes them, before a house of that home at that URL, TOKEN being a programme-admin's unless
 * they ask for one. Returns the answers, each as JSON; refuses what does not succeed.
 */
export async function answersTo(script: string, url: string, home: string): Promise<unknown[]> {
  const ANSWERS = await mkdtemp(join(home, 'answers-'));
  const [, args = '--role programme-admin'] = TOKEN_ASKED.exec(script) ?? [];
  const token = await tokenFor(args, home);
  const text = script.replaceAll('localhost:4000', new URL(url).host).replace(TOKEN_ASKED, token);
  await promisify(execFile)('bash', ['-c', `${STRICT}\n${text}`], {
    env: { PATH: process.env.PATH, TOKEN: token, ANSWERS },
  });
  const files = await readdir(ANSWERS);
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(join(ANSWERS, file), 'utf8')) as unknown));
}
