import pg from 'pg';
import { connection } from '../postgres/connection.js';
import { channelOf, type WireChange } from './log.js';

/** A row of the log; `changes` is empty for subjects that were not asked for. */
export type LoggedEvent = {
  readonly position: number;
  readonly uid: string;
  readonly subject: string;
  readonly type: string;
  readonly at: Date;
  readonly trace: string | null;
  readonly changes: readonly WireChange[];
};

/**
 * What stood in the log at one instant: events in order, the position of the last of all (0 in an empty log), and the uid of
 * the event that was read after (null where none stands there).
 */
export type Window = {
  readonly head: number;
  readonly standing: string | null;
  readonly events: readonly LoggedEvent[];
};

export type Bounds = { readonly events: number; readonly bytes: number };

/**
 * Reads another service's log by its read-only URL. One connection per URL and process serves all followers, for reading
 * and for LISTEN; it is made anew by the first read after it was lost, and a read that fails says so to its caller.
 */
export class LogReader {
  static readonly #open = new Map<string, LogReader>();
  readonly #listeners = new Set<() => void>();
  #client: Promise<pg.Client> | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #users = 0;
  #closed = false;

  private constructor(
    private readonly url: string,
    private readonly log: string,
  ) {}

  /** The process's reader of the log; each call is matched by one of `close`. */
  static of(url: string, log: string): LogReader {
    const key = `${log} ${url}`;
    const reader = this.#open.get(key) ?? new LogReader(url, log);
    this.#open.set(key, reader);
    reader.#users++;
    return reader;
  }

  /**
   * Has `listener` called when the log says that it has grown, and when the connection on which it would say so was lost;
   * returns how to stop that.
   */
  onGrown(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Up to `most` events after `position`, with the changes of `subjects` only. `bytes` are counted as stored; however large
   * they are, one event is always read. Where nothing is new, no event is.
   */
  async read(position: number, subjects: readonly string[], most: Bounds): Promise<Window> {
    const event = `${pg.escapeIdentifier(this.log)}.event`;
    const rows = await this.#query<Row>(
      `with fresh as (
         select *, subject = any($2) as wanted from ${event} where position > $1 order by position limit $3
       ), measured as (
         select *, row_number() over (order by position) as place,
           sum(case when wanted then pg_column_size(body) else 0 end) over (order by position) as bytes
         from fresh
       )
       select head, standing, position, uid, subject, type, at, trace, case when wanted then body -> 'changes' end as changes
       from (
         select (select coalesce(max(position), 0) from ${event}) as head,
           (select uid from ${event} where position = $1) as standing
       ) top
       left join measured on place = 1 or bytes <= $4 order by position`,
      [position, subjects, most.events, most.bytes],
    );
    const { head, standing } = rows[0]!;
    const events = rows
      .filter((row): row is Found => row.position !== null)
      .map(({ head: _1, standing: _2, changes, ...event }) => ({ ...event, changes: changes ?? [] }));
    return { head, standing, events };
  }

  /** The position of the last event, 0 in an empty log. */
  async head(): Promise<number> {
    return (await this.read(Number.MAX_SAFE_INTEGER, [], { events: 0, bytes: 0 })).head;
  }

  /** Ends the connection once all who share it have closed it. */
  async close(): Promise<void> {
    if (--this.#users > 0) return;
    LogReader.#open.delete(`${this.log} ${this.url}`);
    this.#closed = true;
    const client = await this.#client?.catch(() => undefined);
    await client?.end();
  }

  // One at a time: a connection that is lost in the middle of several would fail them all.
  #query<R>(text: string, values: unknown[]): Promise<R[]> {
    const answer = this.#queue.then(async () => {
      if (this.#closed) throw new Error('the reader of the log was closed');
      const client = await (this.#client ??= this.#connect());
      try {
        const { rows } = await client.query(text, values);
        return rows as R[];
      } catch (error) {
        // Unanswered: what arrives on this connection now is not to be trusted.
        if (!(error instanceof pg.DatabaseError)) void client.end().catch(() => {});
        throw error;
      }
    });
    // Without the rows: the last batch would stay for as long as nothing else is read.
    this.#queue = answer.then(
      () => {},
      () => {},
    );
    return answer;
  }

  #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      ...connection(this.url, `follows ${this.log}`),
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
    });
    const connected = listening(client, channelOf(this.log));
    const lost = (): void => {
      if (this.#client !== connected) return;
      this.#client = undefined;
      // Whoever reads next listens again first, so that nothing is said while nobody hears.
      this.#grown();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => this.#grown());
    connected.catch(() => {
      lost();
      void client.end().catch(() => {});
    });
    return connected;
  }

  #grown(): void {
    for (const listener of this.#listeners) listener();
  }
}

async function listening(client: pg.Client, channel: string): Promise<pg.Client> {
  await client.connect();
  await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  return client;
}

type Top = { head: number; standing: string | null };
type Found = Top & Omit<LoggedEvent, 'changes'> & { changes: readonly WireChange[] | null };
type Row = Found | (Top & { position: null });
