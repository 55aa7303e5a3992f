import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { Refusal } from '../errors/refusal.js';
import type { Words } from '../errors/words.js';
import { refusalOf, sendProblem } from './problem.js';

const STATUSES: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/**
 * Fastify's options for requests that no route reads: a URL that cannot be decoded, a path that is too long, and what is no HTTP at
 * all. Of the last no language is known.
 */
export function refusingUnread(
  words: Words,
): Pick<FastifyServerOptions, 'frameworkErrors' | 'clientErrorHandler' | 'return503OnClosing'> {
  return {
    // refuseWhileClosing does, in the one format.
    return503OnClosing: false,
    frameworkErrors: (error: unknown, request: unknown, reply: unknown) =>
      void sendProblem(request as FastifyRequest, reply as FastifyReply, refusalOf(error), words),
    clientErrorHandler: ({ code }: { code?: string }, socket: Socket) => {
      if (code === 'ECONNRESET' || socket.destroyed) return;
      if (socket.writable) socket.write(unreadRefusal(STATUSES[code ?? ''] ?? 400, words));
      socket.destroy();
    },
  };
}

/** What a caller is told on a connection that no route answers, in French, with its head. */
export function unreadRefusal(status: number, words: Words): string {
  const body = JSON.stringify(words.problemOf(refusalOf({ statusCode: status }), 'fr'));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json',
    'content-language: fr',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** Has a server that is closing refuse what still comes on its open connections: who asked may ask again, elsewhere or soon. */
export function refuseWhileClosing(server: FastifyInstance): void {
  let isClosing = false;
  server.addHook('preClose', async () => void (isClosing = true));
  server.addHook('onRequest', async () => {
    if (isClosing) throw new Refusal('SERVICE_UNAVAILABLE', { status: 503 });
  });
}

/**
 * Has a server refuse in the one format what Node itself would refuse with a bare line: HTTP/1.1 without a Host (RFC 9112, 3.2). An
 * expectation that nobody knows is left unmet, as it may be (RFC 9110, 10.1.1). Goes with `pacedHeaders`.
 */
export function refuseUnaddressed(server: FastifyInstance): void {
  server.addHook('onRequest', async ({ raw }) => {
    if (raw.headers.host === undefined && raw.httpVersion !== '1.0') throw new Refusal('MALFORMED', { status: 400 });
  });
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response));
}

/** Has a server refuse a body in a coding (RFC 9110, 8.4 and 15.5.16): none is decoded, and it would be read as it lies. */
export function refuseCodings(server: FastifyInstance): void {
  server.addHook('onRequest', async ({ headers }, reply) => {
    if (/^\s*(identity\s*)?$/i.test(headers['content-encoding'] ?? '')) return;
    void reply.header('accept-encoding', 'identity');
    throw new Refusal('CONTENT_ENCODING_NOT_ACCEPTED', { status: 415 });
  });
}
