import type { Words } from '../errors/words.js';
import type { ServiceModule } from '../service/service.js';
import { apiOf } from './api.js';
import { testDatabase, type TestDatabase } from './database.js';
import { testService, type TestService } from './service.js';
import { testTokens, type TestTokens } from './tokens.js';

type Wanted = Parameters<typeof testDatabase>[0] & {
  /** What its modules read of the environment besides whose tokens are believed. */
  env?: NodeJS.ProcessEnv;
  /** What it refuses in; by codes alone unless told. */
  words?: Words;
};

/** A service on a database of its own, called by who runs the programme. */
export type ServiceWithAdmin = {
  database: TestDatabase;
  tokens: TestTokens;
  running: TestService;
  admin: ReturnType<typeof apiOf>;
  close: () => Promise<void>;
};

/** Starts a module on a database of its own, with the reference data of its library and a caller who may ask for everything. */
export async function serviceWithAdmin(
  module: ServiceModule,
  { env, words, ...wanted }: Wanted,
): Promise<ServiceWithAdmin> {
  const database = await testDatabase(wanted);
  const tokens = await testTokens();
  const running = await testService(module, { env: { ...tokens.env, ...env }, db: database.db, words });
  const admin = apiOf(running.url, await tokens.of({ role: 'programme-admin' }));
  const close = async () => {
    await running.close();
    await tokens.close();
    await database.close();
  };
  return { database, tokens, running, admin, close };
}
