import type { FastifyInstance } from 'fastify';
import type { Clock } from '@takwin/platform/clock';
import { fieldsOf, takesForms } from '../http/form.js';
import { originOf } from '../http/origin.js';
import type { Random } from '../random.js';
import type { Settings } from '../settings.js';
import type { AppRegistration, TenantConfig } from '../tenants.js';
import { type AccessTokens, GRAPH_RESOURCE } from './access-tokens.js';
import { verifyAssertion } from './assertion.js';
import {
  appNotFound,
  badScope,
  EntraRefusal,
  expiredSecret,
  missingParameter,
  noCredential,
  resourceNotFound,
  tenantNotFound,
  unsupportedGrant,
  wrongSecret,
} from './refusal.js';

const BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

type Entra = {
  tenants: readonly TenantConfig[];
  tokens: AccessTokens;
  clock: Clock;
  /** Read at every request, as they may change. */
  readonly settings: Settings;
  random: () => Random;
};

/** Microsoft Entra ID's v2.0 token endpoint for client credentials: secret or certificate (OAuth 2.0 client credentials flow). */
export function entraRoutes(http: FastifyInstance, entra: Entra): void {
  const { tenants, tokens, clock, random } = entra;
  takesForms(http);

  http.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof EntraRefusal)) return reply.send(error);
    return reply.code(error.status).send(error.body(clock.now()));
  });

  http.post<{ Params: { tenant: string } }>('/:tenant/oauth2/v2.0/token', async (request, reply) => {
    const tenant = tenantNamed(tenants, request.params.tenant);
    const form = formOf(request.body);
    const app = tenant.apps.find(({ clientId }) => clientId === form.client_id.toLowerCase());
    if (!app) throw appNotFound(form.client_id, tenant.displayName);
    const path = `${tenant.id}/oauth2/v2.0/token`;
    const audiences = [`https://login.microsoftonline.com/${path}`, `${originOf(request)}${http.prefix}/${path}`];
    await authenticate(app, form, audiences, clock.now());
    refuseScope(form.scope, tenant);
    const { min, max } = entra.settings.tokenSeconds;
    const expiresIn = random().between(min, max);
    reply.header('cache-control', 'no-store');
    const access_token = await tokens.issue(tenant, app, expiresIn);
    return { token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: expiresIn, access_token };
  });
}

function tenantNamed(tenants: readonly TenantConfig[], name: string): TenantConfig {
  const wanted = name.toLowerCase();
  const tenant = tenants.find(({ id, domains }) => id === wanted || domains.includes(wanted));
  if (!tenant) throw tenantNotFound(name);
  return tenant;
}

type Form = {
  client_id: string;
  scope: string;
  client_secret?: string;
  client_assertion?: string;
  client_assertion_type?: string;
};

function formOf(body: unknown): Form {
  const fields = fieldsOf(body) as Record<string, string | undefined>;
  for (const name of ['grant_type', 'client_id', 'scope']) if (!fields[name]) throw missingParameter(name);
  if (fields['grant_type'] !== 'client_credentials') throw unsupportedGrant(fields['grant_type']!);
  return fields as unknown as Form;
}

async function authenticate(app: AppRegistration, form: Form, audiences: readonly string[], at: Date): Promise<void> {
  if (form.client_assertion && form.client_assertion_type === BEARER)
    return verifyAssertion(form.client_assertion, app, audiences, at);
  if (!form.client_secret) throw noCredential();
  if (form.client_secret !== app.secret) throw wrongSecret(app.clientId);
  if (app.secretExpiresAt && at.getTime() >= Date.parse(app.secretExpiresAt)) throw expiredSecret(app.clientId);
}

function refuseScope(scope: string, { displayName }: TenantConfig): void {
  const [, resource] = /^(.+)\/\.default$/.exec(scope) ?? [];
  if (resource === undefined) throw badScope(scope);
  if (resource !== GRAPH_RESOURCE) throw resourceNotFound(resource, displayName);
}
