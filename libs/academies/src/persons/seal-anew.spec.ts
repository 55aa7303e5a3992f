import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { systemActor } from '@takwin/platform/auth';
import { nextKeys } from '@takwin/platform/vault';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { Words } from '@takwin/platform/errors';
import { apiOf, testService, type ServiceWithAdmin } from '@takwin/platform/testing';
import sql, { type Sql } from 'sql-template-tag';
import { AcademiesModule } from '../academies.module.js';
import { resealAcademies } from '../reseal.js';
import { academiesService } from '../testing/academies-service.js';
import { CIN_KEYS } from '../testing/cin-keys.js';

type Keys = typeof CIN_KEYS;

let service: ServiceWithAdmin;
let academyId: string;
beforeAll(async () => {
  service = await academiesService();
  [{ id: academyId }] = (await ask(sql`select id from academy order by code limit 1`)) as [{ id: string }];
});
afterAll(() => service?.close());

const ask = <R>(statement: Sql): Promise<R[]> =>
  service.database.db.readAs(systemActor('spec'), (tx) => tx.query<R>(statement));
const both = (keys: Keys, step: 'known' | 'front' | 'alone'): Keys => ({
  CIN_ENCRYPTION_KEY: nextKeys(keys.CIN_ENCRYPTION_KEY, step)!,
  CIN_HASH_KEY: nextKeys(keys.CIN_HASH_KEY, step)!,
});

/** Works with the service as it starts with these keys, beside the others on the same data. */
async function startedWith<T>(env: Keys, work: (as: ServiceWithAdmin['admin']) => Promise<T>): Promise<T> {
  const about = { env: { ...service.tokens.env, ...env }, db: service.database.db, words: new Words(CATALOGUE) };
  const running = await testService(AcademiesModule, about);
  try {
    return await work(apiOf(running.url, await service.tokens.of({ role: 'programme-admin' })));
  } finally {
    await running.close();
  }
}

let persons = 0;
const register = (as: ServiceWithAdmin['admin'], cin: string) =>
  as.post('/v1/persons', {
    ...{ kind: 'trainee', academyId, birthDate: '2004-05-06', cin },
    name: { family: 'ROTATED', given: inLetters(++persons) },
  });
const found = async (as: ServiceWithAdmin['admin'], cin: string): Promise<number> =>
  (await as.post('/v1/persons/search', { cin })).body.items.length;
const cardsUnder = async (): Promise<[number, number][]> =>
  (
    await ask<{ sealed: number; hashed: number }>(sql`
      select distinct get_byte(cin_sealed, 0) as sealed, case octet_length(cin_hash) when 32 then 1 else get_byte(cin_hash, 0) end as hashed
      from person where cin_hash is not null order by 1, 2`)
  ).map(({ sealed, hashed }) => [sealed, hashed]);

const correctionsUnder = () =>
  ask<object>(sql`
    select distinct get_byte(cin_sealed, 0) as sealed, get_byte(now_cin_sealed, 0) as now,
      case octet_length(cin_hash) when 32 then 1 else get_byte(cin_hash, 0) end as hashed,
      case octet_length(now_cin_hash) when 32 then 1 else get_byte(now_cin_hash, 0) end as "nowHashed"
    from person_correction`);

describe('the keys of cards', () => {
  const cards = Array.from({ length: 30 }, (_, n) => `ZR${100_000 + n}`);
  const known = both(CIN_KEYS, 'known');
  const front = both(known, 'front');
  const alone = both(front, 'alone');

  it('are changed while persons are registered, and no card is given to two or lost', async () => {
    for (const cin of cards.slice(0, 10)) expect((await register(service.admin, cin)).status).toBe(201);
    const mistyped = (await register(service.admin, 'ZR300000')).body.id as string;
    const proof = { reason: 'the card was seen', document: 'DR-04/2026/118' };
    const corrected = await service.admin.patch(
      `/v1/persons/${mistyped}/identity`,
      { cin: 'ZR300001', ...proof },
      { headers: { 'if-match': '"1"' } },
    );
    expect(corrected.status).toBe(200);
    expect(await correctionsUnder()).toEqual([{ sealed: 1, now: 1, hashed: 1, nowHashed: 1 }]);
    await startedWith(known, async (before) =>
      startedWith(front, async (after) => {
        for (const cin of cards.slice(10, 12)) expect((await register(after, cin)).status).toBe(201);
        expect(await cardsUnder()).toEqual([
          [1, 1],
          [2, 1],
        ]);
        const again = await after.patch(
          `/v1/persons/${mistyped}/identity`,
          { cin: 'ZR300002', ...proof },
          { headers: { 'if-match': '"2"' } },
        );
        expect(again.status).toBe(200);
        expect((await cardsUnder()).map(([, hashed]) => hashed)).toEqual([1, 1]);
        const told: string[] = [];
        const racing = cards.slice(12).map(async (cin, n) => {
          await pause(n * 5);
          return Promise.all([register(before, cin), register(after, cin)]);
        });
        await resealAcademies(service.database.db, front, (line) => told.push(line));
        const races = await Promise.all(racing);
        for (const pair of races) expect(pair.map(({ status }) => status).toSorted()).toEqual([201, 409]);
        await resealAcademies(service.database.db, front, (line) => told.push(line));
        expect(told).toContain('cards of persons: all under the keys of today');
        expect(await cardsUnder()).toEqual([[2, 2]]);
        expect(await correctionsUnder()).toEqual([{ sealed: 2, now: 2, hashed: 2, nowHashed: 2 }]);
        for (const as of [before, after]) for (const cin of cards) expect(await found(as, cin)).toBe(1);
      }),
    );
    await startedWith(alone, async (as) => {
      for (const cin of cards) expect(await found(as, cin)).toBe(1);
      expect((await register(as, cards[0]!)).body.code).toBe('CIN_IS_TAKEN');
    });
  });

  it('are demanded at the start, each that something needs still', async () => {
    const another = { CIN_ENCRYPTION_KEY: randomBytes(32).toString('base64'), CIN_HASH_KEY: alone.CIN_HASH_KEY };
    await expect(startedWith(CIN_KEYS, async () => {})).rejects.toThrow(
      "CIN_ENCRYPTION_KEY: key 2 is missing, with which persons' cards are sealed\nCIN_HASH_KEY: key 2 is missing, by which persons are found",
    );
    const wrong = { ...alone, CIN_ENCRYPTION_KEY: `2:${another.CIN_ENCRYPTION_KEY}` };
    await expect(startedWith(wrong, async () => {})).rejects.toThrow(
      "CIN_ENCRYPTION_KEY: key 2 is another than that with which persons' cards are sealed",
    );
    const unfound = { ...alone, CIN_HASH_KEY: `2:${randomBytes(32).toString('base64')}` };
    await expect(startedWith(unfound, async () => {})).rejects.toThrow('CIN_HASH_KEY: is another than that by which');
  });
});
