import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ROOT } from '@takwin/deployment/compose';
import { temporaryHome } from '@takwin/platform/testing';
import { main } from './rotate-keys.js';

type Printed = { code: number; stdout: string; stderr: string };

let folder: string;
beforeAll(async () => {
  folder = await temporaryHome('keys');
});
afterAll(() => rm(folder, { recursive: true }));

/** What the command prints, and how it ends, as someone runs it. */
const npmRun = (...args: string[]): Promise<Printed> =>
  promisify(execFile)('npm', ['run', '--silent', 'rotate-keys', '--', ...args], { cwd: ROOT }).then(
    (printed) => ({ code: 0, ...printed }),
    (failure: Printed) => failure,
  );

/** The same of its program, in this process. */
async function rotate(...args: string[]): Promise<Printed> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => Boolean((printed[name] += String(text)))),
  );
  try {
    const code = await main(args);
    return { code, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

async function written(text: string): Promise<string> {
  const file = join(folder, 'keys.json');
  await writeFile(file, text);
  return file;
}

describe('npm run rotate-keys', () => {
  it('prints the set that follows the one in a file', async () => {
    const first = await rotate();
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const second = await npmRun(await written(first.stdout));
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(second.stdout).keys).toHaveLength(4);
  }, 240_000);

  it('says in one line that a file is not there', async () => {
    const { code, stdout, stderr } = await npmRun(join(folder, 'nope'));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^not found: .*nope.*\n$/);
  }, 120_000);

  it.each(['{"d":"secret', '{"keys":"secret"}', '[]'])(
    'says in one line that %s is no key set, and shows nothing of it',
    async (text) => {
      const file = await written(text);
      const refused = { code: 2, stdout: '', stderr: `${file}: no JSON Web Key Set\n` };
      expect(await rotate(file)).toEqual(refused);
    },
  );

  it('takes the keys of the CIN vault step by step from one to the next', async () => {
    const first = randomBytes(32).toString('base64');
    const known = (await rotate(await written(`${first}\n`))).stdout;
    expect(known).toMatch(new RegExp(`^${first.replace(/[+]/g, '[+]')} 2:[^ ]{44}\\n$`));
    const front = (await rotate(await written(known), '--front')).stdout;
    expect(front.trim().split(' ').toReversed()).toEqual(known.trim().split(' '));
    expect((await rotate('--alone', await written(front))).stdout).toBe(`${front.split(' ')[0]}\n`);
  });

  it('says how it is used where it is given more than a file', async () => {
    const refused = { code: 2, stdout: '', stderr: 'usage: npm run rotate-keys -- [FILE] [--front | --alone]\n' };
    expect(await rotate('a', 'b')).toEqual(refused);
  });
});
