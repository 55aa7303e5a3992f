import type { ApolloServerPlugin } from '@apollo/server';
import {
  defaultFieldResolver,
  getNamedType,
  GraphQLError,
  isObjectType,
  type GraphQLField,
  type GraphQLSchema,
  type GraphQLUnionType,
} from 'graphql';
import { z } from 'zod';
import { languageOf } from '../errors/language.js';
import { parse, Refusal } from '../errors/refusal.js';
import type { Words } from '../errors/words.js';
import type { GraphQLContext } from './batch.js';
import { toGraphQL } from './same-faults.js';
import { representationSchemas } from './types.js';

type Field = GraphQLField<unknown, GraphQLContext>;
type Representation = { __typename?: unknown };

/**
 * What the gateway asks between services is judged as any other input: a representation whose key is none is refused by itself
 * (INVALID_INPUT), and the others are answered. A field that another service answers for is told so, as is a kind of operation that
 * there is not, instead of failing where it runs.
 */
export const betweenServices = (words: Words): ApolloServerPlugin => ({
  async serverWillStart({ schema }) {
    const entities = schema.getQueryType()?.getFields()['_entities'];
    if (entities) judge(entities, words);
    for (const field of externalsOf(schema)) tellOwner(field);
  },
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, schema, request }) {
        if (!operation || schema.getRootType(operation.operation)) return;
        const refusal = new Refusal('OPERATION_NOT_OFFERED', { status: 400 });
        const problem = words.problemOf(refusal, languageOf(request.http?.headers.get('accept-language')));
        throw new GraphQLError(problem.detail, { extensions: { ...problem, http: { status: 400 } } });
      },
    };
  },
});

function judge(field: Field, words: Words): void {
  const resolve = field.resolve!;
  const entities = new Set((getNamedType(field.type) as GraphQLUnionType).getTypes().map(({ name }) => name));
  field.resolve = async (source, args: { representations: Representation[] }, context, info) => {
    const faults = args.representations.map((one, index) =>
      typeof one.__typename === 'string' && entities.has(one.__typename)
        ? faultOf(one, index, words, context)
        : noSuchEntity(),
    );
    const representations = args.representations.filter((_, index) => !faults[index]);
    const answers = await (resolve(source, { ...args, representations }, context, info) as Promise<unknown[]>);
    const rest = answers.values();
    return faults.map((fault) => fault ?? rest.next().value);
  };
}

const noSuchEntity = (): GraphQLError =>
  new GraphQLError('no entity of this service', { extensions: { code: 'BAD_USER_INPUT' } });

function faultOf(one: Representation, index: number, words: Words, { req }: GraphQLContext): GraphQLError | undefined {
  const schema = representationSchemas.get(String(one.__typename));
  try {
    if (schema) parse(z.object({ representations: z.record(z.int(), schema) }), { representations: { [index]: one } });
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return toGraphQL(words.problemOf(error, languageOf(req.headers?.['accept-language'])));
  }
}

const externalsOf = (schema: GraphQLSchema): Field[] =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()))
    .filter(({ astNode }) => astNode?.directives?.some(({ name }) => name.value === 'external'));

/** Where a field here needs it the gateway tells its value; asked for by itself there is none. */
function tellOwner(field: Field): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (...about) => {
    const value: unknown = resolve(...about);
    if (value !== undefined) return value;
    throw new GraphQLError('another service answers for it', { extensions: { code: 'BAD_USER_INPUT' } });
  };
}
