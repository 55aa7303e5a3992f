import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyHttpOptions, FastifyInstance } from 'fastify';
import type { Words } from '../errors/words.js';
import { unreadRefusal } from './unread.js';

/** Each caller has so long for headers, and for each so many bytes more of a body that it sends or an answer that it reads. */
const PACE = { seconds: 10, bytes: 1024 };
export type Pace = typeof PACE;

/** Milliseconds in which a caller may read why the connection ends. */
const LAST_WORDS = 500;

/**
 * Fastify's options by which a server lets nobody hold a connection without saying what is wanted. How long a whole request takes is
 * not bounded: what progresses may be long.
 */
export const pacedHeaders = ({ seconds }: Pace = PACE): Pick<
  FastifyHttpOptions<Server>,
  'requestTimeout' | 'http'
> => ({
  requestTimeout: 0,
  http: {
    headersTimeout: seconds * 1_000,
    requireHostHeader: false,
    connectionsCheckingInterval: Math.min(1_000, seconds * 250),
  },
});

type Watched = {
  request: IncomingMessage;
  response: ServerResponse;
  /** Kept, since a request that has ended may have lost it. */
  socket: Socket;
  since: number;
  received: number;
  taken: number;
};

/**
 * Ends connections whose callers neither send on what they announced nor take what they are answered: 408 where nothing was answered
 * yet. Who is kept waiting by us is not meant: a body that nobody reads yet, an answer that is not there.
 */
export function endSlowCallers(server: FastifyInstance, words: Words, { seconds, bytes }: Pace = PACE): void {
  const watched = new Set<Watched>();

  server.addHook('onRequest', (request, reply, next) => {
    const { socket } = request.raw;
    const one = { request: request.raw, response: reply.raw, socket, since: performance.now(), ...progressOf(socket) };
    watched.add(one);
    reply.raw.once('close', () => watched.delete(one));
    next();
  });

  const look = (): void => {
    const now = performance.now();
    for (const one of watched) {
      if (one.socket.destroyed) watched.delete(one);
      if (one.socket.destroyed || now - one.since < seconds * 1_000) continue;
      const { received, taken } = progressOf(one.socket);
      if (isSlow(one, received - one.received, taken - one.taken, bytes)) {
        watched.delete(one);
        end(one, words);
      }
      Object.assign(one, { since: now, received, taken });
    }
  };
  const watch = setInterval(look, Math.min(1_000, seconds * 250)).unref();
  server.addHook('onClose', async () => clearInterval(watch));
}

function progressOf(socket: Socket): { received: number; taken: number } {
  // What was written counts also while it waits in the process.
  return { received: socket.bytesRead, taken: socket.bytesWritten - socket.writableLength };
}

function isSlow({ request, response, socket }: Watched, received: number, taken: number, bytes: number): boolean {
  const isOwed = !request.complete && request.readableLength === 0;
  const isUntaken = response.headersSent && socket.writableLength > 0;
  return (isOwed && received < bytes) || (isUntaken && taken < bytes);
}

function end({ socket, response }: Watched, words: Words): void {
  if (response.headersSent) return void socket.destroy();
  socket.end(unreadRefusal(408, words));
  // Cut off at once it would be reset by what is still coming, and the refusal with it.
  setTimeout(() => socket.destroy(), LAST_WORDS).unref();
}
