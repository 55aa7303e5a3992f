import { GraphQLError, print, type DocumentNode, type ExecutionResult } from 'graphql';
import type { Dispatcher } from 'undici';
import { type Language, Refusal } from '@takwin/platform/errors';
import type { Asking } from '../turns.js';
import { AnswerSize } from './answer-size.js';
import { errorsOf } from './unanswered.js';

/** What the door hands to every call of a request: its headers, and the signal of a caller who left. */
export type Caller = {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  abandoned: AbortSignal;
  /** The instant of performance.now() at which the time is over that all calls of the request have together. */
  endsAt: number;
  /** Takes points for what an operation costs more than a request does. Refuses TOO_MANY_REQUESTS. */
  charge: (points: number) => Promise<void>;
  /** Whether the caller may see the schema; else why not. */
  mayIntrospect: true | Refusal;
  /** Of the answer, where it has errors: the language that they are told in, and in how many seconds to ask again. */
  told: { language?: Language; retryAfter?: number };
};

type Outcome = 'ok' | 'unavailable' | 'busy' | 'timeout' | 'abandoned';

type Options = {
  ask: Asking;
  /** The GraphQL URL of each service, by its name in the supergraph. */
  urls: Readonly<Record<string, string>>;
  /** How long one call may take, in milliseconds. */
  timeout: number;
  /** Told of each call: the service, how it ended, and the seconds it took. */
  observe?: (service: string, outcome: Outcome, seconds: number) => void;
};

/** One call as the planner makes it. */
type Call = {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  operationName?: string;
  operationType?: string;
  context?: Caller;
};

const FORWARDED = ['authorization', 'traceparent', 'idempotency-key', 'accept-language'];

/**
 * How the planner's calls reach the services: POST over kept-alive connections. A call that is not answered becomes an
 * error with a stable code and no word of what lies behind: SERVICE_UNAVAILABLE, or SERVICE_TIMEOUT. What makes an answer
 * ANSWER_TOO_LARGE is left out of it, and no more is asked.
 */
export function subgraphTransport({ ask: reach, urls, timeout, observe }: Options) {
  // Of each answer that is being put together, by whom it is for.
  const sizes = new WeakMap<Caller, AnswerSize>();
  return {
    getSubgraphExecutor({ subgraphName: service }: { subgraphName: string }) {
      if (!urls[service]) throw new Error(`no URL is configured for the service ${service}`);
      const url = new URL(urls[service]);
      return (call: Call) => answer(call, service, url);
    },
  };

  async function answer(call: Call, service: string, url: URL): Promise<ExecutionResult> {
    const caller = call.context as Caller;
    const size = sizes.get(caller) ?? new AnswerSize();
    sizes.set(caller, size);
    const result = size.isTooLarge ? {} : await ask(call, caller, service, url);
    if (result.data) size.add(call, result.data);
    return size.isTooLarge ? { errors: [size.refusal()] } : result;
  }

  async function ask(call: Call, caller: Caller, service: string, url: URL): Promise<ExecutionResult> {
    const { abandoned, headers, endsAt } = caller;
    const started = performance.now();
    const deadline = AbortSignal.timeout(Math.max(0, Math.min(timeout, Math.ceil(endsAt - started))));
    const request: Dispatcher.RequestOptions = {
      origin: url.origin,
      path: url.pathname,
      method: 'POST',
      headers: forwarded(headers),
      body: bodyOf(call),
      signal: AbortSignal.any([abandoned, deadline]),
    };
    let outcome: Outcome = 'ok';
    try {
      return await send(request).catch((error) => {
        if (wasNeverRead(error) && call.operationType !== 'mutation') return send(request);
        throw error;
      });
    } catch (error) {
      const isBusy = error instanceof Refusal && error.code === FAILURES.busy;
      outcome = abandoned.aborted ? 'abandoned' : deadline.aborted ? 'timeout' : isBusy ? 'busy' : 'unavailable';
      return { errors: errorsOf(call, { service, code: FAILURES[outcome], ...(isBusy && error.extra) }) };
    } finally {
      observe?.(service, outcome, (performance.now() - started) / 1_000);
    }
  }

  async function send(request: Dispatcher.RequestOptions): Promise<ExecutionResult> {
    const response = await reach(request);
    return resultOf((await response.body.json()) as Answer);
  }
}

const FAILURES = {
  ok: 'INTERNAL',
  unavailable: 'SERVICE_UNAVAILABLE',
  busy: 'OVERLOADED',
  timeout: 'SERVICE_TIMEOUT',
  abandoned: 'ABANDONED',
} satisfies Record<Outcome, string>;

// A service that restarts closes its idle connections: what was sent on one of them was read by nobody.
const wasNeverRead = (error: { code?: string }) => error.code === 'UND_ERR_SOCKET' || error.code === 'ECONNRESET';

const texts = new WeakMap<DocumentNode, string>();

function bodyOf({ document, variables, operationName }: Call): string {
  let query = texts.get(document);
  if (query === undefined) texts.set(document, (query = print(document)));
  return JSON.stringify({ query, variables, operationName });
}

function forwarded(headers: Caller['headers']): Record<string, string | string[]> {
  const sent: Record<string, string | string[]> = { 'content-type': 'application/json', accept: 'application/json' };
  for (const name of FORWARDED) {
    const value = headers[name];
    if (value !== undefined) sent[name] = value;
  }
  return sent;
}

type Shown = { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> };
/** A GraphQL answer, or the problem+json of a service that refused before its GraphQL door. */
type Answer = {
  data?: Record<string, unknown> | null;
  errors?: Shown[];
  code?: string;
  detail?: string;
  busy?: string;
};

function resultOf({ data, errors, ...problem }: Answer): ExecutionResult {
  // A problem may have `errors` too: the faults of a header, whose paths are not GraphQL's.
  if (problem.code === undefined && errors) return { data, errors: errors.map(shown) };
  if (data) return { data };
  // It is ending: as if it were gone already.
  if (problem.code === FAILURES.unavailable) throw new Error(problem.code);
  if (problem.code === FAILURES.busy) throw new Refusal(problem.code, { extra: { busy: problem.busy } });
  const extensions = { ...problem, ...(errors && { errors }) };
  if (problem.code) return { errors: [shown({ message: problem.detail ?? problem.code, extensions })] };
  throw new Error('neither data nor errors');
}

// Positions and traces are of the service's own document and code; the status is the gateway's to choose.
function shown({ message, path, extensions = {} }: Shown): GraphQLError {
  const { stacktrace: _stack, exception: _exception, http: _http, ...rest } = extensions;
  return new GraphQLError(message, { path, extensions: { ...rest, code: rest.code ?? 'INTERNAL' } });
}
