import { createGatewayRuntime, type GatewayRuntime } from '@graphql-hive/gateway-runtime';
import { GraphQLError } from 'graphql';
import { entitiesOf } from './cost.js';
import type { Words } from '@takwin/platform/errors';
import { faultsOfVariables } from './faults.js';
import { inWords } from './in-words.js';
import { limited } from './limits.js';
import { planned } from './planner.js';
import { byDocumentId, type Operations } from './registered.js';
import { subgraphTransport, type Caller } from './transport.js';

type Options = Parameters<typeof subgraphTransport>[0] & {
  /** The supergraph's SDL. */
  supergraph: string;
  /** Operations that may be asked for by their names, and have no price for their plans. */
  operations: Operations;
  /** What errors are told in. */
  words: Words;
  /** Told of what went wrong in the gateway itself, which no caller is shown. */
  onDefect: (error: unknown) => void;
};

export type Graph = GatewayRuntime<Caller>;

/** Hive's runtime on the supergraph: our limits, our planner's edges and our transport, and none of its pages. */
export function createGraph({ supergraph, operations, words, onDefect, ...transport }: Options): Graph {
  const http = subgraphTransport(transport);
  return withoutSignalHandlers(() =>
    createGatewayRuntime<Caller>({
      supergraph,
      unifiedGraphHandler: planned,
      transports: { http } as never,
      graphqlEndpoint: '/graphql',
      plugins: () => [
        byDocumentId(operations),
        limited(entitiesOf(supergraph), new Set(operations.values())),
        faultsOfVariables(words),
        inWords(words),
      ],
      maskedErrors: { maskError: (error) => shown(error, onDefect), errorMessage: 'INTERNAL' },
      logging: false,
      cors: false,
      graphiql: false,
      landingPage: false,
      requestId: false,
      subgraphErrors: false,
      __experimental__batchExecution: false,
    }),
  );
}

function shown(error: unknown, onDefect: (error: unknown) => void): Error {
  if (isMeant(error)) return error;
  onDefect(error);
  const path = (error as GraphQLError | undefined)?.path;
  const http = path ? undefined : { status: 500 };
  return new GraphQLError('INTERNAL', { path, extensions: { code: 'INTERNAL', ...(http && { http }) } });
}

// A refusal of ours or of a service, perhaps moved to another path; what wraps anything else was thrown by accident.
function isMeant(error: unknown): error is GraphQLError {
  if (!(error instanceof Error) || error.name !== 'GraphQLError') return false;
  const { originalError } = error as GraphQLError;
  return originalError == null || isMeant(originalError);
}

// Events of `process` that make the runtime dispose of itself, under the requests that are still being answered.
const ENDS = ['SIGINT', 'SIGTERM', 'exit'];

function withoutSignalHandlers<T>(create: () => T): T {
  const events: NodeJS.EventEmitter = process;
  const before = new Map(ENDS.map((event) => [event, events.listeners(event)]));
  const created = create();
  for (const [event, kept] of before)
    for (const listener of events.listeners(event))
      if (!kept.includes(listener)) events.off(event, listener as () => void);
  return created;
}
