import type { ApolloServerPlugin } from '@apollo/server';
import { coerceInputValue, getNamedType, GraphQLError, typeFromAST, type GraphQLInputType } from 'graphql';
import { languageOf } from '../errors/language.js';
import { invalid, type Refusal } from '../errors/refusal.js';
import type { Problem, Words } from '../errors/words.js';
import { withoutNulls } from './nulls.js';
import { inputSchemas } from './types.js';

type Path = readonly (string | number)[];
type Tree = Record<string | number, unknown>;

/** A refusal as GraphQL tells it: its sentence as message, and all members of the problem in `extensions`. */
export const toGraphQL = (problem: Problem): GraphQLError => new GraphQLError(problem.detail, { extensions: problem });

/**
 * GraphQL refuses an ill-typed variable before a resolver runs: the refused values are put back and handed to the use case's
 * own schema, which names the same faults as on REST. The status is 400, as of what no operation was run for.
 */
export const sameFaults = (words: Words): ApolloServerPlugin => ({
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
          if (refused.length === 0) continue;
          const language = languageOf(request.http?.headers.get('accept-language'));
          const problem = words.problemOf(faultsOf(name, type, coerced, refused), language);
          throw new GraphQLError(problem.detail, { extensions: { ...problem, http: { status: 400 } } });
        }
      },
    };
  },
});

function faultsOf(
  name: string,
  type: GraphQLInputType,
  coerced: unknown,
  refused: { path: Path; value: unknown }[],
): Refusal {
  const schema = inputSchemas.get(getNamedType(type).name);
  const whole = refused.reduce((tree, { path, value }) => putBack(tree, path, value), coerced);
  const judged = schema?.safeParse(withoutNulls(schema, whole), { reportInput: true });
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
