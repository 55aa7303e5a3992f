import { z } from 'zod';
import { Settings } from './settings.js';
import { Tenants } from './tenants.js';

const json = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .optional()
    .transform((text, context): unknown => {
      try {
        return text === undefined ? undefined : JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'is no JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** What the simulators read from the environment. */
export const SimulatorsEnv = z.object({
  HOST: z.string().default('127.0.0.1'),
  /** 0 takes a free port. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Folder of the keys and of the log of effects; without one, all is in memory. */
  TAKWIN_HOME: z.string().min(1).optional(),
  /** JSON: some of the settings (settings.ts). */
  SIM_SETTINGS: json(Settings.prefault({})),
  /** JSON: the tenants with their domains, seats and apps (tenants.ts). */
  SIM_TENANTS: json(Tenants),
});
