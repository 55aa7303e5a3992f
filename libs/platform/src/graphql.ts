/** Types from schemas, batched loads, and the module of a subgraph. */
export { batched, type GraphQLContext, listed } from './graphql/batch.js';
export { SubgraphModule } from './graphql/subgraph.module.js';
export { Connection, entity, graphqlEnum, graphqlObject } from './graphql/types.js';
