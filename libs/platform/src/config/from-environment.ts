import type { FactoryProvider, InjectionToken } from '@nestjs/common';
import type { z } from 'zod';
import { readEnv } from './env.js';

/** The variables that the service was given, by which a module provides what is made of its own part of them. */
export const ENVIRONMENT = Symbol('environment');

/** Provides what is made of a part of the environment; a service whose part is missing or wrong does not start. */
export const fromEnvironment = <T, S extends z.ZodObject>(
  provide: InjectionToken<T>,
  schema: S,
  make: (env: z.output<S>) => T | Promise<T>,
): FactoryProvider => ({
  provide,
  inject: [ENVIRONMENT],
  useFactory: (source: NodeJS.ProcessEnv) => make(readEnv(schema, source)),
});
