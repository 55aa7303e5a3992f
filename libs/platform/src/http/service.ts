import { Module, type DynamicModule, type InjectionToken, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, DiscoveryModule, NestFactory } from '@nestjs/core';
import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLModule } from '@nestjs/graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { EveryOperationHasARule, PolicyGuard } from '../auth/policy.js';
import { JwtVerifier } from '../auth/jwt.js';
import type { AppEnv } from '../config/env.js';
import { sameFaults } from '../graphql/same-faults.js';
import { errorOf } from '../graphql/mask.js';
import { keepSubgraphsApart } from '../graphql/one-process.js';
import { logOf, type Log } from '../telemetry/log.js';
import { ServiceMetrics } from '../telemetry/metrics.js';
import { UNTRACED, type Tracer } from '../telemetry/trace.js';
import { AnswerByView } from './answer.js';
import type { Drain } from './drain.js';
import type { Dependency } from './health.js';
import { Refusals } from './problem.js';
import { furnish, serverAdapter } from './server.js';

/** An app that listens. `close` lets requests in flight finish and then ends everything that it opened. */
export type Running = { name: string; url: string; close(): Promise<void> };

/** What a library offers to the app that runs it: its doors and what they need. */
export type Doors = {
  controllers?: Type[];
  resolvers?: Type[];
  /** Entities of other subgraphs to which the resolvers add fields: nothing else leads to them. */
  entities?: Type[];
  providers?: Provider[];
  /** Content types whose bodies are handed on as streams, for the handler to bound. */
  streams?: readonly string[];
};

/** What is there before any provider: databases, queues, vaults, by the class that asks for them. */
export type Given = readonly (readonly [InjectionToken, unknown])[];

export type Service = Doors & {
  name: string;
  env: AppEnv;
  given?: Given;
  dependencies?: readonly Dependency[];
  log?: Log;
  metrics?: ServiceMetrics;
  tracer?: Tracer;
};

/** The Nest module of a service: deny by default, refusals by name, one subgraph where there are resolvers. */
export function serviceModule(
  { controllers = [], resolvers = [], entities = [], providers = [], given = [] }: Doors & { given?: Given },
  log: Log,
): DynamicModule {
  @Module({})
  class ServiceModule {}
  return {
    module: ServiceModule,
    imports: [DiscoveryModule, ...(resolvers.length > 0 ? [subgraph(entities)] : [])],
    controllers,
    providers: [
      ...given.map(([provide, useValue]) => ({ provide, useValue })),
      ...providers,
      ...resolvers,
      EveryOperationHasARule,
      { provide: APP_GUARD, useClass: PolicyGuard },
      { provide: APP_FILTER, useValue: new Refusals(log) },
      { provide: APP_INTERCEPTOR, useClass: AnswerByView },
    ],
  };
}

keepSubgraphsApart();

const subgraph = (entities: Type[]): DynamicModule =>
  GraphQLModule.forRoot<ApolloFederationDriverConfig>({
    driver: ApolloFederationDriver,
    autoSchemaFile: { federation: 2 },
    buildSchemaOptions: { orphanedTypes: entities },
    fieldResolverEnhancers: ['guards', 'filters'],
    plugins: [sameFaults, ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginCacheControlDisabled()],
    context: (req: FastifyRequest) => ({ req }),
    formatError: errorOf,
    includeStacktraceInErrorResponses: false,
    playground: false,
    graphiql: false,
    introspection: true,
    csrfPrevention: true,
    path: '/graphql',
  });

/** Builds a service without listening: what documents and tests look at. */
export async function createService(service: Service): Promise<NestFastifyApplication> {
  const { app } = await build(service);
  return app;
}

async function build(service: Service): Promise<{ app: NestFastifyApplication; drain: Drain }> {
  const {
    name,
    env,
    dependencies = [],
    log = logOf(name, env.LOG_LEVEL),
    metrics = new ServiceMetrics(name),
    tracer = UNTRACED,
  } = service;
  const verifier = new JwtVerifier({
    issuer: env.OIDC_ISSUER,
    jwksUrl: env.OIDC_JWKS_URL,
    audience: env.OIDC_AUDIENCE,
  });
  const app = await NestFactory.create<NestFastifyApplication>(serviceModule(service, log), serverAdapter(), {
    logger: false,
    abortOnError: false,
  });
  const drain = furnish(app, { log, metrics, tracer, dependencies, verifier, streams: service.streams ?? [] });
  await app.init();
  return { app, drain };
}

/** Builds a service and listens. `closing` ends what the app itself opened (databases, queues), after the last request. */
export async function startService(service: Service, closing: () => Promise<void> = async () => {}): Promise<Running> {
  const { app, drain } = await build(service);
  await app.listen(service.env.PORT, service.env.HOST);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    name: service.name,
    url,
    async close() {
      await drain.run(service.env.DRAIN_SECONDS);
      await app.close();
      await closing();
    },
  };
}
