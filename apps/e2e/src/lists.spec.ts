import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf, type Send } from '@takwin/platform/testing';
import { eventually } from './testing/eventually.js';
import { fill } from './testing/fill.js';
import { startHouse, TO_START, type House } from './testing/house.js';
import { idsOf, LIST_ROWS } from './testing/list-rows.js';
import { graphLists, type RestList, restLists } from './testing/lists.js';
import { statementsOf } from './testing/statements-of.js';

/** How many statements a page may take at most, however many items it has. */
const MOST = 6;

type Api = ReturnType<typeof apiOf>;
type Item = Record<string, string>;
type Data = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- specs look into it
type Fault = { extensions: { code: string; errors?: unknown[] } };

const REST = restLists();
const GRAPH = graphLists();
let running: House;
let admin: Api;
let manager: Api;
/** What the lists that are of one thing are of, by operation. */
let ids: Record<string, Record<string, string>>;

beforeAll(async () => {
  running = await startHouse();
  admin = apiOf(running.url, await running.tokenOf('programme-admin'));
  await eventually(async () => (await admin.get('/v1/trainers?first=100')).body.items.length === 100);
  await eventually(async () => (await page(admin, 'FindEvidence', 'first=3')).body.items?.length === 3);
  const [academy] = (await admin.get('/v1/academies?first=1')).body.items;
  manager = admin.as(await running.tokenOf('academy-manager', { academy: [academy.id] }));
  await fill(running.adminUrl, LIST_ROWS);
  ids = { ...ids, ...(await idsOf(running.adminUrl)) };
  for (const list of REST) await cursorOf(list);
}, TO_START);
ids = { FindEvidence: { id: 'academies' } };

afterAll(() => running?.close());

/** A page of a list of REST. */
function page(by: Api, operation: string, asked: string, send?: Send) {
  const { path } = REST.find((one) => one.operation === operation)!;
  const given = { ...ids[operation] };
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = given[name]!;
    delete given[name];
    return value;
  });
  return by.get(`${place}?${new URLSearchParams(given)}&${asked}`, send);
}
const cursors = new Map<string, Promise<string>>();
/** The cursor after the first item of a list. */
const cursorOf = ({ operation }: RestList): Promise<string> => {
  const cursor =
    cursors.get(operation) ?? page(admin, operation, 'first=1').then(({ body }) => body.nextCursor as string);
  cursors.set(operation, cursor);
  return cursor;
};
const refusedFor = (path: string, code?: string) => ({
  status: 422,
  body: { code: 'INVALID_INPUT', errors: [expect.objectContaining({ path, ...(code && { code }) })] },
});
const noCursor = refusedFor('after', 'invalid_cursor');
const tampered = (cursor: string): string[] => {
  const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
  const texts = [[...parts.slice(0, -1), crypto.randomUUID()], parts.slice(1), [...parts, 'more']];
  return [
    cursor.slice(0, -1),
    cursor.slice(0, 20),
    `${cursor}A`,
    `A${cursor}`,
    '',
    '%00',
    ...texts.map((one) => Buffer.from(JSON.stringify(one)).toString('base64url')),
  ];
};

/** Lists that the reference data alone can fill: how many there are. */
const FEW: Record<string, number> = { FindSeatPools: 4 };

describe.each(REST.map((list) => [list.operation, list] as const))('the list %s', (operation, list) => {
  it('goes on where its page ended', async () => {
    const { body } = await page(admin, operation, 'first=2');
    expect(body.items).toHaveLength(2);
    const next = await page(admin, operation, `first=1&after=${await cursorOf(list)}`);
    expect(next).toMatchObject({ status: 200, body: { items: [body.items[1]] } });
  });

  it('refuses a page of none, of more than 100, and of what is no number', async () => {
    for (const first of ['0', '-1', '101', '1000000', '1.5', 'ten', '', 'NaN', '%00'])
      expect(await page(admin, operation, `first=${first}`)).toMatchObject(refusedFor('first'));
  });

  it('refuses cursors that were cut off or changed, and those of every other list', async () => {
    for (const after of tampered(await cursorOf(list)))
      expect(await page(admin, operation, `after=${after}`)).toMatchObject({
        status: 422,
        body: { code: 'INVALID_INPUT' },
      });
    for (const other of REST.filter((one) => one.operation !== operation))
      expect(await page(admin, operation, `after=${await cursorOf(other)}`)).toMatchObject(noCursor);
  }, 120_000);

  it('refuses a cursor of another cut', async () => {
    const cut = list.filters.find(({ required, isId, values }) => !required && (isId || values));
    const cursor = await cursorOf(list);
    if (cut) {
      const value = cut.values?.[0] ?? crypto.randomUUID();
      expect(await page(admin, operation, `${cut.name}=${value}&after=${cursor}`)).toMatchObject(noCursor);
    }
    const id = list.filters.find(({ required, isId }) => required && isId);
    const items = id && !list.path.includes(`{${id.name}}`);
    if (items) {
      const elsewhere = `${list.path}?${id.name}=${crypto.randomUUID()}&after=${cursor}`;
      expect(await admin.get(elsewhere)).toMatchObject(noCursor);
    }
  });

  it('refuses a cursor of a caller who reads another list', async () => {
    const [theirs, ours] = [await page(manager, operation, 'first=100'), await page(admin, operation, 'first=100')];
    const answer = await page(manager, operation, `after=${await cursorOf(list)}`);
    // Of what they may not read at all, they are told that, or that the cursor is none of theirs.
    if (theirs.status !== 200 && answer.status !== 422)
      expect(answer).toMatchObject({ status: theirs.status, body: { code: theirs.body.code } });
    else if (theirs.status !== 200) expect(answer).toMatchObject(noCursor);
    else if (JSON.stringify(theirs.body) !== JSON.stringify(ours.body)) expect(answer).toMatchObject(noCursor);
    else if (answer.status !== 200) expect(answer).toMatchObject(noCursor);
  });

  it('is empty where its filters leave nothing, as where they contradict each other', async () => {
    const empty = { status: 200, body: { items: [], nextCursor: null } };
    const optional = list.filters.filter(({ required }) => !required).map(({ name }) => name);
    for (const { name, isId, required } of list.filters)
      if (isId && !required)
        expect(await page(admin, operation, `${name}=${crypto.randomUUID()}`)).toMatchObject(empty);
    // Of a seat its academy is asked for too, which may be the candidate's own.
    const items = (await page(admin, operation, 'first=20')).body.items as Item[];
    const item = items.find(({ academyId, sittingAcademyId }) => academyId !== sittingAcademyId) ?? items[0];
    const [academyId, personId, region] = [crypto.randomUUID(), item!.personId ?? '', item!.region ?? ''];
    const has = (...names: string[]) =>
      names.every((name) => optional.includes(name) && (name === 'academyId' || item![name]));
    if (has('personId', 'academyId'))
      expect(await page(admin, operation, `personId=${personId}&academyId=${academyId}`)).toMatchObject(empty);
    if (has('region', 'academyId'))
      expect(
        await page(admin, operation, `academyId=${item!.academyId}&region=${region === 'MA-01' ? 'MA-02' : 'MA-01'}`),
      ).toMatchObject(empty);
  });

  it(`takes as many statements for a whole page as for one item, at most ${MOST}`, async () => {
    const one = await statementsOf((send) => page(admin, operation, 'first=1', send));
    const all = await statementsOf((send) => page(admin, operation, 'first=100', send), one.statements);
    expect(one.answer.body.items).toHaveLength(1);
    expect(all.answer.body.items.length).toBeGreaterThanOrEqual(FEW[operation] ?? 100);
    expect(all.statements).toBe(one.statements);
    expect(all.statements).toBeGreaterThan(0);
    expect(all.statements).toBeLessThanOrEqual(MOST);
  });
});

/** How the lists of an object are reached in the graph. */
const WAYS: Record<
  string,
  { ask: (lists: string) => string; seen: (data: Data) => Data; longest: number; lists: number }
> = {
  Query: { ask: (lists) => `{ ${lists} }`, seen: (data) => data, longest: 100, lists: 1 },
  Target: {
    ask: (lists) => `{ programme { targets { id ${lists} } } }`,
    seen: ({ programme }) => programme.targets.find(({ id }: Item) => id === 'academies'),
    longest: 100,
    lists: 6,
  },
};

it('knows a way to each list of the graph', () => {
  expect([...GRAPH.keys()].toSorted()).toEqual(Object.keys(WAYS).toSorted());
});

/** Lists whose items are worked out for the answer: nobody counts them. */
const COMPUTED = ['campaignSeats', 'campaignOpenings', 'pastAttempts'];

const FIELDS = [...GRAPH].flatMap(([holder, lists]) => lists.map((list) => [holder, list.field, list] as const));

/** Which query each list of the graph runs, where it is not the one of its name: FindRooms is rooms. */
const SAID: Record<string, string> = {
  evidence: 'FindEvidence',
  resultMismatches: 'FindMismatches',
};
const OPERATION: Record<string, string> = Object.fromEntries(
  FIELDS.map(([, field]) => [field, SAID[field] ?? `Find${field[0]!.toUpperCase()}${field.slice(1)}`]),
);

describe.each(FIELDS)('the list %s.%s of the graph', (holder, field, list) => {
  const { ask, seen, longest, lists } = WAYS[holder]!;
  const asked = (
    about: string,
    selected = `pageInfo { hasNextPage endCursor } edges { node { ${list.node} } cursor }`,
  ) => {
    const given = ids[OPERATION[field]!];
    const needed = list.needs.map((name) => `${name}: "${given?.[name]}"`).join(' ');
    return ask(`${field}(${needed} ${about}) { ${selected} }`);
  };
  const graph = async (about: string, selected?: string, send?: Send) =>
    (await admin.graphql(asked(about, selected), {}, send)).body;
  const faults = ({ errors = [] }: { errors?: Fault[] }) => errors.map(({ extensions }) => extensions);
  const refused = (path: string) =>
    expect.objectContaining({ code: 'INVALID_INPUT', errors: [expect.objectContaining({ path })] });

  it('goes on where its page ended, or at any of its items', async () => {
    const { edges, pageInfo } = seen((await graph('first: 3')).data)[field];
    expect(edges).toHaveLength(3);
    expect(pageInfo).toEqual({ hasNextPage: true, endCursor: edges[2].cursor });
    const next = seen((await graph(`first: 2, after: "${edges[0].cursor}"`)).data)[field];
    expect(next.edges).toEqual(edges.slice(1));
  });

  it('says how many there are on all pages, unless they are computed', async () => {
    const told = seen((await graph('first: 1', 'totalCount edges { cursor }')).data)[field];
    const later = seen((await graph(`first: 1, after: "${told.edges[0].cursor}"`, 'totalCount')).data)[field];
    expect(later.totalCount).toBe(told.totalCount);
    if (COMPUTED.includes(field)) expect(told.totalCount).toBeNull();
    else expect(told.totalCount).toBeGreaterThanOrEqual(FEW[OPERATION[field]!] ?? 100);
  });

  it('refuses a page of none, of more than 100, and of what is no number', async () => {
    for (const first of [0, -1]) expect(faults(await graph(`first: ${first}`))).toContainEqual(refused('first'));
    const tooMany = faults(await graph('first: 101'));
    if (longest < 100) expect(tooMany[0]).toMatchObject({ code: 'QUERY_TOO_COSTLY' });
    else expect(tooMany).toContainEqual(refused('first'));
    for (const first of ['"ten"', '1.5', 'true', '99999999999'])
      expect(faults(await graph(`first: ${first}`))[0]).toMatchObject({
        code: expect.stringMatching(/^[A-Z]+_[A-Z_]+$/),
      });
  });

  it('refuses cursors that were cut off or changed, and those of other lists', async () => {
    const { endCursor } = seen((await graph('first: 1')).data)[field].pageInfo;
    const others = await Promise.all(REST.filter(({ operation }) => operation !== OPERATION[field]).map(cursorOf));
    for (const after of [...tampered(endCursor), ...others])
      expect(faults(await graph(`first: 1, after: "${after}"`))[0]).toEqual(refused('after'));
  }, 120_000);

  it('takes the cursors that REST gives of the same list', async () => {
    const same = REST.find(({ operation }) => operation === OPERATION[field])!;
    const { edges } = seen((await graph('first: 2')).data)[field];
    expect(seen((await graph(`first: 1, after: "${await cursorOf(same)}"`)).data)[field].edges).toEqual([edges[1]]);
  });

  it(`takes as many statements for a whole page as for one item, at most ${MOST}`, async () => {
    const one = await statementsOf((send) => graph('first: 1', undefined, send));
    const all = await statementsOf((send) => graph(`first: ${longest}`, undefined, send), one.statements);
    expect(faults(all.answer)).toEqual([]);
    expect(all.statements).toBe(one.statements);
    expect(all.statements).toBeLessThanOrEqual(MOST * lists);
  });

  for (const [name, inside] of Object.entries(list.within))
    it(`takes at most ${MOST} with what lies in its items: ${name}`, async () => {
      const selected = `edges { node { ${inside} } }`;
      const { answer, statements } = await statementsOf((send) => graph(`first: ${longest}`, selected, send), MOST);
      expect(faults(answer)).toEqual([]);
      expect(statements).toBeLessThanOrEqual(MOST * lists);
    });
});
