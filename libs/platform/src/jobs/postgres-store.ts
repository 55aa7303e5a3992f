import type { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  PostgresConnection,
  PostgresQueueBackend,
  runMigrations,
  SchemaMigrationRequiredError,
} from 'bullmq';
import type { BackendFactory, IQueueBackend, PgPool, PgQueryable, PgQueryResult } from 'bullmq';
import pg from 'pg';
import { isOutage, Store } from './store.js';

const SCHEMA = 'jobs';

// One of them is taken by LISTEN.
const MOST_CONNECTIONS = 4;

/**
 * BullMQ's own PostgreSQL backend in the schema `jobs`: at most 4 connections for all queues and workers, LISTEN included.
 * The schema is laid out at the first use, and again when it was dropped. The role needs CREATE on the database
 * for that (PostgreSQL asks for it even where the schema exists); where the schema is current, nothing is created.
 */
export class PostgresStore extends Store {
  readonly #pool: pg.Pool;
  readonly #link: Link;
  #layout: Promise<void> | undefined;

  constructor(url: string) {
    super();
    this.#pool = new pg.Pool({
      connectionString: url,
      max: MOST_CONNECTIONS,
      options: `-c search_path=${SCHEMA}`,
      application_name: 'takwin-jobs',
      connectionTimeoutMillis: 5_000,
      query_timeout: 15_000,
      keepAlive: true,
    });
    // The pool hears of idle connections only: BullMQ takes some, and an error that nobody hears would end the process.
    this.#pool.on('connect', (client) => client.on('error', () => {}));
    this.#link = new Link(this);
    this.#link.on('error', (error: Error) => this.lost(error));
  }

  readonly backend: BackendFactory<IQueueBackend, object> = (name, options) =>
    new SharedBackend(this.#link, name, options as never);

  /** The pool as BullMQ sees it: its statements pass through `query`. */
  get pool(): PgPool {
    const pool = this.#pool;
    const seen = {
      query: this.query.bind(this),
      connect: pool.connect.bind(pool),
      on: pool.on.bind(pool),
      removeAllListeners: pool.removeAllListeners.bind(pool),
      end: pool.end.bind(pool),
      options: pool.options,
    };
    return seen as unknown as PgPool;
  }

  ready(): Promise<void> {
    this.#layout ??= this.#layOut().catch((error: Error) => {
      this.#layout = undefined;
      this.lost(error);
      throw error;
    });
    return this.#layout;
  }

  async ping(): Promise<void> {
    await this.query('select 1');
  }

  async query<R>(text: string, values?: readonly unknown[]): Promise<PgQueryResult<R>> {
    try {
      const result = await this.#pool.query<R & pg.QueryResultRow>(text, values as unknown[]);
      this.found();
      return result;
    } catch (error) {
      if (isWiped(error)) return this.#again(text, values);
      if (isOutage(error)) this.lost(error as Error);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#link.close();
    await this.#pool.end();
  }

  async #again<R>(text: string, values?: readonly unknown[]): Promise<PgQueryResult<R>> {
    this.#layout = undefined;
    await this.ready();
    return this.#pool.query<R & pg.QueryResultRow>(text, values as unknown[]);
  }

  async #layOut(): Promise<void> {
    const client = await this.#pool.connect();
    try {
      if ((await versionOf(client)) < LATEST_SCHEMA_VERSION) await runMigrations(client, SCHEMA);
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
    this.found();
  }
}

function versionOf(client: PgQueryable): Promise<number> {
  return assertSchemaCompatibility(client, SCHEMA).catch((error: unknown) => {
    if (error instanceof SchemaMigrationRequiredError) return 0;
    throw error;
  });
}

// No such table, function or schema: someone dropped what was there.
function isWiped(error: unknown): boolean {
  return ['42P01', '42883', '3F000'].includes(String((error as { code?: unknown }).code));
}

// BullMQ's connection remembers a first failure for ever, and lays out a schema of its own name: the store does both.
class Link extends PostgresConnection {
  override readonly schema = SCHEMA;
  readonly #inTurn = new WeakSet<object>();

  constructor(private readonly store: PostgresStore) {
    super(store.pool);
    this.setMaxListeners(0);
  }

  override waitUntilReady(): Promise<void> {
    return this.store.ready();
  }

  // Each idle worker listens for notifications, and asks to at any moment: pg wants one statement at a time.
  override async getListenClient(): ReturnType<PostgresConnection['getListenClient']> {
    const client = await super.getListenClient();
    if (this.#inTurn.has(client)) return client;
    this.#inTurn.add(client);
    (client as unknown as EventEmitter).setMaxListeners(0);
    const query = client.query.bind(client);
    let last: Promise<unknown> = Promise.resolve();
    client.query = ((...asked: Parameters<typeof query>) =>
      (last = last.catch(() => {}).then(() => query(...asked)))) as typeof client.query;
    return client;
  }
}

/** A queue's or worker's view of the one connection: closing it leaves the connection open. */
class SharedBackend extends PostgresQueueBackend {
  readonly #listenAgain = (): void => {
    void this.disconnectBlocking().then(() => this.reconnectBlocking());
  };

  constructor(
    private readonly link: Link,
    ...[name, options]: [string, ConstructorParameters<typeof PostgresQueueBackend>[2]]
  ) {
    super(link, name, options, false);
    link.on('listenerinvalidated', this.#listenAgain);
  }

  // Without a pause a worker asks again at once, thousands of times a second, for as long as the server is away.
  override async moveToActive(token: string, name?: string): Promise<unknown[]> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      await pause(this.closing ? 0 : 1_000);
      throw error;
    }
  }

  override async close(): Promise<void> {
    this.link.off('listenerinvalidated', this.#listenAgain);
    this.closing ??= this.disconnectBlocking();
    await this.closing;
  }
}
