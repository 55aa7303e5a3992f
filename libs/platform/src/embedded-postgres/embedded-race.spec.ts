import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { temporaryHome } from '../testing/home.js';
import { startEmbedded, type Embedded } from './embedded.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const START = `
  const { startEmbedded } = await import(process.argv[1]);
  console.log('loaded');
  await new Promise((go) => process.stdin.once('data', go));
  console.log((await startEmbedded({ home: process.argv[2], settings: { fsync: 'off' } })).url);`;

let built: string;
let home: string;
let server: Embedded | undefined;
let children: ChildProcess[];

/** Other processes that start PostgreSQL in the home at the same moment; each is told of with the server's URL. */
async function starters(count: number): Promise<{ child: ChildProcess; url: Promise<string> }[]> {
  const module = pathToFileURL(join(built, 'embedded-postgres', 'embedded.js')).href;
  const args = ['--input-type=module', '-e', START, module, home];
  const said = async ({ stdout }: ChildProcess): Promise<string> => String(await once(stdout!, 'data')).trim();
  const mine = Array.from({ length: count }, () =>
    spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  children.push(...mine);
  await Promise.all(mine.map(said));
  return mine.map((child) => {
    child.stdin.write('go');
    return { child, url: said(child) };
  });
}

const started = async (): Promise<Embedded> => (server = await startEmbedded({ home, settings: { fsync: 'off' } }));

/** Until initdb is at work. */
async function half(): Promise<void> {
  for (const end = performance.now() + 20_000; !existsSync(join(home, 'postgres/draft/base')); await pause(5))
    if (performance.now() > end) throw new Error('no data were begun');
}

/** The groups of the initdb processes that work in the home: one of them forks, and is seen twice for a moment. */
const initdbs = (): Set<string> =>
  new Set(
    readdirSync('/proc').flatMap((pid) => {
      try {
        const [program, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        if (!program!.endsWith('/initdb') || !args.some((arg) => arg.startsWith(home))) return [];
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return [stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]!];
      } catch {
        return [];
      }
    }),
  );

beforeAll(() => {
  // Node resolves packages from there, and it is nobody's dist.
  mkdirSync(join(ROOT, 'node_modules/.cache'), { recursive: true });
  built = mkdtempSync(join(ROOT, 'node_modules/.cache/takwin-race-'));
  const swc = fileURLToPath(import.meta.resolve('@swc/cli/bin/swc.js'));
  const to = ['-d', built, '--strip-leading-paths', '--config-file', join(ROOT, '.swcrc'), '--quiet'];
  execFileSync(process.execPath, [swc, 'src', ...to], { cwd: join(ROOT, 'libs/platform') });
});
afterAll(() => rm(built, { recursive: true }));

beforeEach(async () => {
  home = await temporaryHome('race');
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await server?.stop();
  server = undefined;
  await rm(home, { recursive: true, force: true });
});

jest.setTimeout(60_000);

describe('PostgreSQL that several start at once', () => {
  it('is started by one of them and adopted by the others', async () => {
    const urls = await Promise.all((await starters(3)).map(({ url }) => url));
    const { url } = await started();
    expect(urls).toEqual([url, url, url]);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('create table one(x int)');
    await client.end();
  });

  const watched = existsSync('/proc/self/cmdline') ? it : it.skip;

  watched('is started anew after a kill in the middle, once what the killed one has left has ended', async () => {
    const [first] = await starters(1);
    first!.url.catch(() => {});
    await half();
    first!.child.kill('SIGKILL');
    expect(initdbs().size).toBe(1);
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, initdbs().size)), 5);
    await started();
    clearInterval(watch);
    expect(most).toBe(1);
    expect(initdbs().size).toBe(0);
    expect(existsSync(join(home, 'postgres/draft'))).toBe(false);
  });

  it('is given up in the middle where its starter is told to, with all that it began', async () => {
    const told = new AbortController();
    const starting = startEmbedded({ home, signal: told.signal });
    starting.catch(() => {});
    await half();
    told.abort(new Error('told to end'));
    await expect(starting).rejects.toThrow('told to end');
    expect(existsSync(join(home, 'postgres/draft'))).toBe(false);
    await started();
  });
});
