import type { GraphQLFormattedError } from 'graphql';
import { currentTraceId } from '../telemetry/trace.js';

// What graphql-js and Apollo say of a request that they refuse themselves.
const KNOWN = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
]);

/** An error as it leaves: refusals and GraphQL's own as they are, anything else as INTERNAL without a word more. */
export function errorOf(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { message, locations, path, extensions = {} } = formatted;
  const { stacktrace: _, ...shown } = extensions;
  const isRefusal = typeof shown.status === 'number' && typeof shown.code === 'string';
  if (isRefusal || KNOWN.has(String(shown.code))) return { message, locations, path, extensions: shown };
  return { message: 'INTERNAL', locations, path, extensions: { code: 'INTERNAL', trace: currentTraceId() } };
}
