import type { InjectionToken } from '@nestjs/common';
import { Clock, SystemClock } from '../clock/clock.js';
import { Words } from '../errors/words.js';
import { Queues } from '../jobs/queues.js';
import { Database } from '../postgres/database.js';
import { Closing } from '../service/closing.js';
import { PlatformModule } from '../service/platform.module.js';
import { createService, listen, type Running, type ServiceModule } from '../service/service.js';

type TestOptions = {
  /** What the modules read of their environment, and whose tokens are believed. */
  env: NodeJS.ProcessEnv;
  db?: Database;
  /** Wakes nobody unless told. */
  queues?: Pick<Queues, 'wake'>;
  /** What it refuses in; by codes alone unless told. */
  words?: Words;
};

/** A service under test; `get` hands out what its modules provide. */
export type TestService = Running & { get<T>(provided: InjectionToken<T>): T };

/**
 * Starts a module on a database and queues of a test's, which outlive it. It publishes nothing and follows nobody: a test does
 * that itself.
 */
export async function testService(
  module: ServiceModule,
  { env, db, queues = NOBODY, words = new Words() }: TestOptions,
): Promise<TestService> {
  const platform = PlatformModule.on(
    env,
    [
      { provide: Database, useValue: db },
      { provide: Clock, useValue: db?.clock ?? new SystemClock() },
      { provide: Queues, useValue: queues },
    ],
    words,
  );
  const closing = new Closing();
  try {
    const app = await createService(platform, module, closing, words);
    const get = <T>(provided: InjectionToken<T>): T => app.get<T>(provided as never, { strict: false });
    return { name: 'service under test', url: await listen(app), close: () => closing.run(), get };
  } catch (error) {
    await closing.run();
    throw error;
  }
}

const NOBODY: Pick<Queues, 'wake'> = { wake: () => Promise.resolve() };
