import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf } from '@takwin/platform/testing';
import pg from 'pg';
import { crowd } from './testing/crowd.js';
import { leastCosts } from './testing/costs.js';
import { eventually } from './testing/eventually.js';
import { startHouse, TO_START, type House } from './testing/house.js';
import { WHOLE_PERSON } from './testing/whole-person.js';

const CALL_TIMEOUT_SECONDS = '4';

let running: House;
let adminUrl: string;
let token: string;
let admin: ReturnType<typeof apiOf>;
let database: pg.Client;

beforeAll(async () => {
  running = await startHouse({ CALL_TIMEOUT_SECONDS });
  ({ adminUrl } = running);
  token = await running.tokenOf('programme-admin');
  admin = apiOf(running.url, token);
  await eventually(async () => (await admin.get('/v1/trainers?first=100')).body.items.length === 100);
  database = new pg.Client({ connectionString: adminUrl, application_name: 'one legal query' });
  await database.connect();
  // Trainers bring credentials, which are signed for some seconds in this same process.
  await eventually(async () => {
    const { rows } = await database.query(`select state from certifications.credential group by state`);
    return rows.length === 1 && rows[0].state === 'valid';
  });
  await crowd(adminUrl, { academies: 100, offerings: 200, sittings: 60, rooms: 40, persons: 100, each: 60 });
}, TO_START);

afterAll(async () => {
  await database?.end();
  await running?.close();
});

const post = (query: string, signal?: AbortSignal) =>
  fetch(`${running.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal,
  });

type Answered = { data?: any; errors?: { path?: unknown[]; extensions: { code: string } }[] }; // eslint-disable-line @typescript-eslint/no-explicit-any -- specs look into it

const ask = async (query: string): Promise<Answered> => (await (await post(query)).json()) as Answered;
const codes = ({ errors = [] }: Answered): string[] => errors.map(({ extensions }) => extensions.code);

/** What one legal query may cost at most: milliseconds of CPU, and megabytes by which the heap grows. */
const BOUNDS = { cpuMs: 300, heapMb: 50 };

const OFFERING = 'id courseId academyId region trainerId startsOn endsOn seats taken state version waiting';
const ROOM = 'id code seats synthetic state version';
const FOUR_LEVELS =
  '{academies(first:20){edges{node{code offerings{academy{code offerings{academy{code offerings{academy{code offerings{id region}}}}}}}}}}}';

const inAcademies = (first: number, fields: string) =>
  `{ academies(first: ${first}) { edges { node { ${fields} } } } }`;
const times = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');

describe('lists inside lists', () => {
  it('are refused where they multiply, before any service is asked', async () => {
    expect(FOUR_LEVELS).toHaveLength(136);
    const before = await callsMade();
    const answer = await post(FOUR_LEVELS);
    expect([answer.status, codes((await answer.json()) as Answered)]).toEqual([400, ['QUERY_TOO_DEEP']]);
    const costly = await ask(inAcademies(100, `offerings(first: 100) { ${OFFERING} }`));
    expect(codes(costly)).toEqual(['QUERY_TOO_COSTLY']);
    expect(await callsMade()).toBe(before);
    const { cpuMs, heapMb } = await leastCosts(adminUrl, BOUNDS, () => ask(FOUR_LEVELS));
    expect(cpuMs).toBeLessThan(BOUNDS.cpuMs);
    expect(heapMb).toBeLessThan(BOUNDS.heapMb);
  });

  it.each([
    ['many values', inAcademies(100, `offerings(first: 14) { ${OFFERING} }`)],
    ['many values of few rows', inAcademies(100, `offerings(first: 5) { ${OFFERING} ${times(30, 'startsOn')} }`)],
    ['the courses of many offerings', inAcademies(100, 'offerings(first: 20) { course { code } }')],
    ['the same courses under many names', inAcademies(20, `offerings(first: 7) { ${times(27, 'course { id }')} }`)],
    ['the way back over another service', inAcademies(100, 'sittings(first: 20) { academy { code } }')],
    [
      'as many lists inside each other as may be',
      inAcademies(10, 'offerings(first: 20) { academy { sittings(first: 9) { academy { code } } } }'),
    ],
    [
      'lists that are loaded once and answered often',
      inAcademies(10, `offerings(first: 10) { academy { rooms(first: 36) { ${ROOM} } } }`),
    ],
    ['lists that are too long', inAcademies(100, 'offerings(first: 9) { academy { rooms { id } sittings { id } } }')],
    [
      'persons with all that they have',
      `{ trainers(first: 100) { edges { node { topics person { ${WHOLE_PERSON} } } } } }`,
    ],
    [
      'persons with the beginning of it',
      `{ trainers(first: 60) { edges { node { person { ${WHOLE_PERSON.replace(/(\w{6,}s) \{/g, '$1(first: 6) {')} } } } } }`,
    ],
    [
      'lists that are answered again for each who refers to them',
      inAcademies(8, `offerings(first: 100) { academy { rooms { ${ROOM} ${times(28, 'code')} } } }`),
    ],
    ['many pages', `{ ${times(30, 'sittings(first: 100) { edges { node { id startsAt } } }')} }`],
    [
      'many recounts',
      `{ ${times(30, 'programme { certificationsAchieved office365Users coursesOffered literacyCompletions }')} }`,
    ],
    ['many pages of trainers', `{ ${times(30, 'trainers(first: 100) { edges { node { id topics } } }')} }`],
  ])(
    'cost little where they are allowed: %s',
    async (_, query) => {
      const answered = await ask(query);
      expect(['LIST_TOO_LONG', 'ANSWER_TOO_LARGE']).toEqual(expect.arrayContaining(codes(answered)));
      expect(answered.data).toBeTruthy();
      const costs = await leastCosts(adminUrl, BOUNDS, async () => (await post(query)).arrayBuffer());
      expect(costs.heapMb).toBeLessThan(BOUNDS.heapMb);
    },
    60_000,
  );

  it('are whole, or the part that was asked for, or refused', async () => {
    const offerings = async (asked: string) => ask(inAcademies(1, `offerings${asked} { id }`));
    const listOf = ({ data }: Answered): { id: string }[] | null => data.academies.edges[0].node.offerings;
    const whole = await offerings('');
    expect([codes(whole), listOf(whole)]).toEqual([['LIST_TOO_LONG'], null]);
    const all: string[] = [];
    for (let after = ''; ; after = `, after: "${all.at(-1)}"`) {
      const page = listOf(await offerings(`(first: 70${after})`))!;
      all.push(...page.map(({ id }) => id));
      if (page.length < 70) break;
    }
    expect([all.length, new Set(all).size]).toEqual([200, 200]);
  });
});

describe('a request that nobody waits for', () => {
  const asked = inAcademies(
    2,
    'sittings(first: 2) { id } offerings(first: 2) { academy { sittings(first: 2) { id } } }',
  );
  // The sweep that ends offerings reads them too, in other words; of a statement PostgreSQL shows the beginning.
  const waiting = async (): Promise<number> => {
    const { rows } = await database.query(
      `select pid from pg_stat_activity where application_name = 'courses' and state = 'active' and wait_event_type = 'Lock'
         and query like '%o.course_id as "courseId"%'`,
    );
    return rows.length;
  };
  /** Keeps whoever reads offerings waiting, as a statement does that takes long. */
  const withSlowOfferings = async (work: () => Promise<void>): Promise<void> => {
    // One of its own: inside a transaction pg_stat_activity stands still.
    const holder = new pg.Client({ connectionString: adminUrl });
    await holder.connect();
    try {
      await holder.query('begin; lock table courses.offering in access exclusive mode');
      await work();
    } finally {
      await holder.end();
    }
  };

  it('ends below, statement and all, once its caller has left', async () => {
    await withSlowOfferings(async () => {
      const leaving = new AbortController();
      const answer = post(asked, leaving.signal).catch(() => 'left');
      await eventually(async () => (await waiting()) === 1);
      leaving.abort();
      expect(await answer).toBe('left');
      await eventually(async () => (await waiting()) === 0, 2_000);
    });
    const before = await callsMade();
    expect(codes(await ask(inAcademies(1, 'offerings(first: 1) { id }')))).toEqual([]);
    expect(await callsMade()).toBe(before + 2);
  });

  it('ends below, statement and all, once its caller has left over REST', async () => {
    await withSlowOfferings(async () => {
      const leaving = new AbortController();
      const headers = { authorization: `Bearer ${token}` };
      const answer = fetch(`${running.url}/v1/offerings?first=5`, { headers, signal: leaving.signal }).catch(
        () => 'left',
      );
      await eventually(async () => (await waiting()) === 1);
      leaving.abort();
      expect(await answer).toBe('left');
      await eventually(async () => (await waiting()) === 0, 2_000);
    });
    expect((await admin.get('/v1/offerings?first=5')).status).toBe(200);
  });

  it('ends below when its time is over', async () => {
    await withSlowOfferings(async () => {
      const answer = ask(asked);
      await eventually(async () => (await waiting()) === 1);
      expect(codes(await answer)).toEqual(['SERVICE_TIMEOUT', 'SERVICE_TIMEOUT']);
      await eventually(async () => (await waiting()) === 0, 2_000);
    });
  });
});

async function callsMade(): Promise<number> {
  const text = (await admin.get('/metrics')).body as string;
  const counts = [...text.matchAll(/^takwin_gateway_call_seconds_count\{[^}]*\} (\d+)/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
