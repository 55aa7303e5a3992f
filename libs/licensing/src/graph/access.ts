import { cloudOf, tenantsOf, type GraphEnv, type GraphTenant } from './environment.js';
import { GraphClient } from './graph-client.js';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** One app's way into one tenant. `others`: regions whose people have their accounts in another tenant. */
export type Access = {
  graph: GraphClient;
  tenant: GraphTenant;
  others: readonly string[];
  /** Graph's /v1.0, as members are named in its bodies. */
  root: string;
};

/** Every app's way into its tenant, as configured; refuses (ConfigError) what is missing. */
export function accessesOf(env: GraphEnv, now: () => Date, fetch?: Fetch): Access[] {
  const tenants = tenantsOf(env);
  const cloud = cloudOf(env);
  const timeoutMs = env.GRAPH_TIMEOUT_SECONDS * 1_000;
  return tenants.flatMap((tenant) =>
    tenant.apps.map((app) => ({
      graph: new GraphClient({ cloud, tenant: tenant.id, app, now, timeoutMs, fetch }),
      tenant,
      others: tenants.flatMap((other) => (other === tenant ? [] : (other.regions ?? []))),
      root: cloud.graphUrl,
    })),
  );
}
