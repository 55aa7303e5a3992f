import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  GraphError,
  PageIterator,
} from '@microsoft/microsoft-graph-client';
import { FixedClock } from '@takwin/platform/clock';
import { Agent, fetch as fetchBy } from 'undici';
import { seedUsers } from '../admin/seed-users.js';
import { serverOf } from '../http/server.js';
import { Settings } from '../settings.js';
import { Simulation } from '../simulation.js';
import { DEVELOPMENT, Tenants } from '../tenants.js';
import { selfSigned } from '../testing/certificate.js';
import { assignment, name, STUDENT } from '../testing/started.js';

let simulation: Simulation;
let server: ReturnType<typeof serverOf>;
let origin: string;
let client: Client;
let dispatcher: Agent;
const before = globalThis.fetch;

// With TLS: the client gives its token, and takes a link for one, only where the URL begins with https.
beforeAll(async () => {
  const { certificate, privateKey } = selfSigned('127.0.0.1');
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  dispatcher = new Agent({ connect: { ca: certificate, checkServerIdentity: () => undefined } });
  globalThis.fetch = ((url: string, init: object) => fetchBy(url, { ...init, dispatcher })) as never;
  const clock = new FixedClock('2026-11-24T08:00:00Z');
  simulation = await Simulation.open({ tenants: Tenants.parse(undefined), settings: Settings.parse({}), clock });
  seedUsers(simulation.ledger, { count: 250, usageLocation: 'MA' }, clock.now());
  server = serverOf(simulation, { key, cert: certificate });
  origin = await server.listen({ host: '127.0.0.1', port: 0 });
  const [tenant] = simulation.tenants;
  const app = tenant!.apps.find(({ clientId }) => clientId === DEVELOPMENT.clientId)!;
  const token = await simulation.tokens.issue(tenant!, app, 3_600);
  client = Client.init({
    baseUrl: `${origin}/graph/`,
    customHosts: new Set(['127.0.0.1']),
    authProvider: (done) => done(null, token),
  });
});
afterAll(async () => {
  await server.close();
  simulation.close();
  await dispatcher.close();
  globalThis.fetch = before;
});

describe('Microsoft’s own client', () => {
  it('reads all users, page by page', async () => {
    const names: string[] = [];
    const first = await client.api('/users').select('id,userPrincipalName').top(100).get();
    const pages = new PageIterator(client, first, (user) => {
      names.push(user.userPrincipalName);
      return true;
    });
    await pages.iterate();
    expect([names.length, new Set(names).size, names[0]]).toEqual([250, 250, name(1)]);
  });

  it('reads the products that the tenant has', async () => {
    const { value } = await client.api('/subscribedSkus').get();
    expect(value).toContainEqual(
      expect.objectContaining({ skuId: STUDENT, prepaidUnits: expect.objectContaining({ enabled: 550_000 }) }),
    );
  });

  it('assigns in a batch, and reads what became of each', async () => {
    const steps = [1, 2, 999].map((n) => ({ id: String(n), request: assigning(name(n)) }));
    const content = await new BatchRequestContent(steps).getContent();
    const answers = new BatchResponseContent(await client.api('/$batch').post(content));
    const statuses = [1, 2, 999].map((n) => answers.getResponseById(String(n)).status);
    expect(statuses).toEqual([200, 200, 404]);
  });

  it('follows a delta query, and works with groups', async () => {
    const delta = await client.api('/users/delta').select('id,assignedLicenses').get();
    expect(delta['@odata.nextLink'] ?? delta['@odata.deltaLink']).toMatch(/\/users\/delta\?/);
    const group = await client
      .api('/groups')
      .post({ displayName: 'G', mailNickname: 'g', mailEnabled: false, securityEnabled: true });
    const { id } = await client
      .api(`/users/${name(3)}`)
      .select('id')
      .get();
    await client.api(`/groups/${group.id}/members/$ref`).post({ '@odata.id': `${origin}/directoryObjects/${id}` });
    expect((await client.api(`/groups/${group.id}/members`).get()).value).toMatchObject([{ id }]);
  });

  it('is told errors in its own form, with the id that support asks for', async () => {
    const error = await client
      .api('/users/nobody@takwin.test')
      .get()
      .catch((failed: unknown) => failed);
    expect(error).toBeInstanceOf(GraphError);
    expect(error).toMatchObject({ statusCode: 404, code: 'Request_ResourceNotFound', requestId: expect.any(String) });
  });
});

// The batch takes what stands behind the host in the URL.
const assigning = (user: string): Request =>
  new Request(`https://graph.microsoft.com/users/${user}/assignLicense`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(assignment([STUDENT])),
  });
