import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@takwin/platform/config';
import { app } from './app.js';
import { name, tokenOf } from './testing/started.js';

describe('the app', () => {
  it('starts all simulators on one port, by the environment, and stops', async () => {
    const home = await mkdtemp(join(tmpdir(), 'takwin-simulators-'));
    const running = await app.start({ TAKWIN_HOME: home, SIM_SETTINGS: '{"speed":50,"faults":{"lost":0}}' });
    expect(running).toMatchObject({ name: 'simulators', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    for (const path of ['/health/live', '/health/ready', '/issuer/jwks'])
      expect((await fetch(running.url + path)).status).toBe(200);
    const settings = await fetch(`${running.url}/_simulator/settings`).then((response) => response.json());
    expect(settings).toMatchObject({ speed: 50, limits: { tenantWrites: { tokens: 18_000, seconds: 300 } } });
    const token = await tokenOf(running.url);
    const response = await fetch(`${running.url}/graph/v1.0/users/${name(1)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(404);
    await running.close();
    await expect(fetch(`${running.url}/health/live`)).rejects.toThrow();
    await rm(home, { recursive: true });
  });

  it.each([
    [{ PORT: 'many' }, /^PORT: /],
    [{ SIM_SETTINGS: '{' }, /^SIM_SETTINGS: is no JSON$/],
    [{ SIM_SETTINGS: '{"faults":{"lost":2}}' }, /^SIM_SETTINGS\.faults\.lost: /],
    [{ SIM_SETTINGS: '{"sped":2}' }, /^SIM_SETTINGS: .*sped/],
    [{ SIM_TENANTS: '[]' }, /^SIM_TENANTS: /],
    [{ SIM_TENANTS: '[{"id":"x","apps":[]}]' }, /SIM_TENANTS\.0\.id: /],
  ])('refuses %j by name', async (env, why) => {
    const refused = await app.start(env).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigError);
    expect((refused as Error).message).toMatch(why);
  });
});
