import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { name, started } from '../testing/started.js';

const GUID = /^[0-9a-f-]{36}$/;
const newUser = (local: string, more: object = {}) => ({
  accountEnabled: true,
  displayName: 'Stagiaire Un',
  mailNickname: local,
  userPrincipalName: `${local}@takwin.test`,
  usageLocation: 'MA',
  passwordProfile: { forceChangePasswordNextSignIn: true, password: 'a first secret' },
  ...more,
});

let sim: Awaited<ReturnType<typeof started>>;
beforeAll(async () => {
  sim = await started();
});
afterAll(() => sim.close());
beforeEach(() => sim.admin('POST', '/reset'));

describe('users', () => {
  it('are created with the default set of properties, and found by id and by principal name in any case', async () => {
    const created = await sim.graph('POST', '/users', { body: newUser('s1') });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`${sim.url}/graph/v1.0/users/${created.body.id}`);
    expect(Object.keys(created.body).sort()).toEqual(
      '@odata.context businessPhones displayName givenName id jobTitle mail mobilePhone officeLocation preferredLanguage surname userPrincipalName'.split(
        ' ',
      ),
    );
    expect(created.body.id).toMatch(GUID);
    for (const key of [created.body.id, created.body.id.toUpperCase(), 's1@takwin.test', 'S1@TAKWIN.test'])
      expect((await sim.graph('GET', `/users/${key}`)).body).toMatchObject({
        id: created.body.id,
        displayName: 'Stagiaire Un',
      });
  });

  it.each(['accountEnabled', 'displayName', 'mailNickname', 'passwordProfile', 'userPrincipalName'])(
    'are not created without %s',
    async (missing) => {
      const { status, body } = await sim.graph('POST', '/users', { body: { ...newUser('s1'), [missing]: undefined } });
      expect(status).toBe(400);
      expect(body.error).toMatchObject({
        code: 'Request_BadRequest',
        message: `A value is required for property '${missing}' of resource 'User'.`,
      });
    },
  );

  it('keep a principal name to themselves: a second one is a 400 with ObjectConflict', async () => {
    await sim.graph('POST', '/users', { body: newUser('s1') });
    const { status, body } = await sim.graph('POST', '/users', {
      body: newUser('other', { userPrincipalName: 'S1@takwin.test' }),
    });
    expect(status).toBe(400);
    expect(body.error.code).toBe('Request_BadRequest');
    expect(body.error.details).toEqual([
      {
        code: 'ObjectConflict',
        message: 'Another object with the same value for property userPrincipalName already exists.',
        target: 'userPrincipalName',
      },
    ]);
    expect((await sim.admin('GET', '/summary')).body.tenants[0].users).toBe(1);
  });

  it('are refused in a domain that the tenant has not verified, with a bad value, and with an unknown property', async () => {
    const codes = async (more: object) => {
      const { status, body } = await sim.graph('POST', '/users', { body: newUser('s1', more) });
      return [status, body.error.code];
    };
    expect(await codes({ userPrincipalName: 's1@elsewhere.test' })).toEqual([400, 'Request_BadRequest']);
    expect(await codes({ usageLocation: 'Maroc' })).toEqual([400, 'Request_BadRequest']);
    expect(await codes({ shoeSize: 43 })).toEqual([400, 'Request_BadRequest']);
    expect(await codes({ accountEnabled: 'yes' })).toEqual([400, 'Request_BadRequest']);
  });

  it('are changed with 204, and keep what was not named', async () => {
    await sim.graph('POST', '/users', { body: newUser('s1', { usageLocation: undefined }) });
    const changed = await sim.graph('PATCH', '/users/s1@takwin.test', {
      body: { usageLocation: 'ma', department: 'DEV101' },
    });
    expect(changed).toMatchObject({ status: 204, body: undefined });
    const { body } = await sim.graph('GET', '/users/s1@takwin.test?$select=usageLocation,department,displayName');
    expect(body).toMatchObject({ usageLocation: 'MA', department: 'DEV101', displayName: 'Stagiaire Un' });
    expect((await sim.graph('PATCH', '/users/s1@takwin.test', { body: { usageLocation: null } })).status).toBe(400);
    expect((await sim.graph('PATCH', '/users/nobody@takwin.test', { body: {} })).status).toBe(404);
  });

  it('can be renamed, but not to a name that is taken', async () => {
    await sim.seeded(2);
    const rename = (to: string) => sim.graph('PATCH', `/users/${name(1)}`, { body: { userPrincipalName: to } });
    expect((await rename(name(2))).body.error.details[0].code).toBe('ObjectConflict');
    expect((await rename('renamed@takwin.test')).status).toBe(204);
    expect((await sim.graph('GET', `/users/${name(1)}`)).status).toBe(404);
    const { body } = await sim.graph('GET', '/users/renamed@takwin.test?$select=mailNickname,userPrincipalName');
    expect(body).toMatchObject({ mailNickname: 'stagiaire0000001', userPrincipalName: 'renamed@takwin.test' });
  });

  it('are gone after a delete, and their name is free again', async () => {
    await sim.seeded(1);
    expect((await sim.graph('DELETE', `/users/${name(1)}`)).status).toBe(204);
    const gone = await sim.graph('GET', `/users/${name(1)}`);
    expect(gone.status).toBe(404);
    expect(gone.body.error).toMatchObject({
      code: 'Request_ResourceNotFound',
      message: `Resource '${name(1)}' does not exist or one of its queried reference-property objects are not present.`,
    });
    expect((await sim.graph('DELETE', `/users/${name(1)}`)).status).toBe(404);
    expect((await sim.graph('POST', '/users', { body: newUser('stagiaire0000001') })).status).toBe(201);
  });

  it('stop at the quota of the directory', async () => {
    const small = await started({
      tenants: [
        {
          id: '5d3c9f5e-0f3a-4b52-9d0e-7a1c52a6f001',
          objectQuota: 1,
          apps: [{ clientId: 'c0a8b1d4-6d55-4c1b-8f1e-2f9be1f6a001', secret: 'development-only' }],
        },
      ],
    });
    expect((await small.graph('POST', '/users', { body: newUser('s1') })).status).toBe(201);
    const { status, body } = await small.graph('POST', '/users', { body: newUser('s2') });
    expect([status, body.error.code]).toEqual([403, 'Directory_QuotaExceeded']);
    await small.close();
  });
});

describe('$select', () => {
  it('answers what it names, and licences only when asked', async () => {
    await sim.seeded(1);
    const { body } = await sim.graph(
      'GET',
      `/users/${name(1)}?$select=id,AssignedLicenses,licenseAssignmentStates,usageLocation`,
    );
    expect(body).toMatchObject({ assignedLicenses: [], licenseAssignmentStates: [], usageLocation: 'MA' });
    expect(Object.keys(body)).toHaveLength(5);
    expect((await sim.graph('GET', `/users/${name(1)}`)).body).not.toHaveProperty('assignedLicenses');
  });

  it('refuses a property that users do not have', async () => {
    await sim.seeded(1);
    const { status, body } = await sim.graph('GET', `/users/${name(1)}?$select=id,shoeSize`);
    expect(status).toBe(400);
    expect(body.error.code).toBe('BadRequest');
    expect(body.error.message).toContain("Could not find a property named 'shoeSize' on type 'microsoft.graph.user'");
  });
});

describe('a list of users', () => {
  it('comes in pages of 100 by default, of $top up to 999, and ends', async () => {
    await sim.seeded(250);
    const pages: string[][] = [];
    let next: string | undefined = `${sim.url}/graph/v1.0/users?$select=userPrincipalName`;
    while (next) {
      const { body } = await sim.graph('GET', next.slice(`${sim.url}/graph/v1.0`.length));
      pages.push(body.value.map((user: { userPrincipalName: string }) => user.userPrincipalName));
      next = body['@odata.nextLink'];
    }
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(new Set(pages.flat()).size).toBe(250);
    expect((await sim.graph('GET', '/users?$top=250')).body).not.toHaveProperty('@odata.nextLink');
  });

  it.each(['0', '1000', 'many'])('refuses a page of %s', async (top) => {
    const { status, body } = await sim.graph('GET', `/users?$top=${top}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'Request_UnsupportedQuery',
      message: `Invalid page size specified: '${top}'. Must be between 1 and 999 inclusive.`,
    });
  });

  it('is filtered by principal name: eq, in, or; by start, by account, by licence', async () => {
    await sim.seeded(30);
    await sim.admin('POST', '/users', {
      users: [{ userPrincipalName: 'off@takwin.test', accountEnabled: false, displayName: "L'Off" }],
    });
    const found = async (filter: string) => {
      const { status, body } = await sim.graph(
        'GET',
        `/users?$filter=${encodeURIComponent(filter)}&$select=userPrincipalName`,
      );
      return status === 200
        ? body.value.map((user: { userPrincipalName: string }) => user.userPrincipalName)
        : body.error;
    };
    expect(await found(`userPrincipalName eq '${name(3).toUpperCase()}'`)).toEqual([name(3)]);
    expect(await found(`userPrincipalName in ('${name(9)}', '${name(2)}','nobody@takwin.test')`)).toEqual([
      name(2),
      name(9),
    ]);
    expect(await found(`userPrincipalName eq '${name(1)}' or userPrincipalName eq '${name(4)}'`)).toEqual([
      name(1),
      name(4),
    ]);
    expect(await found(`startswith(userPrincipalName,'STAGIAIRE000001')`)).toHaveLength(10);
    expect(await found(`accountEnabled eq false`)).toEqual(['off@takwin.test']);
    expect(await found(`displayName eq 'L''Off' and (accountEnabled eq true or accountEnabled eq false)`)).toHaveLength(
      1,
    );
    await sim.assign(name(5), ['314c4481-f395-4525-be8b-2ec4bb1e9d91']);
    expect(await found(`assignedLicenses/any(x:x/skuId eq 314c4481-f395-4525-be8b-2ec4bb1e9d91)`)).toEqual([name(5)]);
    expect(await found(`userPrincipalName ne 'x'`)).toMatchObject({ code: 'Request_UnsupportedQuery' });
    for (const broken of [
      `userPrincipalName eq`,
      `userPrincipalName eq 'a' 'b'`,
      `(id eq 'a'`,
      `shoeSize eq 'a'`,
      `id in ()`,
      `;`,
    ])
      expect(await found(broken)).toMatchObject({ code: 'BadRequest' });
  });

  it('takes at most 15 alternatives in a filter, unless the query is an advanced one', async () => {
    await sim.seeded(20);
    const filter = (count: number) =>
      encodeURIComponent(
        `userPrincipalName in (${Array.from({ length: count }, (_, n) => `'${name(n + 1)}'`).join(',')})`,
      );
    expect((await sim.graph('GET', `/users?$filter=${filter(15)}`)).body.value).toHaveLength(15);
    const { status, body } = await sim.graph('GET', `/users?$filter=${filter(16)}`);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(/containing 'OR' operators: 16\. Max allowed: 15\./);
    const advanced = await sim.graph('GET', `/users?$filter=${filter(16)}&$count=true`, {
      headers: { ConsistencyLevel: 'eventual' },
    });
    expect(advanced.body).toMatchObject({ '@odata.count': 16 });
  });

  it('keeps its filter from page to page', async () => {
    await sim.seeded(30);
    const filter = encodeURIComponent(`startswith(userPrincipalName,'stagiaire000002')`);
    const first = await sim.graph('GET', `/users?$filter=${filter}&$top=6`);
    const second = await sim.graph('GET', first.body['@odata.nextLink'].slice(`${sim.url}/graph/v1.0`.length));
    expect([first, second].map(({ body }) => body.value.length)).toEqual([6, 4]);
  });

  it('counts only with ConsistencyLevel eventual: $count=true is ignored without, /$count refused', async () => {
    await sim.seeded(3);
    expect((await sim.graph('GET', '/users?$count=true')).body).not.toHaveProperty('@odata.count');
    expect((await sim.graph('GET', '/users/$count')).body.error.message).toBe('$count is not currently supported.');
    expect((await sim.graph('GET', '/users/$count', { headers: { ConsistencyLevel: 'eventual' } })).body).toBe(3);
  });
});

describe('a request', () => {
  it('carries its ids and its resource units, and the refusal repeats them', async () => {
    const { headers, body } = await sim.graph('GET', '/users/nobody', { headers: { 'client-request-id': 'mine' } });
    expect(headers.get('client-request-id')).toBe('mine');
    expect(headers.get('x-ms-resource-unit')).toBe('1');
    expect(body.error.innerError).toEqual({
      date: '2026-11-24T08:00:00',
      'request-id': headers.get('request-id'),
      'client-request-id': 'mine',
    });
  });

  it('is refused where there is no such resource, no such method, or no JSON', async () => {
    expect((await sim.graph('GET', '/teams')).body.error.code).toBe('BadRequest');
    expect((await sim.graph('DELETE', '/subscribedSkus')).status).toBe(405);
    const { status, body } = await sim.graph('POST', '/users', { body: '{"displayName":' });
    expect([status, body.error.code]).toEqual([400, 'BadRequest']);
    expect((await sim.graph('POST', '/users', { body: '[]' })).status).toBe(400);
    expect((await sim.graph('GET', '/users/%E0%A4%A')).status).toBe(400);
    expect((await sim.graph('POST', '/users', { body: 'x'.repeat(5 * 1024 * 1024) })).status).toBe(413);
  });
});
