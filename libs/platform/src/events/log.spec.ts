import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import sql from 'sql-template-tag';
import { Database } from '../postgres/database.js';
import { actorOf } from '../testing/actor.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { letter, move, postMigrations } from '../testing/sample-log.js';
import { append, type WireChange } from './log.js';
import { Publisher } from './publisher.js';

type Logged = { position: number; subject: string; type: string; at: Date; changes: WireChange[] };

describe('the event log', () => {
  let post: TestDatabase;
  let publisher: Publisher;

  beforeAll(async () => {
    post = await testDatabase({ schema: 'post', migrations: postMigrations });
    publisher = new Publisher(post.db);
  });
  afterAll(async () => {
    await publisher.stop();
    await post.close();
  });
  beforeEach(() => run(sql`with p as (delete from parcel), e as (delete from event) delete from event_new`));

  const run = (statement: ReturnType<typeof sql>) => post.db.asActor(actorOf('system'), (tx) => tx.query(statement));
  const logged = () =>
    post.db.readAs(actorOf('system'), (tx) =>
      tx.query<Logged>(
        sql`select position, subject, type, at, body -> 'changes' as changes from event order by position`,
      ),
    );

  it('holds whole states in their wire form, under the instant of the transaction', async () => {
    post.clock.set('2026-11-30T10:00:00Z');
    await move(post.db, ['p1'], 'Fès');
    expect(await logged()).toEqual([]);
    await publisher.flush();
    const state = { town: 'Fès', stops: ['Fès', 'Rabat'], sentAt: '2026-11-30T10:00:00.000Z' };
    expect(await logged()).toMatchObject([
      { subject: 'parcel', type: 'ParcelMoved', at: post.clock.now(), changes: [{ s: 'p1', v: 1, d: state }] },
    ]);
  });

  it('holds a bulk change as events of up to 500 changes each, in order', async () => {
    const ids = Array.from({ length: 1_201 }, (_, index) => `p${String(index).padStart(4, '0')}`);
    await move(post.db, ids, 'Oujda');
    await publisher.flush();
    const events = await logged();
    expect(events.map(({ changes }) => changes.length)).toEqual([500, 500, 201]);
    expect(events.flatMap(({ changes }) => changes.map(({ s }) => s))).toEqual(ids);
  });

  it('refuses a type, a version and a state that were not declared, and changes nothing', async () => {
    const attempt = (type: string, version: number, state: object) =>
      post.db.asActor(actorOf('system'), async (tx) => {
        await tx.query(sql`insert into parcel(id, town) values ('p1', 'Fès')`);
        await append(tx, letter, type as 'LetterSent', [{ id: 'l1', version, state: state as { text: string } }]);
      });
    await expect(attempt('LetterBurnt', 1, { text: '' })).rejects.toThrow('letter has no event LetterBurnt');
    await expect(attempt('LetterSent', Number.NaN, { text: '' })).rejects.toThrow('letter l1 has no version');
    await expect(attempt('LetterSent', 1, { text: 7 })).rejects.toThrow(
      'letter l1 cannot be published: text invalid_type',
    );
    expect(await run(sql`select from parcel`)).toEqual([]);
    expect(await run(sql`select from event_new`)).toEqual([]);
  });

  it('has no gap, no loss and no version out of order with 16 writers that delay and roll back, and 3 publishers that are killed', async () => {
    const parcels = Array.from({ length: 20 }, (_, index) => `p${index}`);
    const pick = () => parcels.filter(() => Math.random() < 0.15);
    const wide = await Database.open({ url: post.url, max: 16 });
    const three = await Promise.all([1, 2, 3].map(() => Database.open({ url: post.url, name: 'publisher' })));
    const publishers = three.map((db) => new Publisher(db, { every: 3 }).start());
    const kill = sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'publisher' and datname = current_database() and random() < 0.4`;
    const writer = async (index: number) => {
      for (let turn = 0; turn < 12; turn++) {
        await move(wide, pick(), `town ${index}-${turn}`, async () => {
          await pause(Math.random() * 8);
          if (Math.random() < 0.1) await run(kill);
          if (Math.random() < 0.2) throw new Error('changed my mind');
        }).catch((error: Error) => expect(error.message).toBe('changed my mind'));
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, index) => writer(index)));
    await Promise.all(publishers.map((one) => one.stop()));
    await publisher.flush();
    await Promise.all([wide, ...three].map((db) => db.close()));

    const events = await logged();
    const first = events[0]!.position;
    expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => first + index));
    const told = new Map<string, number[]>();
    for (const { s, v } of events.flatMap(({ changes }) => changes)) told.set(s, [...(told.get(s) ?? []), v]);
    const rows = (await run(sql`select id, version from parcel`)) as { id: string; version: number }[];
    expect(told.size).toBe(rows.length);
    for (const { id, version } of rows)
      expect(told.get(id)).toEqual(Array.from({ length: version }, (_, index) => index + 1));
  });

  it('notifies when it is published, never in the transaction that changes', async () => {
    const ear = new pg.Client({ connectionString: post.url });
    await ear.connect();
    const heard = jest.fn();
    ear.on('notification', heard);
    await ear.query('listen post_event');
    await move(post.db, ['p1'], 'Fès');
    await ear.query('select 1');
    expect(heard).not.toHaveBeenCalled();
    await move(post.db, ['p2'], 'Fès');
    await publisher.flush();
    await ear.query('select 1');
    expect(heard).toHaveBeenCalledTimes(1);
    await ear.end();
  });

  it('is published by the timer when the process died between commit and publishing', async () => {
    await move(post.db, ['p1'], 'Fès');
    const other = new Publisher(post.db, { every: 20 }).start();
    while ((await logged()).length === 0) await pause(5);
    await move(post.db, ['p2'], 'Fès');
    while ((await logged()).length === 1) await pause(5);
    await other.stop();
    const told = (await logged()).flatMap(({ changes }) => changes.map(({ s }) => s));
    expect(told).toEqual(['p1', 'p2']);
  });

  it('is published after each commit, in fewer calls than there are commits', async () => {
    const other = new Publisher(post.db, { every: 60_000 }).start();
    await other.flush();
    const calls = jest.spyOn(post.db, 'readAs');
    await Promise.all(Array.from({ length: 100 }, (_, index) => move(post.db, [`p${index}`], 'Fès')));
    const used = calls.mock.calls.length;
    calls.mockRestore();
    while ((await logged()).length < 100) await pause(5);
    await other.stop();
    expect(used).toBeGreaterThan(0);
    expect(used).toBeLessThan(60);
  });
});
