import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { leavingOf } from '@takwin/platform/http';
import type { Graph } from './graph.js';

type Options = {
  graph: Graph;
  /** Answers a browser that opens /graphql. */
  page: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
};

const BODY_LIMIT = 256 * 2 ** 10;

/** Hive's runtime at /graphql: Fastify reads the body, and no more of it than the limit; the runtime does the rest. */
export async function graphDoor(scope: FastifyInstance, { graph, page }: Options): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  );
  scope.setErrorHandler(async (error: FastifyError, _request, reply) => {
    const tooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
    if (!tooLarge) throw error;
    const message = `More than ${BODY_LIMIT} bytes.`;
    return reply
      .code(413)
      .header('connection', 'close')
      .send({ errors: [{ message, extensions: { code: 'PAYLOAD_TOO_LARGE' } }] });
  });
  scope.all('/graphql', async (request, reply) => {
    if (opensAPage(request)) return page(request, reply);
    const response = await graph.fetch(
      `http://gateway${request.url}`,
      { method: request.method, headers: request.headers as Record<string, string>, body: request.body as string },
      { headers: request.headers, abandoned: leavingOf(reply.raw) } as never,
    );
    for (const [name, value] of response.headers) reply.header(name, value);
    // Nothing in the contract streams here: progress is told by GET /v1/events/progress.
    return reply.code(response.status).send(await response.text());
  });
}

const opensAPage = ({ method, headers, query }: FastifyRequest) =>
  method === 'GET' && !!headers.accept?.includes('text/html') && !Object.hasOwn(query as object, 'query');
