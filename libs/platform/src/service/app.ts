import type { Database } from '../postgres/database.js';
import type { Migration } from '../postgres/migrate.js';
import type { Running, ServiceModule } from './service.js';

/** An app as every runner starts it: one process for all, one for each, or a container. */
export type ServiceApp = {
  name: string;
  /** The schema that it owns, with the steps to it and the data that ships with it; workers and the gateway own none. */
  schema?: string;
  migrations?: readonly Migration[];
  /** Loads what ships with the product; a second run changes nothing. */
  load?: (db: Database) => Promise<void>;
  /** Brings what it keeps sealed under the keys of today, and tells how far it is. */
  reseal?: (db: Database, env: NodeJS.ProcessEnv, tell: (line: string) => void) => Promise<void>;
  /** A service's module, for the documents that are made of it. */
  module?: ServiceModule;
  start(env: NodeJS.ProcessEnv): Promise<Running>;
};
