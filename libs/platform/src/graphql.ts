/** Types from schemas, batched loads, and the module of a subgraph. */
export { batched, type GraphQLContext, listed } from './graphql/batch.js';
export { Mutation, Query, ResolveField } from './graphql/operations.js';
export { SubgraphModule } from './graphql/subgraph.module.js';
export { Connection, entity, graphqlEnum, graphqlObject } from './graphql/types.js';
export { FIELDS, INPUTS } from './graphql/words/fields.js';
export { TYPES } from './graphql/words/types.js';
