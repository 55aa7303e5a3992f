import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { Words } from '../errors/words.js';
import { errorOf } from './mask.js';
import { keepSubgraphsApart } from './one-process.js';
import { betweenServices } from './representations.js';
import { sameFaults } from './same-faults.js';

class Extended {
  constructor(readonly entities: readonly Type[]) {}
}

@Module({})
class ExtendedModule {}

keepSubgraphsApart();

/** Serves the resolvers of all modules of a service as one subgraph; what works in the background has none. */
@Module({
  imports: [
    GraphQLModule.forRootAsync<ApolloFederationDriverConfig>({
      driver: ApolloFederationDriver,
      imports: [DiscoveryModule],
      inject: [DiscoveryService, Words],
      useFactory: (discovery: DiscoveryService, words: Words) => ({
        autoSchemaFile: { federation: 2 },
        buildSchemaOptions: { orphanedTypes: extendedIn(discovery) },
        fieldResolverEnhancers: ['guards', 'filters'],
        plugins: [
          sameFaults(words),
          betweenServices(words),
          ApolloServerPluginInlineTraceDisabled(),
          ApolloServerPluginCacheControlDisabled(),
        ],
        context: (req: FastifyRequest) => ({ req, words }),
        formatError: errorOf,
        includeStacktraceInErrorResponses: false,
        playground: false,
        graphiql: false,
        introspection: true,
        csrfPrevention: true,
        path: '/graphql',
      }),
    }),
  ],
})
export class SubgraphModule {
  /** Entities of other subgraphs to which a module's resolvers add fields: nothing else leads to them. */
  static extending(...entities: Type[]): DynamicModule {
    const providers = [{ provide: Symbol('entities'), useValue: new Extended(entities) }];
    return { module: ExtendedModule, imports: [SubgraphModule], providers };
  }
}

const extendedIn = (discovery: DiscoveryService): Type[] =>
  discovery.getProviders().flatMap(({ instance }) => (instance instanceof Extended ? instance.entities : []));
