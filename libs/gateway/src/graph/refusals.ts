import { GraphQLError } from 'graphql';

/** A request that the gateway itself refuses: a stable code, what makes it so, and a 4xx whatever media type the caller accepts. */
export function refused(code: string, hint: string, extra: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(hint, { extensions: { code, ...extra, http: { status: 400, spec: false } } });
}
