import { FixedClock } from '@takwin/platform/clock';
import { serverOf } from '../http/server.js';
import { patched, Settings } from '../settings.js';
import { Simulation } from '../simulation.js';
import { DEVELOPMENT, Tenants } from '../tenants.js';

type Given = { settings?: unknown; tenants?: unknown; home?: string };

export type Asked = { body?: unknown; headers?: Record<string, string>; token?: string };

export const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
export const FACULTY = '94763226-9b3c-4e75-a931-5c89701abe66';
export const A3_STUDENT = '98b6e773-24d4-4c0d-a968-6e787a1f8204';

/** The simulators on a free port, over real HTTP, with a clock that stands still and no more faults than are given. */
export async function started({ settings = {}, tenants, home }: Given = {}) {
  const clock = new FixedClock('2026-11-24T08:00:00Z');
  const simulation = await Simulation.open({
    tenants: Tenants.parse(tenants),
    settings: patched(Settings.parse({ retryAfter: { integer: 1, decimal: 0, absent: 0 } }), settings),
    clock,
    ...(home && { home }),
  });
  const http = serverOf(simulation);
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  const token = await tokenOf(url);

  const graph = async (method: string, path: string, { body, headers, token: own = token }: Asked = {}) => {
    const response = await fetch(`${url}/graph/v1.0${path}`, {
      method,
      headers: {
        ...(own && { authorization: `Bearer ${own}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await jsonOf(response) };
  };

  const admin = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/_simulator${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await jsonOf(response) };
  };

  return {
    url,
    clock,
    token,
    graph,
    admin,
    /** A user that exists, by name: stagiaire0000001@takwin.test. */
    seeded: (count: number, more: object = {}) => admin('POST', '/users', { count, usageLocation: 'MA', ...more }),
    assign: (user: string, skuIds: string[], asked: Asked = {}) =>
      graph('POST', `/users/${user}/assignLicense`, { ...asked, body: assignment(skuIds) }),
    async close() {
      await http.close();
      simulation.close();
    },
  };
}

export const name = (n: number): string => `stagiaire${String(n).padStart(7, '0')}@takwin.test`;

export const assignment = (add: string[], remove: string[] = []) => ({
  addLicenses: add.map((skuId) => ({ skuId, disabledPlans: [] })),
  removeLicenses: remove,
});

/** An access token for Graph, asked for with the app's secret. */
export async function tokenOf(
  url: string,
  app: { tenant?: string; clientId?: string; secret?: string } = {},
): Promise<string> {
  const { tenant = DEVELOPMENT.tenantId, clientId = DEVELOPMENT.clientId, secret = DEVELOPMENT.clientSecret } = app;
  const response = await fetch(`${url}/entra/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
  const answer = (await response.json()) as { access_token: string };
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer.access_token;
}

// Answers are looked into field by field, as their types are what the specs are about.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function jsonOf(response: Response): Promise<any> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}
