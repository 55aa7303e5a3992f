import { GraphQLError, type GraphQLFormattedError } from 'graphql';
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

/**
 * An error as it leaves: refusals and GraphQL's own as they are, anything else as INTERNAL without a word more. What nobody can parse since
 * it stands too deep inside itself is QUERY_TOO_DEEP.
 */
export function errorOf(formatted: GraphQLFormattedError, error?: unknown): GraphQLFormattedError {
  const { message, locations, path, extensions = {} } = formatted;
  const { stacktrace: _, ...shown } = extensions;
  const isRefusal = typeof shown.status === 'number' && typeof shown.code === 'string';
  if (shown.code === 'GRAPHQL_PARSE_FAILED' && causeOf(error) instanceof RangeError)
    return { message: 'QUERY_TOO_DEEP', extensions: { code: 'QUERY_TOO_DEEP' } };
  if (isRefusal || KNOWN.has(String(shown.code))) return { message, locations, path, extensions: shown };
  return { message: 'INTERNAL', locations, path, extensions: { code: 'INTERNAL', trace: currentTraceId() } };
}

const causeOf = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
