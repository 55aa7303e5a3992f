import type { GatewayPlugin } from '@graphql-hive/gateway-runtime';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { languageOf, Refusal, type Words } from '@takwin/platform/errors';
import { refusalOf } from '@takwin/platform/http';
import type { Caller } from './transport.js';

/** After how many seconds to ask again, by what is said of a service. */
const AGAIN: Readonly<Record<string, number>> = { SERVICE_UNAVAILABLE: 1, OVERLOADED: 2 };

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
    const told = errors.map((error) =>
      error.extensions['type'] ? error : inProblem(error, words, language, caller.mayIntrospect === true),
    );
    // The runtime hands on a copy of what the door gave it.
    Object.assign(caller.told, { language, retryAfter: retryAfterOf(errors) });
    setResult({ ...result, errors: told } as never);
  },
});

/** In how many seconds to ask again, as an error says. */
function retryAfterOf(errors: readonly GraphQLError[]): number | undefined {
  const told = errors.flatMap(({ extensions: { code, retryAfter } }) =>
    typeof retryAfter === 'number' ? retryAfter : (AGAIN[String(code)] ?? []),
  );
  return told.length > 0 ? Math.max(...told) : undefined;
}

// What is near what was asked would tell the schema bit by bit.
const SUGGESTION = / Did you mean .*\?$/s;

function inProblem(
  error: GraphQLError,
  words: Words,
  language: ReturnType<typeof languageOf>,
  mayIntrospect: boolean,
): GraphQLError {
  const message = mayIntrospect ? error.message : error.message.replace(SUGGESTION, '');
  const { path, nodes, source, positions, extensions } = error;
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
