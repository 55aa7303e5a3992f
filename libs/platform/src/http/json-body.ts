import type { FastifyInstance } from 'fastify';
import { jsonTextOf } from './charset.js';

/**
 * Has a server read JSON, and nothing else of what Fastify would read by itself: no operation takes text or a form. Of no bytes at all there is
 * no body, as where no type is said: clients say one whatever they send.
 */
export function readJsonAlone(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if ((body as Buffer).length === 0) return done(null, undefined);
    try {
      void parse(request, jsonTextOf(request.headers['content-type'], body as Buffer), done);
    } catch (error) {
      done(error as Error);
    }
  });
}
