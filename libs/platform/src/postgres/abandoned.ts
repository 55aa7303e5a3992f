import { connect } from 'node:net';
import type pg from 'pg';
import { CallerHasLeft } from '../errors/refusal.js';

/**
 * Has `work` done on a connection of the pool, and ends it with `left`: the server is told to cancel the statement that runs, and no
 * other begins. Refuses ABANDONED.
 */
export async function untilLeft<T>(left: AbortSignal, pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>) {
  if (left.aborted) throw new CallerHasLeft();
  const client = (await pool.connect()) as pg.PoolClient & Backend;
  const cancelled = () => cancel(client);
  left.addEventListener('abort', cancelled);
  try {
    if (left.aborted) throw new CallerHasLeft();
    return await work(client);
  } catch (error) {
    throw left.aborted ? new CallerHasLeft() : error;
  } finally {
    left.removeEventListener('abort', cancelled);
    // A cancellation that comes late must not meet the next statement of this connection.
    client.release(left.aborted);
  }
}

type Backend = { host: string; port: number; processID: number; secretKey: number };

/** PostgreSQL's CancelRequest, which takes a connection of its own (Frontend/Backend Protocol, Message Formats). */
function cancel({ host, port, processID, secretKey }: Backend): void {
  const request = Buffer.alloc(16);
  [16, 80_877_102, processID, secretKey].forEach((part, index) => request.writeInt32BE(part, index * 4));
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.on('error', () => {}).end(request);
}
