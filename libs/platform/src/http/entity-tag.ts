import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';

const VERSION = Symbol('version');
type Versioned = FastifyReply & { [VERSION]?: number };

/** Tells the version of the one thing that an answer shows, if it has one. */
export function tellVersion(reply: FastifyReply, shown: unknown): void {
  if (typeof shown !== 'object' || shown === null || !('version' in shown)) return;
  if (typeof shown.version === 'number') (reply as Versioned)[VERSION] = shown.version;
}

/**
 * Gives every answer to a read an ETag, and answers 304 to who has it already (RFC 9110, 13.1.2). Of what has a version, writes too:
 * `"7.hash"`, of which If-Match reads the version, and If-None-Match all, since a seat may be taken without a new version.
 */
export function tagEntities(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply: Versioned, payload, next) => {
    const version = reply[VERSION];
    const isRead =
      ['GET', 'HEAD'].includes(request.method) && reply.statusCode === 200 && request.url.startsWith('/v1/');
    const isShown = isRead || (version !== undefined && reply.statusCode < 300);
    if (!isShown || typeof payload !== 'string') return next(null, payload);
    const hash = createHash('sha1').update(payload).digest('base64url').slice(0, 16);
    const tag = version === undefined ? `"${hash}"` : `"${version}.${hash}"`;
    reply.header('etag', tag);
    if (!isRead || !names(request.headers['if-none-match'], tag)) return next(null, payload);
    reply.code(304).removeHeader('content-type').removeHeader('content-length');
    // Of a head, Fastify itself drops what is there.
    next(null, request.method === 'HEAD' ? payload : null);
  });
}

// Compared weakly: a proxy that compresses marks tags as weak.
const names = (list: string | undefined, tag: string): boolean =>
  list !== undefined && list.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, '')));
