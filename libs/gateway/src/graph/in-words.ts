import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { languageOf, Refusal, type Words } from '@takwin/platform/errors';
import { refusalOf } from '@takwin/platform/http';
import type { Caller } from './transport.js';

const AWAY = 'SERVICE_UNAVAILABLE';

/**
 * Gives every error the members of a problem, in the caller's language. What a service refused has them; what the runtime or GraphQL
 * itself refused, or nobody answered, gets them here. What is said of a query as a whole stays as a hint: it names the place.
 */
export const inWords = (words: Words): GatewayPlugin<Caller> => ({
  onResultProcess({ result, setResult, serverContext }) {
    const { errors } = result as ExecutionResult;
    if (!errors?.length) return;
    const caller = serverContext as unknown as Caller;
    const language = languageOf(String(caller.headers['accept-language'] ?? ''));
    const told = errors.map((error) => (error.extensions['type'] ? error : inProblem(error, words, language)));
    // The runtime hands on a copy of what the door gave it.
    Object.assign(caller.told, { language, retryAfter: retryAfterOf(errors) });
    setResult({ ...result, errors: told } as never);
  },
});

/** In how many seconds to ask again: as an error says, or at once where a service is away. */
function retryAfterOf(errors: readonly GraphQLError[]): number | undefined {
  const told = errors.flatMap(({ extensions: { code, retryAfter } }) =>
    typeof retryAfter === 'number' ? retryAfter : code === AWAY ? 1 : [],
  );
  return told.length > 0 ? Math.max(...told) : undefined;
}

function inProblem(error: GraphQLError, words: Words, language: ReturnType<typeof languageOf>): GraphQLError {
  const { message, path, nodes, source, positions, extensions } = error;
  const {
    code,
    http,
    errors,
    status: _,
    // Of a body that does not parse it says the whole body.
    originalError,
    retryAfter: _told,
    ...extra
  } = extensions as Record<string, unknown> & { http?: { status?: number } };
  // The runtime calls a wrong method a bad request.
  const isNamed = code !== undefined && http?.status !== 405;
  const found = !isNamed ? refusalOf({ statusCode: http?.status }) : new Refusal(String(code));
  const hint = path || found.code === 'INTERNAL' || message === found.code ? undefined : message;
  const status = words.statusOf(found.code) ?? http?.status ?? 500;
  const problem = words.problemOf(new Refusal(found.code, { status, extra, hint }), language);
  return new GraphQLError(problem.detail, {
    ...{ path, nodes, source, positions },
    extensions: {
      ...problem,
      ...(errors !== undefined && { errors }),
      ...(http && { http: originalError === undefined ? http : { status: 400 } }),
    },
  });
}
