import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startEmbedded, type Embedded } from './embedded.js';

let home: string;
const started: Embedded[] = [];
const start = async (at = home): Promise<Embedded> => {
  const server = await startEmbedded({ home: at, settings: { fsync: 'off' } });
  started.push(server);
  return server;
};
const query = async (url: string, text: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'takwin-embedded-'));
  await chmod(home, 0o755);
});
afterAll(async () => {
  await Promise.all(started.map((server) => server.stop()));
  await rm(home, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('starts in a fresh folder, speaks UTF-8 and lives in UTC', async () => {
    const { url } = await start();
    expect(await query(url, `select lower('É') as lower, current_setting('timezone') as zone`)).toEqual([
      { lower: 'é', zone: 'UTC' },
    ]);
    await query(url, 'create table kept(x int); insert into kept values (7)');
  });

  it('is adopted by whoever starts it on the same data again, as after a kill of its starter', async () => {
    const [first] = started;
    const adopted = await start();
    expect(adopted.url).toBe(first!.url);
    expect(await query(adopted.url, 'select x from kept')).toEqual([{ x: 7 }]);
  });

  it('keeps its data over a stop, and asks for the password', async () => {
    await started[0]!.stop();
    const again = await start();
    expect(await query(again.url, 'select x from kept')).toEqual([{ x: 7 }]);
    const wrong = new URL(again.url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password/);
  });

  it('gives no number twice after a kill, of a counter that was made and used at once', async () => {
    const { url } = started.at(-1)!;
    await query(url, 'begin; create table counted(id serial); insert into counted default values; commit');
    for (let one = 0; one < 3; one++) await query(url, 'insert into counted default values');
    const [first] = (await readFile(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n');
    // Its quickest end, without a checkpoint: as after the machine's.
    process.kill(Number(first), 'SIGQUIT');
    while (await query(url, 'select 1').catch(() => undefined)) await pause(20);
    const again = await start();
    await query(again.url, 'insert into counted default values');
    const [{ numbers, rows }] = (await query(
      again.url,
      'select count(distinct id)::int as numbers, count(*)::int as rows from counted',
    )) as [{ numbers: number; rows: number }];
    expect({ numbers, rows }).toEqual({ numbers: 5, rows: 5 });
  });

  it('runs beside another one, and in a folder that its user cannot enter', async () => {
    const closed = join(home, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const inner = join(closed, 'home');
    const other = await start(inner);
    expect(other.port).not.toBe(started.at(-2)!.port);
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
