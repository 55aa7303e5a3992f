import type { DynamicModule, Type } from '@nestjs/common';
import { DiscoveryService, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EntitySchema } from 'typeorm';
import { Groups, Identities, Mandates } from '../auth/caller.js';
import { JwtVerifier } from '../auth/jwt.js';
import { trustOf } from '../auth/trust.js';
import { AppEnv, readEnv } from '../config/env.js';
import { ENVIRONMENT } from '../config/from-environment.js';
import { type Catalogue, Words } from '../errors/words.js';
import { DEPENDENCIES, type Dependency } from '../http/health.js';
import { FILE_TYPES, takesFile } from '../http/operation.js';
import { type Load, LOADS } from '../http/overload.js';
import { configureServer, serverAdapter } from '../http/server.js';
import type { Migration } from '../postgres/migrate.js';
import { LOG, type Log } from '../telemetry/log.js';
import { ServiceMetrics } from '../telemetry/metrics.js';
import { TRACER, type Tracer } from '../telemetry/trace.js';
import { Closing } from './closing.js';
import { PlatformModule } from './platform.module.js';

/** An app that listens. `close` lets requests in flight finish and then ends everything that it opened. */
export type Running = { name: string; url: string; close(): Promise<void> };

export type ServiceModule = Type | DynamicModule;

/**
 * A service or worker: its module, the steps that its schema must have had before it starts, the nouns that it maps, and what it
 * says of its refusals.
 */
export type Service = {
  name: string;
  module: ServiceModule;
  migrations?: readonly Migration[];
  entities?: EntitySchema[];
  catalogue?: Catalogue;
};

/**
 * Starts a service or worker: what the platform opens for it, what its modules follow and work, its doors and health.
 * `close` ends all of that in the order of Closing, and so does a start that fails.
 */
export async function startService(
  { name, module, migrations = [], entities, catalogue }: Service,
  source: NodeJS.ProcessEnv,
): Promise<Running> {
  const closing = new Closing();
  const words = new Words(catalogue);
  try {
    const platform = await PlatformModule.forRoot({ name, source, migrations, entities, words, closing });
    const app = await createService(platform, module, closing, words, name);
    return { name, url: await listen(app), close: () => closing.run() };
  } catch (error) {
    await closing.run();
    throw error;
  }
}

/** Builds a module on a platform, without listening; what it is made of is ended by `closing`. */
export async function createService(
  platform: DynamicModule,
  module: ServiceModule,
  closing: Closing,
  words = new Words(),
  name = 'service',
): Promise<NestFastifyApplication> {
  class Root {}
  const root = { module: Root, imports: [platform, module] };
  const app = await NestFactory.create<NestFastifyApplication>(root, serverAdapter(words), {
    logger: false,
    abortOnError: false,
    bodyParser: false,
  });
  closing.on('app', () => app.close());
  const env = envOf(app);
  const log = app.get<Log>(LOG);
  const onTrouble = (reason: string): void => log.warn({ reason }, "the issuer's keys cannot be had");
  const drain = configureServer(app, {
    log,
    metrics: app.get(ServiceMetrics),
    tracer: app.get<Tracer>(TRACER),
    dependencies: app.get<Dependency[]>(DEPENDENCIES),
    known: { mandates: oneOf(app, Mandates), identities: oneOf(app, Identities), groups: oneOf(app, Groups) },
    loads: app.get<Load[]>(LOADS),
    verifier: new JwtVerifier({ ...trustOf(env, name), onTrouble }),
    streams: takesFiles(app) ? FILE_TYPES : [],
    words,
  });
  closing.on('callers', () => drain.run(env.DRAIN_SECONDS));
  await app.init();
  return app;
}

/** Lets a service be asked at HOST and PORT; returns its URL. */
export async function listen(app: NestFastifyApplication): Promise<string> {
  const { HOST, PORT } = envOf(app);
  await app.listen(PORT, HOST);
  return (await app.getUrl()).replace('[::1]', '127.0.0.1');
}

const envOf = (app: NestFastifyApplication): AppEnv => readEnv(AppEnv, app.get<NodeJS.ProcessEnv>(ENVIRONMENT));

const oneOf = <T extends typeof Mandates | typeof Identities | typeof Groups>(
  app: NestFastifyApplication,
  kind: T,
): T['prototype'] | undefined =>
  app
    .get(DiscoveryService, { strict: false })
    .getProviders()
    .map(({ instance }) => instance as unknown)
    .find((instance): instance is T['prototype'] => instance instanceof kind);

const takesFiles = (app: NestFastifyApplication): boolean =>
  app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .some(({ metatype }) => metatype && takesFile(metatype));
