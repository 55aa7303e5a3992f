import { Module } from '@nestjs/common';
import { Clock } from '@takwin/platform/clock';
import { fromEnvironment } from '@takwin/platform/config';
import { accessesOf } from './access.js';
import { GraphEnv } from './environment.js';

/** How Microsoft Graph is asked, as it is configured: a GraphEnv. */
export const GRAPH_ENV = Symbol('GraphEnv');
/** Every app's way into its tenant: a list of Access. */
export const ACCESSES = Symbol('accesses');

/** The ways to Microsoft Graph. */
@Module({
  providers: [
    fromEnvironment(GRAPH_ENV, GraphEnv, (env) => env),
    {
      provide: ACCESSES,
      inject: [GRAPH_ENV, Clock],
      useFactory: (env: GraphEnv, clock: Clock) => accessesOf(env, () => clock.now()),
    },
  ],
  exports: [GRAPH_ENV, ACCESSES],
})
export class GraphModule {}
