import { setTimeout as pause } from 'node:timers/promises';
import type { Sql } from 'sql-template-tag';
import pg from 'pg';
import type { DataSource, EntityManager, EntitySchema } from 'typeorm';
import type { Actor, Keyed } from '../auth/actor.js';
import { type Clock, SystemClock } from '../clock/clock.js';
import { CallerHasLeft } from '../errors/refusal.js';
import type { NumberedKey } from '../vault/keys.js';
import { untilLeft } from './abandoned.js';
import { AskedKeys } from './asked-keys.js';
import { actAs, bind, boundQuery } from './bound-query.js';
import { type Acting, actingOf, boundRoleOf, UNBOUND } from './bounds.js';
import { connected, connection } from './connection.js';
import { standsFor } from './constraint.js';
import { dataSourceOn } from './data-source.js';
import { noteHuman } from './humans.js';
import { keepOnce } from './keep-once.js';
import { isOutdated, KeptPlans } from './kept-plans.js';

/** What work is given to reach the database: as whom, at which instant, and the statements. */
export interface Tx {
  readonly actor: Actor;
  /** The instant of the transaction, by the Clock: the only present that its work may know. */
  readonly at: Date;
  /** TypeORM on the same transaction, for nouns that are mapped. */
  readonly manager: EntityManager;
  /**
   * The same, past the scope of the actor: for a statement that has to know of rows which the actor is not shown. Where, and why there:
   * docs/decisions/row-level-security.md.
   */
  readonly unbound: Pick<Tx, 'query' | 'one'>;
  /** The rows of one statement. A `date` is read as YYYY-MM-DD, `bigint` and `numeric` as numbers. */
  query<R = unknown>(statement: Sql): Promise<R[]>;
  /** The first row, or undefined. */
  one<R = unknown>(statement: Sql): Promise<R | undefined>;
  /** Says that the event log has grown, so that it is published once the transaction has committed. */
  announced(): void;
}

type Options = {
  url: string;
  /** As pg_stat_activity shows it: the service's name. */
  name?: string;
  clock?: Clock;
  entities?: EntitySchema[];
  /** Connections at most, 5 unless told. */
  max?: number;
  /** Keys of a vault, by which is kept what was asked; none where nothing is kept sealed. */
  vaultKeys?: readonly NumberedKey[];
  /** Told of errors of connections that nobody was using. */
  onIdleError?: (error: Error) => void;
};

const ATTEMPTS = 4;
const WAIT_FOR_CONNECTION = 20_000;
/** Of how many subjects a process remembers that their persons are written down. */
const REMEMBERED = 10_000;
/** For how many milliseconds others may have waited for a connection before nobody else should. */
const BUSY_AFTER = 5_000;

// Between the pool and its user a connection has nobody who listens: an error in that moment would end the process.
class HeardClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

/** A pool that knows since when who is first in its queue waits. */
class WatchedPool extends pg.Pool {
  readonly #waiting = new Set<number>();

  /** Milliseconds since whoever waits for the longest asked for a connection; 0 where nobody does. */
  get longestWait(): number {
    const [since] = this.#waiting;
    return since === undefined ? 0 : performance.now() - since;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(
    done: (error: Error | undefined, client: pg.PoolClient | undefined, release: () => void) => void,
  ): void;
  override connect(done?: (...connected: never) => void): Promise<pg.PoolClient> | void {
    let since = performance.now();
    // Two that ask in one moment are two.
    while (this.#waiting.has(since)) since += 1e-6;
    this.#waiting.add(since);
    const ended = (): void => void this.#waiting.delete(since);
    if (!done) return super.connect().finally(ended);
    super.connect((...connected) => {
      ended();
      done(...(connected as never));
    });
  }
}

/** A service's own database: all access goes through `asActor` and `readAs`, so that it is always known who asks. */
export class Database {
  readonly #announced = new Set<() => void>();
  /** Of each keyed write, how many transactions it has begun. */
  readonly #turns = new WeakMap<Keyed, number>();
  /** Subjects with their persons, of whom that is written down already. */
  readonly #humans = new Set<string>();
  readonly #plans = new KeptPlans();

  private constructor(
    readonly name: string,
    readonly clock: Clock,
    private readonly pool: WatchedPool,
    private readonly source: DataSource,
    private readonly schema: string,
    private readonly askedKeys: AskedKeys,
  ) {}

  /** Opens a pool on the database; refuses where it cannot be reached, and where the schema has no bound role. */
  static async open(options: Options): Promise<Database> {
    const {
      url,
      name = 'takwin',
      clock = new SystemClock(),
      entities = [],
      max = 5,
      vaultKeys,
      onIdleError = () => {},
    } = options;
    const config = connection(url, name);
    const schema = await connected({ ...config, connectionTimeoutMillis: WAIT_FOR_CONNECTION }, schemaOf);
    const pool = new WatchedPool({
      ...config,
      max,
      connectionTimeoutMillis: WAIT_FOR_CONNECTION,
      Client: HeardClient,
      onConnect: (client) => bind(client, boundRoleOf(schema)),
    });
    pool.on('error', onIdleError);
    return new Database(name, clock, pool, await dataSourceOn(pool, { entities }), schema, new AskedKeys(vaultKeys));
  }

  /**
   * Runs `work` in one transaction (READ COMMITTED), all of it or nothing. Where PostgreSQL breaks a deadlock or refuses a
   * serialization, `work` is run again from the start, up to 3 times, so it must have no effect outside `tx`. One that has begun
   * ends as if the actor had stayed; none begins for an actor who has left: ABANDONED. A keyed write is done and answered once,
   * as `keepOnce` has it.
   */
  asActor<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#run(actor, actingOf(this.schema, actor), work);
  }

  /**
   * The same past the scope of the actor: for a command whose every statement may meet rows that the actor is not shown, as who registers
   * somebody whom another academy has. Which, and why: docs/decisions/row-level-security.md.
   */
  pastBounds<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#run(actor, UNBOUND, work);
  }

  /**
   * Runs `work` without a transaction: each statement stands alone and may use a connection of its own. When the actor has left, the
   * one that runs is cancelled, and it refuses ABANDONED.
   */
  readAs<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#read(actor, work, (statement, acting) => this.#ask(actor, statement, acting));
  }

  /**
   * As `readAs`, for what is read by its keys: a connection plans each statement once for all keys, and by role. Not for what is searched,
   * cut or paged, whose best plan is another one with other values. The texts are few: what varies is a value.
   */
  readByKey<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#read(actor, work, async (statement, acting) => {
      const { text, values } = statement;
      try {
        return await this.#ask(actor, { text, values, name: this.#plans.nameOf(text, acting) }, acting);
      } catch (error) {
        if (!isOutdated(error)) throw error;
        this.#plans.forget(text, acting);
        return this.#ask(actor, statement, acting);
      }
    });
  }

  /** Whether who asks now would only wait: all connections are in use, and others have been waiting for one for seconds. */
  get isBusy(): boolean {
    return this.pool.longestWait > BUSY_AFTER;
  }

  /** Rejects when the database does not answer: what a health check asks. */
  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }

  /** Has `listener` called after each commit of a transaction that announced; returns how to stop that. */
  onAnnounced(listener: () => void): () => void {
    this.#announced.add(listener);
    return () => this.#announced.delete(listener);
  }

  /** Waits for the connections in use and ends them all. */
  close(): Promise<void> {
    return this.source.destroy();
  }

  #read<T>(actor: Actor, work: (tx: Tx) => Promise<T>, send: Send): Promise<T> {
    return work(new Statements(actor, this.clock.now(), this.source.manager, actingOf(this.schema, actor), send));
  }

  async #ask(actor: Actor, statement: Parameters<typeof boundQuery>[1], acting: Acting): Promise<pg.QueryResult> {
    const ask = (client: pg.PoolClient) => boundQuery(client, statement, acting);
    if (actor.left) return untilLeft(actor.left, this.pool, ask);
    const client = await this.pool.connect();
    return ask(client).finally(() => client.release());
  }

  // By itself: what a token says of its subject is so, whether or not what it asks for is refused.
  async #note(actor: Actor): Promise<void> {
    const human = actor.personId && `${actor.subject} ${actor.personWas ?? actor.personId}`;
    if (!human || this.#humans.has(human)) return;
    await this.readAs(actor, noteHuman);
    if (this.#humans.size >= REMEMBERED) this.#humans.clear();
    this.#humans.add(human);
  }

  async #run<T>(actor: Actor, acting: Acting, work: (tx: Tx) => Promise<T>): Promise<T> {
    await this.#note(actor);
    const keyed = this.#nextOf(actor.keyed);
    const once = keyed ? (tx: Tx) => keepOnce(tx, keyed, this.askedKeys, () => work(tx)) : work;
    for (let attempt = 1; ; attempt++) {
      if (actor.left?.aborted) throw new CallerHasLeft();
      try {
        const { result, grown } = await this.#transact(actor, acting, once);
        if (grown) for (const listener of this.#announced) listener();
        return result;
      } catch (error) {
        if (attempt === ATTEMPTS || !isWorthAnotherTry(error)) throw error;
        await pause(Math.random() * 20 * 2 ** attempt);
      }
    }
  }

  // A request of several transactions keeps each: those after the first bear their number.
  #nextOf(keyed: Keyed | undefined): Keyed | undefined {
    if (!keyed) return undefined;
    const turn = this.#turns.get(keyed) ?? 0;
    this.#turns.set(keyed, turn + 1);
    return turn === 0 ? keyed : { ...keyed, place: `${keyed.place} ${turn}` };
  }

  async #transact<T>(
    actor: Actor,
    acting: Acting,
    work: (tx: Tx) => Promise<T>,
  ): Promise<{ result: T; grown: boolean }> {
    const runner = this.source.createQueryRunner();
    try {
      const client = (await runner.connect()) as pg.PoolClient;
      const tx = new Transaction(actor, this.clock.now(), runner.manager, acting, client);
      await runner.startTransaction();
      await actAs(client, acting);
      const result = await work(tx);
      await tx.commit();
      return { result, grown: tx.grown };
    } catch (error) {
      // A connection that is lost has rolled back already.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
      throw error;
    } finally {
      await runner.release();
    }
  }
}

/** Sends a statement as who acts. */
type Send = (statement: Sql, acting: Acting) => Promise<pg.QueryResult>;

class Statements implements Tx {
  readonly unbound: Pick<Tx, 'query' | 'one'>;

  constructor(
    readonly actor: Actor,
    readonly at: Date,
    readonly manager: EntityManager,
    private readonly acting: Acting,
    private readonly send: Send,
  ) {
    const beyond = async <R>(statement: Sql): Promise<R[]> => this.sent(statement, UNBOUND);
    this.unbound = { query: beyond, one: async <R>(statement: Sql) => (await beyond<R>(statement))[0] };
  }

  query<R>(statement: Sql): Promise<R[]> {
    return this.sent(statement, this.acting);
  }

  async one<R>(statement: Sql): Promise<R | undefined> {
    const [row] = await this.query<R>(statement);
    return row;
  }

  announced(): void {
    throw new Error('readAs cannot announce: only a transaction changes and announces together');
  }

  protected async sent<R>(statement: Sql, acting: Acting): Promise<R[]> {
    const { rows } = await this.send(statement, acting);
    return rows as R[];
  }
}

class Transaction extends Statements {
  grown = false;
  #failure: unknown;

  constructor(
    actor: Actor,
    at: Date,
    manager: EntityManager,
    acting: Acting,
    private readonly client: pg.ClientBase,
  ) {
    super(actor, at, manager, acting, (statement, as) =>
      // As who acts in the transaction it began.
      as === acting ? client.query(statement.text, statement.values) : boundQuery(client, statement, as, acting),
    );
  }

  override announced(): void {
    this.grown = true;
  }

  // PostgreSQL answers the COMMIT of a failed transaction with a rollback, which must not pass for success.
  async commit(): Promise<void> {
    const { command } = await this.client.query('commit');
    if (command === 'COMMIT') return;
    throw this.#failure ?? new Error('a statement of the transaction failed, and its error was swallowed');
  }

  protected override async sent<R>(statement: Sql, acting: Acting): Promise<R[]> {
    try {
      return await super.sent<R>(statement, acting);
    } catch (found) {
      const error = standsFor(found);
      this.#failure ??= error;
      throw error;
    }
  }
}

async function schemaOf(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ schema: string | null }>('select current_schema() as schema');
  const [{ schema }] = rows as [{ schema: string | null }];
  if (schema === null) throw new Error('the database has no schema of its own for this service');
  return schema;
}

// serialization_failure and deadlock_detected
function isWorthAnotherTry(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '40001' || code === '40P01';
}
