import pg from 'pg';
import type { Acting } from './bounds.js';

/** What PostgreSQL's protocol is made of, as pg sends it. */
type Wire = {
  stream: { cork(): void; uncork(): void };
  bind(config: { statement: string; values: readonly string[] }): void;
  execute(config: object): void;
  sync(): void;
};

/** What pg calls of a query that its types do not tell. */
type Heard = {
  handleDataRow(row: unknown): void;
  handleCommandComplete(command: unknown, wire: Wire): void;
  submit(wire: Wire): Error | null;
};
type Callback = (error: Error | null, result: pg.QueryResult) => void;
const Query = pg.Query as unknown as new (config: object, values: unknown[], callback: Callback) => Heard;

const ACTING = 'acting';
/** Whether a statement with a name is planned for all values at once; PostgreSQL would not do so where a plan for few keys seems cheaper. */
const [KEPT, ANEW] = ['force_generic_plan', 'auto'] as const;

/** Prepares a new connection, which acts as this role from now on. Where there is no such role, nobody is given the connection. */
export async function bind(client: pg.ClientBase, role: string): Promise<void> {
  await client.query(`set role ${pg.escapeIdentifier(role)}`);
  await actAs(client, [role, '', '']);
}

/** Has who acts hold until the transaction ends. */
export async function actAs(client: pg.ClientBase, acting: Acting): Promise<void> {
  // Answers no row, as nobody reads it: a third of what it costs.
  const text = `select where concat(set_config('role', $1, true), set_config('takwin.keys', $2, true),
    set_config('takwin.persons', $3, true), set_config('plan_cache_mode', $4, true)) is null`;
  await client.query({ name: ACTING, text, values: [...acting, ANEW] });
}

/**
 * Sends a statement as `before`, and has `after` act from there on. All goes to the server before one Sync: outside a transaction they
 * are one of their own (Frontend/Backend Protocol, Pipelining), and nothing is left of who acted. Takes a client that `bind` has
 * prepared, which keeps the plan of a statement that has a name.
 */
export function boundQuery(
  client: pg.ClientBase,
  { text, values, name }: { text: string; values: unknown[]; name?: string },
  before: Acting,
  after?: Acting,
): Promise<pg.QueryResult> {
  const { promise, resolve, reject } = Promise.withResolvers<pg.QueryResult>();
  const query = new BoundQuery({ text, name, queryMode: 'extended' }, values, (error, result) =>
    error ? reject(error) : resolve(result),
  );
  client.query(Object.assign(query, { before, after }) as unknown as pg.Submittable);
  return promise.catch((error: Error) => {
    // As pg has it for its own: where it was asked, not where the answer was read.
    Error.captureStackTrace(error);
    throw error;
  });
}

class BoundQuery extends Query {
  declare readonly before: Acting;
  declare readonly after?: Acting;
  declare readonly name?: string;
  #stage: 'before' | 'itself' | 'after' = 'before';

  override submit(wire: Wire): Error | null {
    wire.stream.cork();
    try {
      send(wire, this.before, this.name ? KEPT : ANEW);
      return super.submit(wire);
    } finally {
      wire.stream.uncork();
    }
  }

  /** Called by pg to end what it sends of a statement. */
  _getRows(wire: Wire): void {
    wire.execute({});
    if (this.after) send(wire, this.after, ANEW);
    wire.sync();
  }

  override handleDataRow(row: unknown): void {
    if (this.#stage === 'itself') super.handleDataRow(row);
  }

  override handleCommandComplete(command: unknown, wire: Wire): void {
    if (this.#stage === 'itself') super.handleCommandComplete(command, wire);
    this.#stage = this.#stage === 'before' ? 'itself' : 'after';
  }
}

function send(wire: Wire, acting: Acting, planned: typeof KEPT | typeof ANEW): void {
  wire.bind({ statement: ACTING, values: [...acting, planned] });
  wire.execute({});
}
