import { ConfigError } from '@takwin/platform/config';
import { z } from 'zod';
import type { Limits } from '../pacing/budget.js';

/** Microsoft's clouds (Microsoft Graph, national cloud deployments): where Graph and Entra ID answer. */
const CLOUDS = {
  global: { graph: 'https://graph.microsoft.com', entra: 'https://login.microsoftonline.com' },
  'us-government': { graph: 'https://graph.microsoft.us', entra: 'https://login.microsoftonline.us' },
  'us-defense': { graph: 'https://dod-graph.microsoft.us', entra: 'https://login.microsoftonline.us' },
  china: { graph: 'https://microsoftgraph.chinacloudapi.cn', entra: 'https://login.chinacloudapi.cn' },
} as const;

const url = z.url().transform((text) => text.replace(/\/$/, ''));
const Domain = z.string().regex(/^[a-z0-9.-]+$/);
const Pem = (what: string) => z.string().includes(`BEGIN ${what}`);

const App = z
  .strictObject({
    clientId: z.guid(),
    secret: z.string().min(1).optional(),
    certificate: Pem('CERTIFICATE').optional(),
    privateKey: Pem('PRIVATE KEY').optional(),
  })
  .refine(
    (app) => app.secret || (app.certificate && app.privateKey),
    'a secret, or a certificate with its private key',
  );

const Tenant = z.strictObject({
  id: z.guid(),
  /** The verified domain of the accounts: matricule@domain. */
  domain: Domain,
  /** Regions whose people have their accounts here; without, everyone has whom no other tenant names. */
  regions: z.array(z.string()).min(1).optional(),
  apps: z.array(App).min(1),
});
export type GraphApp = z.output<typeof App>;
export type GraphTenant = z.output<typeof Tenant>;

const json = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'is no JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** How Microsoft is reached: a real tenant, a national cloud or the simulator by these alone. */
export const GraphEnv = z.object({
  GRAPH_CLOUD: z.enum(Object.keys(CLOUDS) as [keyof typeof CLOUDS]).default('global'),
  /** Where Graph and Entra ID answer, if not in one of Microsoft's clouds. */
  GRAPH_URL: url.optional(),
  ENTRA_URL: url.optional(),
  GRAPH_SCOPE: z.string().optional(),
  /** Several tenants, or several apps of one: JSON, instead of the five below. */
  GRAPH_TENANTS: json(z.array(Tenant).min(1)).optional(),
  GRAPH_TENANT: z.guid().optional(),
  GRAPH_CLIENT_ID: z.guid().optional(),
  GRAPH_CLIENT_SECRET: z.string().min(1).optional(),
  GRAPH_CLIENT_CERTIFICATE: Pem('CERTIFICATE').optional(),
  GRAPH_CLIENT_KEY: Pem('PRIVATE KEY').optional(),
  GRAPH_DOMAIN: Domain.optional(),
  /** Writes that a tenant takes of one app in a window (Microsoft Graph throttling limits, identity and access). */
  GRAPH_WRITES: z.coerce.number().int().min(1).default(3_000),
  GRAPH_WINDOW_SECONDS: z.coerce.number().min(0.1).default(150),
  /** Writes that a tenant takes of all apps together. */
  GRAPH_TENANT_WRITES: z.coerce.number().int().min(1).default(18_000),
  GRAPH_TENANT_WINDOW_SECONDS: z.coerce.number().min(0.1).default(300),
  /** Resource units that a tenant of more than 500 users grants one app. */
  GRAPH_UNITS: z.coerce.number().int().min(1).default(8_000),
  GRAPH_UNITS_SECONDS: z.coerce.number().min(0.1).default(10),
  /** Writes that a PATCH of 20 members is counted as until Microsoft tells otherwise: published as 1, reported as 7. */
  GRAPH_PATCH_COST: z.coerce.number().min(1).max(20).default(1),
  /** Objects that a directory holds: 300,000 with a verified domain, more by Microsoft's consent (Entra service limits). */
  GRAPH_DIRECTORY_QUOTA: z.coerce.number().int().min(1).default(300_000),
  /** How often a directory is read and compared with our licences. */
  DIRECTORY_SYNC_HOURS: z.coerce.number().min(0.001).max(8_760).default(24),
  /** What is mended of drift by itself: adopt, reassign, with a comma between; nothing unless told. */
  DRIFT_MEND: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((one) => one !== ''))
    .pipe(z.array(z.enum(['adopt', 'reassign']))),
  GRAPH_TIMEOUT_SECONDS: z.coerce.number().min(0.1).max(120).default(20),
  /** How long what was written may not be readable yet. */
  GRAPH_CONSISTENCY_SECONDS: z.coerce.number().min(0).max(600).default(2),
  /** How long to wait before a look at whether a group's licences have reached its new members. */
  GRAPH_GROUP_LOOK_SECONDS: z.coerce.number().min(0.1).max(3_600).default(15),
  /**
   * How long a worker may hold a person before another one takes over. It sends in the first half: the second is for what was
   * sent to arrive (GRAPH_TIMEOUT_SECONDS) and to be seen (GRAPH_CONSISTENCY_SECONDS).
   */
  LEASE_SECONDS: z.coerce.number().min(0.5).max(600).default(45),
  /** Key (32 bytes, base64) from which the passwords of new accounts follow; without one nobody ever learns them. */
  INITIAL_SECRET_KEY: z.base64().optional(),
});
export type GraphEnv = z.output<typeof GraphEnv>;

/** Where a tenant's Graph and Entra ID are asked, and for which scope. */
export type Cloud = { graphUrl: string; entraUrl: string; scope: string };

/** The cloud that is named, or the addresses and the scope that are set instead. */
export function cloudOf({ GRAPH_CLOUD, GRAPH_URL, ENTRA_URL, GRAPH_SCOPE }: GraphEnv): Cloud {
  const { graph, entra } = CLOUDS[GRAPH_CLOUD];
  // A simulator has no resource of its own: its tokens are for the global cloud's Graph.
  return {
    graphUrl: GRAPH_URL ?? `${graph}/v1.0`,
    entraUrl: ENTRA_URL ?? entra,
    scope: GRAPH_SCOPE ?? `${graph}/.default`,
  };
}

/** The tenants, each with its apps; refuses (ConfigError) what is missing, by variable. */
export function tenantsOf(env: GraphEnv): GraphTenant[] {
  if (env.GRAPH_TENANTS) return env.GRAPH_TENANTS;
  const missing = (['GRAPH_TENANT', 'GRAPH_CLIENT_ID', 'GRAPH_DOMAIN'] as const).filter((name) => !env[name]);
  if (missing.length > 0) throw new ConfigError(missing.map((name) => `${name}: is missing`).join('\n'));
  const app = App.safeParse({
    clientId: env.GRAPH_CLIENT_ID,
    secret: env.GRAPH_CLIENT_SECRET,
    certificate: env.GRAPH_CLIENT_CERTIFICATE,
    privateKey: env.GRAPH_CLIENT_KEY,
  });
  if (!app.success)
    throw new ConfigError('GRAPH_CLIENT_SECRET: is missing, or GRAPH_CLIENT_CERTIFICATE with GRAPH_CLIENT_KEY');
  return [{ id: env.GRAPH_TENANT!, domain: env.GRAPH_DOMAIN!, apps: [app.data] }];
}

/** What Microsoft lets through, as far as it is configured. */
export const limitsOf = (env: GraphEnv): Limits => ({
  writes: { size: env.GRAPH_WRITES, windowMs: env.GRAPH_WINDOW_SECONDS * 1_000 },
  units: { size: env.GRAPH_UNITS, windowMs: env.GRAPH_UNITS_SECONDS * 1_000 },
  tenantWrites: { size: env.GRAPH_TENANT_WRITES, windowMs: env.GRAPH_TENANT_WINDOW_SECONDS * 1_000 },
  // The other half is for what was sent to arrive and to be seen, before another worker looks and sends the same.
  holdMs: (env.LEASE_SECONDS * 1_000) / 2,
  underWayMs: env.GRAPH_TIMEOUT_SECONDS * 1_000,
});
