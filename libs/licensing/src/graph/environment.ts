import { z } from 'zod';

/** How Microsoft is reached: a real tenant, a national cloud or the simulator by these alone. */
export const GraphEnv = z.object({
  GRAPH_URL: z.url().transform((url) => url.replace(/\/$/, '')),
  ENTRA_URL: z.url().transform((url) => url.replace(/\/$/, '')),
  GRAPH_TENANT: z.guid(),
  GRAPH_CLIENT_ID: z.guid(),
  GRAPH_CLIENT_SECRET: z.string().min(1),
  /** The verified domain of the accounts: matricule@domain. */
  GRAPH_DOMAIN: z.string().regex(/^[a-z0-9.-]+$/),
  GRAPH_SCOPE: z.string().default('https://graph.microsoft.com/.default'),
  /** Writes that the tenant takes of this app in a window (Microsoft Graph throttling limits, identity and access). */
  GRAPH_WRITES: z.coerce.number().int().min(1).default(3000),
  GRAPH_WINDOW_SECONDS: z.coerce.number().min(0.1).default(150),
  GRAPH_TIMEOUT_SECONDS: z.coerce.number().min(0.1).max(120).default(20),
  /** How long a worker may hold a person before another one takes over. */
  LEASE_SECONDS: z.coerce.number().min(0.5).max(600).default(30),
});
export type GraphEnv = z.output<typeof GraphEnv>;
