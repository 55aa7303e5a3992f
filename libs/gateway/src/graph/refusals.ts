import { GraphQLError } from 'graphql';

/** A request that the gateway itself refuses: a stable code, and a 4xx whatever media type the caller accepts. */
export function refused(code: string, message: string, status = 400): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status, spec: false } } });
}
