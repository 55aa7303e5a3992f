import type { InjectionToken, Type } from '@nestjs/common';
import { logOf } from '../telemetry/log.js';
import { ServiceMetrics } from '../telemetry/metrics.js';
import { UNTRACED } from '../telemetry/trace.js';
import { DEPENDENCIES } from '../http/health.js';
import type { Running } from '../http/service.js';
import { Closing } from '../runner/closing.js';
import { PlatformModule } from '../runner/platform.module.js';
import { createService, listen, type ServiceModule } from '../runner/service.js';

type Stage = {
  /** What the module reads of its environment, and whose tokens are believed. */
  env: NodeJS.ProcessEnv;
  /** What takes the place of what the platform would open: databases and queues, by the class that asks for them. */
  given?: readonly (readonly [InjectionToken, unknown])[];
};

/** A service under test; `get` hands out what its modules provide. */
export type TestService = Running & { get<T>(provided: Type<T>): T };

/** Starts a module on what a test gives, which outlives it. It publishes nothing and follows nobody: the test does that itself. */
export async function testService(module: ServiceModule, { env, given = [] }: Stage): Promise<TestService> {
  const closing = new Closing();
  const name = 'service under test';
  const platform = PlatformModule.on(
    { source: env, log: logOf(name, 'silent'), metrics: new ServiceMetrics(name), tracer: UNTRACED },
    [[DEPENDENCIES, []] as const, ...given].map(([provide, useValue]) => ({ provide, useValue })),
  );
  const app = await createService(platform, module, closing);
  return {
    name,
    url: await listen(app),
    close: () => closing.run(),
    get: (provided) => app.get(provided, { strict: false }),
  };
}
