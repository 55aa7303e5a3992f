import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf } from '@takwin/platform/testing';
import pg from 'pg';
import { ROOT } from '../architecture/overlay.js';
import { startHouse, TO_START, type House } from '../testing/house.js';
import { faultOf as faultOfCommand } from './commands.js';
import { describedIn, faultOf as faultOfRequest, type Described } from './requests.js';
import { answersTo, tokenFor } from './script.js';
import { commandsOf, snippetsOf, type Snippet } from './snippets.js';

/** What documents show and nothing here tries, by how it begins, and why. */
const NOT_TRIED: readonly [begins: string, why: string][] = [
  ['docker ', 'needs a Docker engine: the fault tests containers, restore and upgrade do these things'],
  ['pg_dump ', 'a client of PostgreSQL, which the embedded one does not bring'],
  ['apt-get ', 'changes the machine'],
  ['df ', 'tells of the machine'],
  ['takwin.example.ma {', 'a file of Caddy'],
  ['update ... where', 'the pattern of a statement'],
];
const isTried = (text: string) => !NOT_TRIED.some(([begins]) => text.startsWith(begins));

/** What stands in a statement for a name that the reader puts in. */
const NAMES = { '<service>': 'courses', '<log>': 'academies' };

const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT });
const snippets = documents.flatMap((file) => snippetsOf(file, readFileSync(join(ROOT, file), 'utf8')));
const shown = (kind: Snippet['kind']) => snippets.filter((one) => one.kind === kind && isTried(one.text));
const isCall = ({ text }: Snippet) => text.includes('curl ');

let database: pg.Client;
let running: House;
let admin: ReturnType<typeof apiOf>;
let described: Described[];

beforeAll(async () => {
  running = await startHouse();
  database = new pg.Client(running.adminUrl);
  await database.connect();
  admin = apiOf(running.url, await running.tokenOf('programme-admin'));
  described = describedIn((await admin.get('/v1/openapi.json')).body);
}, TO_START);

afterAll(async () => {
  await database?.end();
  await running?.close();
});

const ANSWERED = { data: expect.any(Object) };

// What is kept of who asks: an official has none.
const OF_ONE = /^\/v1\/own-/;

describe('what the documents show', () => {
  it.each(shown('graphql'))('the query at $where answers', async ({ text }) => {
    expect((await admin.graphql(text)).body).toEqual(ANSWERED);
  });

  if (spawnSync('curl', ['--version']).status !== 0) it.skip('the calls: skipped, this machine has no curl', () => {});
  else
    it.each(shown('shell').filter(isCall))('the calls at $where answer', async ({ text }) => {
      const answers = await answersTo(text, running.url, running.home);
      expect(answers).toHaveLength(text.match(/curl /g)!.length);
      for (const answer of answers) expect(answer).not.toHaveProperty('errors');
    });

  it.each(shown('shell').filter((one) => !isCall(one)))('the commands at $where are there', ({ text }) => {
    expect(
      commandsOf(text)
        .filter(isTried)
        .flatMap((command) => faultOfCommand(command) ?? []),
    ).toEqual([]);
  });

  it.each(shown('request'))('the request at $where is one: $text', async ({ text }) => {
    const world = { gateway: admin, simulators: apiOf(running.urls.simulators!), described };
    expect(await faultOfRequest(text, world)).toBeUndefined();
  });

  it.each(shown('sql'))('the statement at $where finds something', async ({ text }) => {
    const statement = Object.entries(NAMES).reduce((left, [name, value]) => left.replace(name, value), text);
    await database.query(`begin ${text.startsWith('select ') ? 'read only' : ''}`);
    const { rowCount } = await database.query(statement).finally(() => database.query('rollback'));
    expect(rowCount).toBeGreaterThan(0);
  });

  it.each(NOT_TRIED)('are not tried where they begin with %s', (begins) => {
    const texts = snippets.flatMap(({ text }) => commandsOf(text));
    expect(texts.some((text) => text.startsWith(begins))).toBe(true);
  });
});

describe('what the pages show', () => {
  const HTML = { headers: { accept: 'text/html' } };
  const page = async (path: string) => (await fetch(running.url + path, HTML)).text();

  it('a first query in GraphiQL that answers with the token that it names', async () => {
    const [, written = ''] = /"defaultQuery":("(?:[^"\\]|\\.)*")/.exec(await page('/graphql')) ?? [];
    const query = JSON.parse(written) as string;
    const [, args = ''] = /npm run --silent token -- (--role [\w-]+)/.exec(query) ?? [];
    expect((await admin.as(await tokenFor(args, running.home)).graphql(query)).body).toEqual(ANSWERED);
  });

  it.each(['/', '/docs'])('links that lead somewhere, at %s', async (path) => {
    const links = [...(await page(path)).matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link]) => link!);
    const answers = links.map(async (link) => [link, (await fetch(running.url + link, HTML)).status]);
    expect(links.length).toBeGreaterThan(3);
    expect(await Promise.all(answers)).toEqual(links.map((link) => [link, 200]));
  });

  it('reads that answer as they are, where they ask for nothing', async () => {
    const ready = described.filter(
      ({ method, path, parameters }) =>
        method === 'get' && !path.includes('{') && !OF_ONE.test(path) && !parameters.some(({ required }) => required),
    );
    const answers = ready.map(async ({ path }) => [path, (await admin.get(path)).status]);
    expect(await Promise.all(answers)).toEqual(ready.map(({ path }) => [path, 200]));
    expect(ready.length).toBeGreaterThan(15);
  });
});
