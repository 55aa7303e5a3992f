import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from '@takwin/deployment/compose';
import { temporaryHome } from '@takwin/platform/testing';

let home: string;
beforeAll(async () => {
  home = await temporaryHome('token');
});
afterAll(() => rm(home, { recursive: true }));

/** What the command prints, and how it ends. */
const token = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  promisify(execFile)('npm', ['run', '--silent', 'token', '--', ...args], {
    cwd: ROOT,
    env: { ...process.env, TAKWIN_HOME: home },
  }).then(
    (printed) => ({ code: 0, ...printed }),
    (failure: { code: number; stdout: string; stderr: string }) => failure,
  );

describe('npm run token', () => {
  it('prints a token and nothing else', async () => {
    const { code, stdout, stderr } = await token('--role', 'programme-admin');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  }, 120_000);

  it('says what is wrong on stderr alone, and exits with 2', async () => {
    const { code, stdout, stderr } = await token('--role', 'king');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('usage: npm run --silent token');
  }, 120_000);
});
