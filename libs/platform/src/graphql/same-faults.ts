import type { ApolloServerPlugin } from '@apollo/server';
import { coerceInputValue, getNamedType, GraphQLError, typeFromAST, type GraphQLInputType } from 'graphql';
import { invalid, type Refusal } from '../errors/refusal.js';
import { inputSchemas } from './types.js';

type Path = readonly (string | number)[];
type Tree = Record<string | number, unknown>;

/** A refusal as GraphQL tells it: the code and everything else in `extensions`. */
export const toGraphQL = ({ code, status, detail, faults, extra }: Refusal): GraphQLError =>
  new GraphQLError(detail ?? code, { extensions: { ...extra, code, status, errors: faults } });

/**
 * GraphQL refuses an ill-typed variable before a resolver runs: the refused values are put back and handed to the use case's
 * own schema, which names the same faults as on REST.
 */
export const sameFaults: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ request, operation, schema }) {
        for (const { variable, type: typeNode } of operation?.variableDefinitions ?? []) {
          const name = variable.name.value;
          const given: unknown = request.variables?.[name];
          const type = typeFromAST(schema, typeNode as never) as GraphQLInputType | undefined;
          if (given === undefined || !type) continue;
          const refused: { path: Path; value: unknown }[] = [];
          const coerced: unknown = coerceInputValue(given, type, (path, value) => refused.push({ path, value }));
          if (refused.length > 0) throw toGraphQL(faultsOf(name, type, coerced, refused));
        }
      },
    };
  },
};

function faultsOf(
  name: string,
  type: GraphQLInputType,
  coerced: unknown,
  refused: { path: Path; value: unknown }[],
): Refusal {
  const schema = inputSchemas.get(getNamedType(type).name);
  const whole = refused.reduce((tree, { path, value }) => putBack(tree, path, value), coerced);
  const judged = schema?.safeParse(whole);
  if (judged && !judged.success) return invalid(judged.error.issues as never);
  return invalid(
    refused.map(({ path }) => ({
      path: schema ? path : [name, ...path],
      code: 'invalid_type',
      message: 'not of the type that the schema says',
    })),
  );
}

function putBack(tree: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return tree && value && typeof value === 'object' ? { ...value, ...tree } : value;
  const branch = (tree ?? (typeof key === 'number' ? [] : {})) as Tree;
  branch[key] = putBack(branch[key], rest, value);
  return branch;
}
