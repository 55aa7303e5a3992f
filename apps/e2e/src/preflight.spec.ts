import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@takwin/demo/client';
import { stableId } from '@takwin/platform/schema';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import { tokenOf } from '@takwin/simulators/testing/started';
import { licensingEnvironment, type LicensingEnvironment } from './testing/licensing-environment.js';

const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const NORTH = DEVELOPMENT.tenantId;
const SOUTH = '5d3c9f5e-0f3a-4b52-9d0e-7a1c52a6f002';
const APP = { clientId: DEVELOPMENT.clientId, secret: DEVELOPMENT.clientSecret };
const academyId = stableId('test', 'academy of two tenants');
const south = { region: 'MA-11', domain: 'south.test' };

let house: LicensingEnvironment;
let microsoft: Awaited<ReturnType<LicensingEnvironment['provisioner']>>;
let stop: () => void;

beforeAll(async () => {
  house = await licensingEnvironment({ approvalAbove: 20 });
  await house.academy(academyId, 'ordinary');
  const simulated = [
    { id: NORTH, apps: [APP], seats: { STANDARDWOFFPACK_STUDENT: 100 } },
    { id: SOUTH, apps: [APP], domains: ['south.test'], seats: { STANDARDWOFFPACK_STUDENT: 6 } },
  ];
  const tenants = [
    { id: NORTH, domain: DEVELOPMENT.domain, apps: [APP] },
    { id: SOUTH, domain: 'south.test', regions: ['MA-11'], apps: [APP] },
  ];
  microsoft = await house.provisioner({
    simulated: { SIM_TENANTS: JSON.stringify(simulated) },
    set: { SWEEP_SECONDS: '0.3', GRAPH_TENANTS: JSON.stringify(tenants), GRAPH_DIRECTORY_QUOTA: '30' },
  });
  stop = house.tick();
});
afterAll(async () => {
  stop?.();
  await house?.close();
  await microsoft?.close();
});

const people = (number: number, about: object = {}) => house.people(number, { academyId, ...about });
const accounts = (tenant: string, users: { upn: string }[]) =>
  microsoft.cloud.post('/_simulator/users', {
    tenant,
    users: users.map(({ upn }) => ({ userPrincipalName: upn, usageLocation: 'MA' })),
  });
const preflightOf = async (persons: { id: string }[], about: object = {}) => {
  const ids = persons.map(({ id }) => id);
  const command = { skuId: STUDENT, action: 'assign', persons: ids, preflight: true, ...about };
  const { body } = await house.admin.post('/v1/provisioning-runs', command);
  const run = await until(
    async () => (await house.admin.get(`/v1/provisioning-runs/${body.id}`)).body,
    ({ state }) => state === 'awaiting-approval',
    40,
    'the run to be checked',
  );
  await house.admin.post(`/v1/provisioning-runs/${body.id}/cancel`);
  return run.preflight;
};

describe('the preflight of a run over two tenants', () => {
  it('names the tenant that is short of seats, and the one whose directory would be too full', async () => {
    const [here, there, missing, others] = [
      await people(10),
      await people(4, south),
      await people(8, south),
      await people(20, south),
    ];
    await accounts(NORTH, here);
    await accounts(SOUTH, [...there, ...others]);
    // Who has it there already takes no other seat.
    await fetch(`${microsoft.url}/graph/v1.0/users/${there[0]!.upn}/assignLicense`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await tokenOf(microsoft.url, { tenant: SOUTH })}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ addLicenses: [{ skuId: STUDENT, disabledPlans: [] }], removeLicenses: [] }),
    });
    const preflight = await preflightOf([...here, ...there, ...missing]);
    // Together there are seats enough.
    expect(preflight.seats).toMatchObject({ needed: 22, freeInTenant: 105, short: 6 });
    expect(preflight.directory).toMatchObject({ objects: 34, quota: 60, after: 42, isExceeded: true });
    expect(preflight).toMatchObject({ persons: 22, missingAccounts: 8, withoutTenant: 0, writes: 30 });
    const byId = Object.fromEntries(preflight.tenants.map((tenant: { tenantId: string }) => [tenant.tenantId, tenant]));
    expect(byId[NORTH]).toMatchObject({
      domain: DEVELOPMENT.domain,
      persons: 10,
      seats: { needed: 10, free: 100, short: 0 },
      missingAccounts: 0,
      directory: { objects: 10, quota: 30, after: 10, isExceeded: false },
      writes: 10,
    });
    expect(byId[SOUTH]).toMatchObject({
      domain: 'south.test',
      persons: 12,
      seats: { needed: 11, free: 5, short: 6 },
      missingAccounts: 8,
      directory: { objects: 24, quota: 30, after: 32, isExceeded: true },
      writes: 20,
    });
  }, 60_000);

  it('finds nothing too full where only all directories together hold more than one may', async () => {
    const preflight = await preflightOf(await people(5));
    expect(preflight.directory).toMatchObject({ objects: 34, after: 39, isExceeded: false });
    expect(preflight.seats).toMatchObject({ short: 0 });
  }, 60_000);
});
