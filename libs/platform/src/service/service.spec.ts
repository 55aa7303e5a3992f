import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { systemActor } from '../auth/actor.js';
import { ConfigError } from '../config/env.js';
import { fromEnvironment } from '../config/from-environment.js';
import { copyMigration, copyOf } from '../events/copy.js';
import { EventsModule } from '../events/events.module.js';
import { append, eventLogMigration } from '../events/log.js';
import type { Published } from '../events/published.js';
import { Publisher } from '../events/publisher.js';
import { reaction } from '../events/reaction.js';
import { Processor, type Works } from '../jobs/processor.js';
import type { Wake } from '../jobs/wake.js';
import { Database } from '../postgres/database.js';
import { keptWorkMigration } from '../postgres/keep-once.js';
import { apiOf } from '../testing/api.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import { testTokens, type TestTokens } from '../testing/tokens.js';
import { startService, type Running, type ServiceModule } from './service.js';

const system = systemActor('spec');
const state = z.object({ town: z.string() });
const hall: Published<typeof state, 'HallBuilt'> = { log: 'academies', subject: 'hall', state, types: ['HallBuilt'] };
const visit: Published<typeof state, 'VisitPaid'> = {
  ...hall,
  log: 'trainers',
  subject: 'visit',
  types: ['VisitPaid'],
};

const halls = copyOf(hall, { table: 'hall_copy', columns: { town: 'text' }, row: ({ town }) => ({ town }) });
const noted = reaction(hall, async (tx) => {
  await tx.query(sql`insert into note select subject, town from hall_copy`);
});

@Module({ imports: [EventsModule.follow('academies', { reactions: [noted] })] })
class NotesModule {}

@Module({ imports: [EventsModule.follow('academies', { copies: [halls] })] })
class HallsModule {}

@Processor('visits', { concurrency: 1 })
class VisitProcessor implements Works {
  constructor(private readonly db: Database) {}

  async run({ ids }: Wake): Promise<void> {
    await this.db.asActor(system, (tx) => tx.query(sql`update visit set begun = true where id = any(${ids})`));
    await pause(1_000);
    await this.db.asActor(system, async (tx) => {
      await tx.query(sql`update visit set paid = true where id = any(${ids})`);
      await append(
        tx,
        visit,
        'VisitPaid',
        ids.map((id) => ({ id, version: 1, state: { town: 'Safi' } })),
      );
    });
  }

  waiting(limit: number, before: Date): Promise<string[]> {
    return this.db.readAs(system, async (tx) => {
      const rows = await tx.query<{ id: string }>(
        sql`select id from visit where not paid and accepted_at < ${before} limit ${limit}`,
      );
      return rows.map(({ id }) => id);
    });
  }
}

@Module({ providers: [VisitProcessor] })
class VisitsModule {}

/** Does its first work as it comes up, under a key. */
@Injectable()
class EagerVisitor implements OnModuleInit {
  constructor(private readonly db: Database) {}

  async onModuleInit(): Promise<void> {
    const keyed = { key: 'first', place: '', asked: 'a card' };
    await this.db.asActor({ ...system, keyed }, (tx) => tx.query(sql`insert into note values ('h0', 'Fes')`));
  }
}

@Module({ providers: [EagerVisitor] })
class EagerModule {}

@Injectable()
class Vault {}

@Module({ providers: [fromEnvironment(Vault, z.object({ VAULT_KEY: z.string() }), () => new Vault())] })
class VaultModule {}

@Module({ imports: [NotesModule, HallsModule, VisitsModule] })
class TownsModule {}

const migrations = [
  keptWorkMigration,
  eventLogMigration('trainers'),
  copyMigration(halls),
  {
    name: 'visits',
    up: `create table visit(
        id text primary key, begun boolean not null default false, paid boolean not null default false,
        accepted_at timestamptz not null);
     
      create table note(hall text, town text)`,
  },
];

let log: TestDatabase;
let own: TestDatabase;
let tokens: TestTokens;
let running: Running | undefined;

beforeAll(async () => {
  tokens = await testTokens();
  log = await testDatabase({ schema: 'academies', migrations: [eventLogMigration('academies')] });
});
afterAll(async () => {
  await log.close();
  await tokens.close();
});
beforeEach(async () => {
  own = await testDatabase({ schema: 'trainers', migrations });
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  // Fails where a connection was left open.
  await own.close();
});

type About = { migrations?: typeof migrations; env?: NodeJS.ProcessEnv };
const start = (module: ServiceModule, { env = {}, ...about }: About = {}): Promise<Running> => {
  const queues = new URL(own.url);
  queues.searchParams.delete('options');
  return startService(
    { name: 'trainers', module, migrations, ...about },
    {
      ...tokens.env,
      LOG_LEVEL: 'silent',
      SWEEP_SECONDS: '0.1',
      DATABASE_URL: own.url,
      QUEUE_DATABASE_URL: queues.href,
      LOG_ACADEMIES_URL: log.url,
      ...env,
    },
  );
};
const ask = <R>(statement: Sql): Promise<R[]> => own.db.readAs(system, (tx) => tx.query<R>(statement));
async function eventually(statement: Sql, wanted: unknown[]): Promise<void> {
  for (let tries = 0; tries < 200 && JSON.stringify(await ask(statement)) !== JSON.stringify(wanted); tries++)
    await pause(50);
  expect(await ask(statement)).toEqual(wanted);
}

describe('a service made of modules', () => {
  it('follows a log once for all of them, and feeds its copies before what reacts', async () => {
    await log.db.asActor(system, (tx) =>
      append(tx, hall, 'HallBuilt', [{ id: 'h1', version: 1, state: { town: 'Taza' } }]),
    );
    await new Publisher(log.db).flush();
    running = await start(TownsModule);
    await eventually(sql`select hall, town from note`, [{ hall: 'h1', town: 'Taza' }]);
    expect(await ask(sql`select follower from event_cursor`)).toEqual([{ follower: 'academies' }]);
    const { body } = await apiOf(running.url).get('/health/ready');
    expect(Object.keys(body.dependencies)).toEqual(['postgres', 'queue', 'log-academies']);
  });

  it('works what was accepted and never woken, and ends after the work at hand and what it announced', async () => {
    running = await start(TownsModule);
    await ask(sql`insert into visit(id, accepted_at) values ('v1', '2020-01-01')`);
    await eventually(sql`select begun from visit`, [{ begun: true }]);
    expect(await ask(sql`select paid from visit`)).toEqual([{ paid: false }]);
    await running.close();
    running = undefined;
    expect(await ask(sql`select paid from visit`)).toEqual([{ paid: true }]);
    expect(await ask(sql`select type from event`)).toEqual([{ type: 'VisitPaid' }]);
    expect(await ask(sql`select type from event_new`)).toEqual([]);
  });

  it.each([
    ['by the key of its vault', randomBytes(32).toString('base64'), /^1:[\w-]{43}$/],
    ['as it is where it has none', undefined, /^a card$/],
  ])('keeps what was asked of it %s', async (_, CIN_ENCRYPTION_KEY, kept) => {
    running = await start(EagerModule, { env: { CIN_ENCRYPTION_KEY } });
    expect(await ask(sql`select asked from kept_work`)).toEqual([{ asked: expect.stringMatching(kept) }]);
  });

  it('does not start without what its modules need, and leaves nothing open', async () => {
    const more = [...migrations, { name: 'later', up: 'select' }];
    await expect(start(TownsModule, { migrations: more })).rejects.toThrow('migrate it: later');
    const without = (variable: string) => start(TownsModule, { env: { [variable]: undefined } });
    await expect(without('LOG_ACADEMIES_URL')).rejects.toThrow('the log of academies is followed');
    await expect(without('QUEUE_DATABASE_URL')).rejects.toThrow('the queue visits is worked');
    await expect(start(VaultModule)).rejects.toThrow(
      new ConfigError('VAULT_KEY: Invalid input: expected string, received undefined'),
    );
  });
});
