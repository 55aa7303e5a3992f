import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayBefore } from '../testing/toy-gateway.js';
import { ToySubgraphs } from '../testing/toy-subgraphs.js';
import { documentIdOf, operationsIn } from './registered.js';

const TEXT = 'query Two($first: Int = 2) { people(first: $first) { name } }';
const ID = documentIdOf(TEXT);
const toys = new ToySubgraphs();
let gateway: Awaited<ReturnType<typeof gatewayBefore>>;

beforeAll(async () => {
  await toys.start();
  const many = { points: 1_000, seconds: 3_600 };
  gateway = await gatewayBefore(toys, {
    operations: new Map([[ID, TEXT]]),
    quotas: { client: many, address: many },
  });
});
afterAll(async () => {
  await gateway.close();
  await toys.stop();
  expect(gateway.defects).toEqual([]);
});

const post = async (body: object) => {
  const answer = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, any> }; // eslint-disable-line @typescript-eslint/no-explicit-any -- specs look into it
};
const left = (headers: Headers) => Number(/"address";r=(\d+)/.exec(headers.get('ratelimit')!)![1]);
const two = { data: { people: [{ name: 'Person 0' }, { name: 'Person 1' }] } };

describe('an operation that is registered', () => {
  it('costs nothing to plan', async () => {
    const before = left((await post({ query: '{ __typename }' })).headers);
    expect(before - left((await post({ documentId: ID })).headers)).toBe(1);
  });

  it.each<[string, object]>([
    ['documentId', { documentId: ID }],
    ['documentId with its algorithm', { documentId: `sha256:${ID}` }],
    ["the name that Apollo's clients give it", { extensions: { persistedQuery: { version: 1, sha256Hash: ID } } }],
    ['its text', { query: TEXT }],
    ['its text and its name', { query: TEXT, extensions: { persistedQuery: { version: 1, sha256Hash: ID } } }],
  ])('is asked for by %s', async (_, said) => {
    expect((await post(said)).body).toEqual(two);
    expect((await post({ ...said, variables: { first: 1 } })).body.data.people).toHaveLength(1);
  });

  it('is asked for by GET', async () => {
    const headers = { accept: 'application/json' };
    const variables = encodeURIComponent('{"first":1}');
    const answer = await fetch(`${gateway.url}/graphql?documentId=${ID}&variables=${variables}`, { headers });
    expect(((await answer.json()) as typeof two).data.people).toHaveLength(1);
  });

  it.each<[string, object]>([
    ['no operation has', { documentId: documentIdOf('{ skus }') }],
    ['is none', { documentId: 7 }],
    ["of Apollo's no operation has", { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }],
  ])('is refused by a name that %s', async (_, said) => {
    const { status, body } = await post(said);
    expect([status, body.errors[0].extensions.code]).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
  });
});

describe('a manifest', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'operations-'))));
  afterAll(() => rm(folder, { recursive: true }));
  const holding = async (text: string): Promise<string> => {
    const file = join(folder, `${documentIdOf(text)}.json`);
    await writeFile(file, text);
    return file;
  };

  it('holds operations by the SHA-256 of their texts', async () => {
    expect([...(await operationsIn(await holding(JSON.stringify({ [ID]: TEXT }))))]).toEqual([[ID, TEXT]]);
    expect([...(await operationsIn(undefined))]).toEqual([]);
  });

  it.each([
    ['{', 'is no manifest'],
    ['{"abc":7}', 'is no manifest'],
    ['{"abc":"{ skus }"}', 'has another operation under abc'],
    [`{"${ID}":"{ skus }"}`, `has another operation under ${ID}`],
  ])('is refused that says %s', async (text, why) => {
    await expect(operationsIn(await holding(text))).rejects.toThrow(why);
  });

  it('is refused that is not there', async () => {
    await expect(operationsIn(join(folder, 'none.json'))).rejects.toThrow('cannot be read');
  });
});
