import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf } from '../testing/api.js';
import { SampleModule, SampleService } from '../testing/sample-service.js';
import { testService } from '../testing/service.js';
import type { Actor } from './actor.js';

let provider: ChildProcess;
let issuer: string;

beforeAll(async () => {
  provider = fork(fileURLToPath(new URL('./foreign-issuer.child.mjs', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
  });
  [{ issuer }] = (await once(provider, 'message')) as [{ issuer: string }];
});
afterAll(async () => {
  provider.disconnect();
  await once(provider, 'exit');
});

async function tokenOf(client: string, { scope = '', resource = 'urn:takwin' } = {}): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:secret`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource, ...(scope && { scope }) }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** What a service with these settings answers to a token of the provider, and as whom it ran what was asked. */
async function asked(token: string, settings: NodeJS.ProcessEnv = {}): Promise<[status: number, by?: Actor]> {
  const service = await testService(SampleModule, { env: { OIDC_ISSUER: issuer, ...settings } });
  try {
    const { status } = await apiOf(service.url, token).get('/v1/orders');
    return [status, service.get(SampleService).ran[0]?.actor];
  } finally {
    await service.close();
  }
}

describe('a token of a provider that others wrote, known by its address alone', () => {
  const ENTRA = {
    OIDC_CLAIMS: 'subject=oid role=roles scope=scp,roles academies=extension_academies groups=',
    OIDC_ROLES: 'Takwin.Manager=academy-manager Takwin.Machine=integrator',
  };

  it('speaks for a machine client within the scopes that it was granted', async () => {
    expect(await asked(await tokenOf('plain', { scope: 'FindOrders' }))).toEqual([
      200,
      expect.objectContaining({ subject: 'plain', role: 'integrator', scopes: ['FindOrders'] }),
    ]);
    expect(await asked(await tokenOf('plain', { scope: 'PlaceOrder' }))).toEqual([403, undefined]);
    expect(await asked(await tokenOf('plain'))).toEqual([403, undefined]);
  });

  it('says in the claims of Entra ID who it is, what for, and where', async () => {
    expect(await asked(await tokenOf('entra'), ENTRA)).toEqual([
      200,
      expect.objectContaining({
        subject: '7d1f5c62-0f4e-4b55-9a49-3a8c6d0c1f11',
        role: 'academy-manager',
        scope: 'academy',
        academies: ['8f14e45f-ceea-467f-a8f4-3f1d2c5b7a90'],
        groups: [],
      }),
    ]);
    expect(await asked(await tokenOf('entra-machine'), ENTRA)).toEqual([
      200,
      expect.objectContaining({ role: 'integrator', scopes: ['Takwin.Machine', 'FindOrders'] }),
    ]);
  });

  it('says in the claims of Keycloak what for, by a path, and where, by a name with dots', async () => {
    const OIDC_CLAIMS = 'role=realm_access.roles regions=https://takwin.ofppt.ma/regions';
    const token = await tokenOf('keycloak');
    expect(await asked(token, { OIDC_CLAIMS, OIDC_ROLES: 'directeur-regional=academy-manager' })).toEqual([
      200,
      expect.objectContaining({ role: 'academy-manager', regions: ['MA-06'] }),
    ]);
    expect(await asked(token, { OIDC_CLAIMS, OIDC_ROLES: 'directeur=academy-manager' })).toEqual([403, undefined]);
  });

  it('may nothing by roles of its own names, which are somebody else’s', async () => {
    expect(await asked(await tokenOf('entra'))).toEqual([403, undefined]);
    expect(await asked(await tokenOf('stranger'))).toEqual([403, undefined]);
  });

  it('is not for us where it was asked for another audience, or is good for longer than may be', async () => {
    const settings = { OIDC_CLAIMS: 'role=role' };
    expect(await asked(await tokenOf('plain', { scope: 'FindOrders', resource: 'urn:elsewhere' }), settings)).toEqual([
      401,
      undefined,
    ]);
    expect(await asked(await tokenOf('plain', { scope: 'FindOrders' }), { OIDC_TOKEN_HOURS: '0.1' })).toEqual([
      401,
      undefined,
    ]);
    expect(
      await asked(await tokenOf('plain', { scope: 'FindOrders', resource: 'urn:service' }), {
        OIDC_AUDIENCE: 'api://x service',
      }),
    ).toEqual([200, expect.objectContaining({ subject: 'plain' })]);
  });
});
