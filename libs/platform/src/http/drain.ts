import { once } from 'node:events';
import { Server } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/**
 * Lets a server's callers go before it ends, so that none is cut off: made with the server, `run` when it is told to end. It
 * takes no new connections, answers what comes on the open ones and asks each caller to close its own.
 */
export class Drain {
  #running = false;

  constructor(private readonly server: FastifyInstance) {
    server.addHook('onSend', (_request, reply, payload, next) => {
      if (this.#running) reply.header('connection', 'close');
      next(null, payload);
    });
  }

  /** Resolves when every connection has gone, or after `seconds`. */
  async run(seconds: number): Promise<void> {
    if (seconds === 0) return;
    this.#running = true;
    const { server } = this.server;
    // What stands in the queue of connections is still accepted: the kernel would reset it.
    await turn();
    const gone = once(server, 'close');
    // http.Server's own close would cut idle connections, on one of which a caller may be sending just now.
    Server.prototype.close.call(server);
    const late = new AbortController();
    await Promise.race([gone, pause(seconds * 1000, undefined, { signal: late.signal }).catch(() => {})]);
    late.abort();
  }
}
