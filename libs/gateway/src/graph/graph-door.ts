import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languageOf, type Refusal, type Words } from '@takwin/platform/errors';
import { isAcceptable, jsonTextOf, leavingOf, refusalOf, tellTypes } from '@takwin/platform/http';
import { judged, maySeeTheSchema } from '../limits/insiders.js';
import { known } from '../limits/metered.js';
import type { Graph } from './graph.js';
import type { Caller } from './transport.js';

type Options = {
  graph: Graph;
  words: Words;
  /** How long all calls of one request may take together, in milliseconds. */
  timeout: number;
  /** Whether anybody may see the schema, without a token too. */
  isOpen: boolean;
  /** Answers a browser that opens /graphql. */
  page: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
};

const BODY_LIMIT = 256 * 2 ** 10;
/** An answer is whole: nothing in the contract streams here, progress is told by GET /v1/events/progress. */
const FORMS = ['application/json', 'application/graphql-response+json'];

/** Hive's runtime at /graphql: Fastify reads the body, and no more of it than the limit; the runtime does the rest. */
export async function graphDoor(
  scope: FastifyInstance,
  { graph, words, timeout, isOpen, page }: Options,
): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    async ({ headers }: FastifyRequest, body: Buffer) => jsonTextOf(headers['content-type'], body),
  );
  // What Fastify refuses of a body is told as a problem is in GraphQL.
  scope.setErrorHandler(async (error, request, reply) => refuse(request, reply, refusalOf(error)));
  scope.all('/graphql', async (request, reply) => {
    if (opensAPage(request)) return page(request, reply);
    if (!isAcceptable(request.headers.accept, FORMS)) return refuse(request, reply, refusalOf({ statusCode: 406 }));
    const { caller: holder, charge } = known(request);
    const caller: Caller = {
      headers: request.headers,
      abandoned: leavingOf(reply.raw),
      endsAt: performance.now() + timeout,
      charge,
      mayIntrospect: isOpen || judged(holder, maySeeTheSchema),
      told: {},
    };
    const response = await graph.fetch(
      `http://gateway${request.url}`,
      { method: request.method, headers: whole(request.headers), body: request.body as string },
      caller as never,
    );
    for (const [name, value] of response.headers) reply.header(name, value);
    const text = await response.text();
    if (text === '' && response.status >= 400)
      return refuse(request, reply, refusalOf({ statusCode: response.status }));
    void reply.header('vary', 'accept-language');
    if (caller.told.language) void reply.header('content-language', caller.told.language);
    if (caller.told.retryAfter !== undefined) void reply.header('retry-after', String(caller.told.retryAfter));
    return reply.code(response.status).send(text);
  });

  function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
    const language = languageOf(request.headers['accept-language']);
    tellTypes(request, reply, refusal);
    const problem = words.problemOf(refusal, language);
    if (refusal.retryAfter !== undefined) void reply.header('retry-after', String(refusal.retryAfter));
    if (refusal.status === 413) void reply.header('connection', 'close');
    return reply
      .code(refusal.status)
      .headers({
        'content-language': language,
        vary: 'accept-language',
        'content-type': 'application/json; charset=utf-8',
      })
      .send({ errors: [{ message: problem.detail, extensions: problem }] });
  }
}

/** As the runtime is shown them: of what the caller takes, what is whole. */
const whole = ({ accept, ...headers }: FastifyRequest['headers']): Record<string, string> => {
  const taken = accept?.split(',').filter((range) => isAcceptable(range, FORMS));
  return { ...(headers as Record<string, string>), ...(taken && { accept: taken.join(',') }) };
};

const opensAPage = ({ method, headers, query }: FastifyRequest) =>
  method === 'GET' && !!headers.accept?.includes('text/html') && !Object.hasOwn(query as object, 'query');
