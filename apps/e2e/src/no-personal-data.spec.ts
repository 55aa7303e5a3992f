import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { columns, KINDS, type PersonalDataKind } from '@takwin/contracts/personal-data';
import { SystemClock } from '@takwin/platform/clock';
import { freePort } from '@takwin/platform/processes';
import { apiOf, Collector, temporaryHome } from '@takwin/platform/testing';
import { Issuer } from '@takwin/simulators/issuer/issuer';
import { Redis } from 'ioredis';
import pg from 'pg';
import { ROOT } from './architecture/overlay.js';
import { eventually } from './testing/eventually.js';
import { type Api, CARDS, plant, WORDS } from './testing/planted.js';

const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const SCHEMAS = ['academies', 'trainers', 'courses', 'certifications', 'licensing', 'jobs'];
const WORD_LIST = Object.values(WORDS).flat();
const ALL = [...CARDS, ...WORD_LIST];

type Told = { url: string; urls: string[]; adminUrl: string; redis: string };

let home: string;
let collector: Collector;
let child: ChildProcess;
let logs = '';
let house: Told;
let api: Api;
let sql: pg.Client;

beforeAll(async () => {
  home = await temporaryHome('canaries');
  collector = await Collector.start();
  const program = ['.config/run.js', 'apps/e2e/dist/testing/loud-cluster.js'];
  const args = [...program, home, String(await freePort()), collector.url];
  child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text) => (logs += text));
  await eventually(async () => /^\{"url":.*\}$/m.test(logs) || child.exitCode !== null, 500_000);
  house = JSON.parse(/^\{"url":.*\}$/m.exec(logs)?.[0] ?? `the house ended: ${logs.slice(-2_000)}`) as Told;
  const issuer = await Issuer.open(home, new SystemClock());
  const { token } = await issuer.token({ role: 'programme-admin', region: [], academy: [], group: [], hours: 2 });
  api = apiOf(house.url, token);
  sql = new pg.Client({ connectionString: house.adminUrl });
  await sql.connect();
}, 600_000);

afterAll(async () => {
  await sql?.end();
  if (child && child.exitCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await collector?.close();
  rmSync(home, { recursive: true, force: true });
}, 60_000);

/** Which of these words a text has, as they are, in hexadecimal or as a URL has them. */
const seenIn = (text: string, words: readonly string[] = ALL): string[] => {
  const low = text.toLowerCase();
  const forms = (word: string) => [
    word,
    Buffer.from(word).toString('hex'),
    encodeURIComponent(word),
    JSON.stringify(word).slice(1, -1),
  ];
  return words.filter((word) => forms(word).some((form) => low.includes(form.toLowerCase())));
};

async function redisText(): Promise<string> {
  const redis = new Redis(house.redis);
  const texts: string[] = [];
  for (const key of await redis.keys('*')) {
    const by: Record<string, () => Promise<unknown>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      list: () => redis.lrange(key, 0, -1),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, 0, -1),
      stream: () => redis.xrange(key, '-', '+'),
    };
    texts.push(key, JSON.stringify(await by[await redis.type(key)]?.()));
  }
  redis.disconnect();
  return texts.join('\n');
}

/** Files beneath a folder, with what is in them. */
const filesIn = (folder: string): [string, string][] =>
  readdirSync(folder).flatMap((name): [string, string][] => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [[path, readFileSync(path, 'latin1')]];
  });

/** By column, which of the words are in it. */
async function inDatabase(): Promise<Map<string, Set<string>>> {
  const seen = new Map<string, Set<string>>();
  const { rows: tables } = await sql.query<{ name: string; table: string }>(
    `select concat_ws('.', schemaname, tablename) as name, format('%I.%I', schemaname, tablename) as table
     from pg_tables where schemaname = any($1)`,
    [SCHEMAS],
  );
  for (const { name, table } of tables) {
    const { rows } = await sql.query<{ row: Record<string, unknown> }>(`select to_jsonb(t) as row from ${table} t`);
    for (const { row } of rows)
      for (const [column, value] of Object.entries(row))
        for (const word of seenIn(JSON.stringify(value)))
          seen.set(`${name}.${column}`, (seen.get(`${name}.${column}`) ?? new Set()).add(word));
  }
  return seen;
}

describe('what is said of persons', () => {
  let refusals: unknown[];

  it('goes through every door', async () => {
    const siteOf = async (profile: string) => (await api.get(`/v1/academies?first=1&profile=${profile}`)).body.items[0];
    const planted = await plant(api, { home: await siteOf('ordinary'), prison: await siteOf('prison') });
    refusals = planted.refusals;
    for (const id of planted.imports) {
      const stateOf = async () => (await api.get(`/v1/imports/${id}`)).body.state;
      await eventually(async () => ['done', 'refused'].includes(await stateOf()));
    }
    const [told] = planted.imports;
    expect(String((await api.get(`/v1/imports/${told}/rejected.csv`)).body)).toContain(CARDS[3]);
    const wanted = { skuId: STUDENT, action: 'assign', persons: [planted.person] };
    let run: string | undefined;
    await eventually(async () => {
      const { status, body } = await api.post('/v1/provisioning-runs', wanted);
      run = status === 202 ? body.id : undefined;
      return run !== undefined;
    });
    await eventually(async () => (await api.get(`/v1/provisioning-runs/${run}`)).body.state === 'done');
    const wish = {
      personId: planted.person,
      examCode: 'MO-200',
      earliest: '2027-01-10T08:00:00Z',
      latest: '2027-02-10T08:00:00Z',
      consent: true,
    };
    await eventually(async () => (await api.post('/v1/registrations', wish)).status === 202);
    await api.post('/v1/campaigns', {
      examCodes: ['MO-300'],
      persons: [planted.person, planted.inmate],
      earliest: wish.earliest,
      latest: wish.latest,
    });
    await api.post(`/v1/persons/${planted.inmate}/deactivate`, { reason: 'abandon' });
    await eventually(async () => {
      const { rows } = await sql.query(`select from certifications.person_copy where matricule like '9977%'`);
      return rows.length >= 3;
    });
  }, 300_000);

  it('is in no log, Redis, metric, trace or refusal', async () => {
    // What PostgreSQL says of its own accord of a row that it refuses.
    const taken = `update academies.person p set matricule = o.matricule from academies.person o where o.family_fr = $1 and p.id <> o.id`;
    await expect(sql.query(taken, [WORDS.family[0]])).rejects.toThrow('duplicate key');
    const metrics = await Promise.all(house.urls.map(async (url) => (await fetch(`${url}/metrics`)).text()));
    const redis = await redisText();
    for (const service of ['academies', 'certifications', 'licensing'])
      expect(logs).toContain(`"service":"${service}"`);
    expect(metrics.join('')).toContain('takwin_http_request_seconds');
    expect(redis).toContain('roster-imports');
    expect(collector.spans.length).toBeGreaterThan(50);
    const places: [string, string][] = [
      ['logs', logs],
      ['metrics', metrics.join('\n')],
      ['traces', JSON.stringify(collector.spans)],
      ['Redis', redis],
      ...filesIn(join(home, 'redis')),
      ["PostgreSQL's log", readFileSync(join(home, 'postgres/postgres.log'), 'utf8')],
    ];
    expect(places.flatMap(([place, text]) => seenIn(text).map((word) => `${place}: ${word}`))).toEqual([]);
  }, 60_000);

  it('is in no refusal', () => {
    expect(refusals.filter((one) => seenIn(JSON.stringify(one)).length > 0)).toEqual([]);
  });

  it('is in the database where the register says, and no number of a card in clear', async () => {
    const named = new Set<string>(KINDS.flatMap((kind: PersonalDataKind) => (kind.names ? [kind.id] : [])));
    const seen = await inDatabase();
    expect([...seen].filter(([, words]) => CARDS.some((card) => words.has(card)))).toEqual([]);
    const prison = new Set<string>(WORDS.prison);
    // What an academy calls its groups tells of nobody: who is in them stands elsewhere.
    const ofNobody = ['academies.group_name.key', 'academies.group_name.code'];
    const astray = [...seen].filter(([column, words]) => {
      const kind = columns.get(column) ?? 'none';
      return [...words].some((word) =>
        prison.has(word)
          ? !['placements', 'event-log', 'kept-answers'].includes(kind) && !ofNobody.includes(column)
          : !named.has(kind),
      );
    });
    expect(astray.map(([column, words]) => `${column}: ${[...words].join(', ')}`)).toEqual([]);
    // They were there to be found.
    for (const column of [
      'academies.person.family_fr',
      'academies.person.birth_date',
      'certifications.person_copy.matricule',
      'academies.placement.group_code',
    ])
      expect([...seen.keys()]).toContain(column);
  }, 120_000);
});
