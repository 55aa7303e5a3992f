import replyFrom from '@fastify/reply-from';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Service } from '@takwin/contracts/topology';
import { NotFound, Refusal } from '@takwin/platform/errors';
import { type answering, leavingOf } from '@takwin/platform/http';
import type { ServiceUrls } from '../service-urls.js';
import type { Asking } from '../turns.js';
import { bounded } from './bounded.js';
import { endToEnd, forwarded } from './headers.js';
import { importOwners } from './import-owners.js';
import { ServiceTimeout, ServiceUnavailable, unknownImportKind } from './refusals.js';
import { IMPORT_KINDS, IMPORTERS, ROUTES, type Route } from './routes.js';
import { BODY_LIMIT, serve } from './routing.js';

type Options = { client: Dispatcher; ask: Asking; urls: ServiceUrls; refuse: ReturnType<typeof answering> };

const PATIENCE = 30_000;

/** The REST edge: hands each request of the routing table to its service, bodies as they flow, and refuses the rest. */
export async function restDoor(scope: FastifyInstance, { client, ask, urls, refuse }: Options): Promise<void> {
  scope.setErrorHandler(refuse);
  const ownerOfImport = importOwners({ client, urls });
  const leaving = new AsyncLocalStorage<AbortSignal>();
  // By itself it breaks off nothing: what nobody waits for any more ends below, as it does over GraphQL.
  const untilLeft = {
    request(
      options: Dispatcher.RequestOptions,
      done: (error: unknown, response?: Dispatcher.ResponseData) => void,
    ): void {
      ask({ ...options, signal: leaving.getStore() }).then((response) => done(null, response), done);
    },
  };
  await scope.register(replyFrom, {
    undici: untilLeft as never,
    disableRequestLogging: true,
    retryMethods: ['GET', 'HEAD'],
  });
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', async (request: FastifyRequest, body: unknown) =>
    bounded(body as Readable, request.headers['content-length'], request.routeOptions.bodyLimit ?? BODY_LIMIT),
  );

  serve(scope, ROUTES, (route) => async (request, reply) => {
    const service = await serviceFor(route, request);
    return leaving.run(leavingOf(reply.raw), () => forward(service, route, request, reply));
  });

  async function serviceFor({ owner }: Route, request: FastifyRequest): Promise<Service> {
    if (owner === 'by-kind') {
      // By other methods nothing is taken and nothing listed, whatever the kind: any importer says so.
      const isServed = ['GET', 'HEAD', 'POST'].includes(request.method);
      return isServed ? serviceOfKind((request.query as { kind?: unknown }).kind) : IMPORTERS[0]!;
    }
    if (owner === 'by-import') return ownerOfImport((request.params as { importId: string }).importId, request.headers);
    return owner;
  }

  function forward(service: Service, { patience }: Route, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return reply.from(plainPath(request.raw.url ?? ''), {
      getUpstream: () => urls[service],
      timeout: patience ?? PATIENCE,
      // One more try for a connection that the service closed while it was idle; a 503 is handed on as it is.
      retriesCount: 1,
      rewriteRequestHeaders: (_, headers) => forwarded(headers as IncomingHttpHeaders, request.body !== undefined),
      rewriteHeaders: (headers) => endToEnd(headers as IncomingHttpHeaders),
      onError: (failed, { error }) => void failed.send(refusalOf(error, service)),
    });
  }
}

function serviceOfKind(kind: unknown): Service {
  const service = typeof kind === 'string' && Object.hasOwn(IMPORT_KINDS, kind) ? IMPORT_KINDS[kind] : undefined;
  if (!service) throw unknownImportKind(Object.keys(IMPORT_KINDS));
  return service;
}

/** The path as it was sent. One that means another, by dots or by escapes of them, would leave the routing table. */
function plainPath(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  if (!URL.canParse(path, 'http://service') || new URL(path, 'http://service').pathname !== path) throw new NotFound();
  return path;
}

const TIMEOUTS = ['FST_REPLY_FROM_GATEWAY_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

function refusalOf(error: Error & { code?: string }, service: Service): Refusal {
  if (error instanceof Refusal) return error;
  if (error.cause instanceof Refusal) return error.cause;
  return TIMEOUTS.includes(error.code ?? '') ? new ServiceTimeout(service) : new ServiceUnavailable(service);
}
