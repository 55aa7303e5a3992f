import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessesOf, GraphEnv, smoke } from '@takwin/licensing';
import { ConfigError, readEnv } from '@takwin/platform/config';
import { apiOf } from '@takwin/platform/testing';
import { app as simulators } from '@takwin/simulators/app';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import { selfSigned } from '@takwin/simulators/testing/certificate';

const TENANT = DEVELOPMENT.tenantId;
const [CERTIFIED, MUTE, OUTDATED] = [1, 2, 3].map((n) => `c0a8b1d4-6d55-4c1b-8f1e-2f9be1f6a10${n}`) as [
  string,
  string,
  string,
];
const { certificate, privateKey } = selfSigned('takwin');
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const other = selfSigned('other');

let simulator: Awaited<ReturnType<typeof simulators.start>>;
let cloud: ReturnType<typeof apiOf>;

beforeAll(async () => {
  const apps = [
    { clientId: DEVELOPMENT.clientId, secret: 'right' },
    { clientId: CERTIFIED, certificate },
    { clientId: MUTE, secret: 'right', roles: [] },
    { clientId: OUTDATED, secret: 'right', secretExpiresAt: '2026-01-01T00:00:00Z' },
  ];
  simulator = await simulators.start({ SIM_TENANTS: JSON.stringify([{ id: TENANT, apps }]) });
  cloud = apiOf(simulator.url);
});
afterAll(() => simulator?.close());

const envOf = (about: Record<string, string>): GraphEnv =>
  readEnv(GraphEnv, {
    GRAPH_URL: `${simulator.url}/graph/v1.0`,
    ENTRA_URL: `${simulator.url}/entra`,
    GRAPH_TENANT: TENANT,
    GRAPH_CLIENT_ID: DEVELOPMENT.clientId,
    GRAPH_DOMAIN: 'takwin.test',
    ...about,
  });
const accessBy = (about: Record<string, string>, now = () => new Date()) => accessesOf(envOf(about), now)[0]!;
const skus = [{ method: 'GET' as const, url: '/subscribedSkus' }];
const refusal = (about: Record<string, string>, now?: () => Date) =>
  accessBy(about, now)
    .graph.send(skus)
    .then(
      ([answer]) => `answered ${answer!.status}`,
      (error: { reason?: string }) => error.reason,
    );

describe('the way into a tenant', () => {
  it('is by secret, or by certificate', async () => {
    const bySecret = await accessBy({ GRAPH_CLIENT_SECRET: 'right' }).graph.send(skus);
    expect(bySecret).toMatchObject([{ status: 200, requestId: expect.any(String) }]);
    const pair = { GRAPH_CLIENT_ID: CERTIFIED, GRAPH_CLIENT_CERTIFICATE: certificate, GRAPH_CLIENT_KEY: key };
    expect((await accessBy(pair).graph.send(skus))[0]!.status).toBe(200);
  });

  it('is refused by name: wrong secret, expired one, unknown app or tenant, wrong certificate, wrong clock', async () => {
    const secret = { GRAPH_CLIENT_SECRET: 'right' };
    expect(await refusal({ GRAPH_CLIENT_SECRET: 'guess' })).toBe('GRAPH_SECRET_WRONG');
    expect(await refusal({ ...secret, GRAPH_CLIENT_ID: OUTDATED })).toBe('GRAPH_SECRET_EXPIRED');
    expect(await refusal({ ...secret, GRAPH_CLIENT_ID: crypto.randomUUID() })).toBe('GRAPH_APP_UNKNOWN');
    expect(await refusal({ ...secret, GRAPH_TENANT: crypto.randomUUID() })).toBe('GRAPH_TENANT_UNKNOWN');
    const pair = { GRAPH_CLIENT_ID: CERTIFIED, GRAPH_CLIENT_CERTIFICATE: certificate, GRAPH_CLIENT_KEY: key };
    const otherKey = other.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    expect(await refusal({ ...pair, GRAPH_CLIENT_KEY: otherKey })).toBe('GRAPH_CERTIFICATE_WRONG');
    const anHourAgo = (): Date => new Date(Date.now() - 3_600_000);
    expect(await refusal(pair, anHourAgo)).toBe('CLOCK_IS_WRONG');
  });

  it('is refused by name where no token is given for another reason, or the one that was given', async () => {
    let [codes, status] = [[7000216], 401];
    const microsoft = createServer((request, response) => {
      if (!request.url!.startsWith('/entra')) return void response.writeHead(401).end('{}');
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ error_codes: codes, access_token: 'given', token_type: 'Bearer', expires_in: 3_599 }),
      );
    });
    await new Promise<void>((listening) => microsoft.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(microsoft.address() as AddressInfo).port}`;
    const about = { GRAPH_CLIENT_SECRET: 'right', ENTRA_URL: `${url}/entra`, GRAPH_URL: `${url}/graph/v1.0` };
    expect(await refusal(about)).toBe('GRAPH_SECRET_MISSING');
    codes = [1];
    expect(await refusal(about)).toBe('GRAPH_NO_TOKEN');
    status = 200;
    expect(await refusal(about)).toBe('GRAPH_TOKEN_REFUSED');
    await new Promise((closed) => microsoft.close(closed));
  });

  it('leads into Microsoft’s clouds unless another place is named', () => {
    const china = readEnv(GraphEnv, {
      GRAPH_CLOUD: 'china',
      GRAPH_TENANT: TENANT,
      GRAPH_CLIENT_ID: CERTIFIED,
      GRAPH_CLIENT_SECRET: 's',
      GRAPH_DOMAIN: 'takwin.test',
    });
    expect(accessesOf(china, () => new Date())[0]!.root).toBe('https://microsoftgraph.chinacloudapi.cn/v1.0');
  });

  it('is not begun without what it needs, and is several where several are named', () => {
    expect(() => accessBy({})).toThrow(ConfigError);
    const tenants = [
      { id: TENANT, domain: 'a.test', apps: [1, 2].map(() => ({ clientId: CERTIFIED, secret: 's' })) },
      { id: CERTIFIED, domain: 'b.test', regions: ['MA-06'], apps: [{ clientId: MUTE, secret: 's' }] },
    ];
    const accesses = accessesOf(envOf({ GRAPH_TENANTS: JSON.stringify(tenants) }), () => new Date());
    expect(accesses.map(({ tenant, others }) => [tenant.domain, others])).toEqual([
      ['a.test', ['MA-06']],
      ['a.test', ['MA-06']],
      ['b.test', []],
    ]);
    expect(() => envOf({ GRAPH_TENANTS: '[{' })).toThrow(/GRAPH_TENANTS: is no JSON/);
  });
});

describe('the smoke command', () => {
  it('finds everything as expected, and writes nothing', async () => {
    const before = (await cloud.get('/_simulator/summary')).body;
    const findings = await smoke(accessBy({ GRAPH_CLIENT_SECRET: 'right' }));
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings).toHaveLength(7);
    expect((await cloud.get('/_simulator/summary')).body.effects).toBe(before.effects);
  });

  it('tells what a tenant without consent refuses', async () => {
    const findings = await smoke(accessBy({ GRAPH_CLIENT_SECRET: 'right', GRAPH_CLIENT_ID: MUTE }));
    expect(findings[0]).toMatchObject({ ok: false, told: expect.stringContaining('AUTHORIZATION_REQUESTDENIED') });
  });
});
