import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEVELOPMENT } from '../tenants.js';
import { A3_STUDENT, assignment, FACULTY, name, started, STUDENT } from '../testing/started.js';

const YAMMER = '2078e8df-cff6-4290-98cb-5408261a760a';
const EXCHANGE_1 = '9aaf7827-d63c-4b61-89c3-182f06f82e5c';
const SHAREPOINT_1 = '0a4983bb-d3e5-4a09-95d8-b2d0127b3df5';

let sim: Awaited<ReturnType<typeof started>>;
beforeAll(async () => {
  sim = await started({
    tenants: [
      {
        id: DEVELOPMENT.tenantId,
        seats: { STANDARDWOFFPACK_STUDENT: 3, STANDARDWOFFPACK_FACULTY: 2, ENTERPRISEPACKPLUS_STUDENT: 2 },
        apps: [{ clientId: DEVELOPMENT.clientId, secret: DEVELOPMENT.clientSecret }],
      },
    ],
  });
});
afterAll(() => sim.close());
beforeEach(async () => {
  await sim.admin('POST', '/reset');
  await sim.seeded(5);
});

const post = (user: string, body: unknown) => sim.graph('POST', `/users/${user}/assignLicense`, { body });
const licences = async (user: string) => {
  const { body } = await sim.graph('GET', `/users/${user}?$select=assignedLicenses`);
  return body.assignedLicenses.map((licence: { skuId: string }) => licence.skuId);
};
const consumed = async () => {
  const { body } = await sim.graph('GET', '/subscribedSkus');
  return Object.fromEntries(
    body.value.map((sku: { skuId: string; consumedUnits: number }) => [sku.skuId, sku.consumedUnits]),
  );
};

describe('assignLicense', () => {
  it('answers 200 with the user, and takes a seat', async () => {
    const { status, body } = await sim.assign(name(1), [STUDENT]);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      userPrincipalName: name(1),
      usageLocation: 'MA',
      assignedLicenses: [{ skuId: STUDENT, disabledPlans: [] }],
    });
    const read = await sim.graph('GET', `/users/${name(1)}?$select=licenseAssignmentStates`);
    expect(read.body.licenseAssignmentStates).toEqual([
      {
        skuId: STUDENT,
        disabledPlans: [],
        assignedByGroup: null,
        state: 'Active',
        error: null,
        lastUpdatedDateTime: '2026-11-24T08:00:00Z',
      },
    ]);
    expect(await consumed()).toEqual({ [STUDENT]: 1, [FACULTY]: 0, [A3_STUDENT]: 0 });
  });

  it('needs both collections, even empty', async () => {
    const { status, body } = await post(name(1), { addLicenses: [] });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'Request_BadRequest',
      message:
        "One or more parameters of the operation 'assignLicense' are missing from the request payload. The missing parameters are: removeLicenses.",
    });
    expect((await post(name(1), undefined)).body.error.message).toContain('addLicenses, removeLicenses');
    expect((await post(name(1), assignment([]))).status).toBe(200);
  });

  it('needs a usage location', async () => {
    await sim.admin('POST', '/users', { users: [{ userPrincipalName: 'nowhere@takwin.test' }] });
    const { status, body } = await sim.assign('nowhere@takwin.test', [STUDENT]);
    expect(status).toBe(400);
    expect(body.error.message).toBe('License assignment cannot be done for user with invalid usage location.');
    await sim.graph('PATCH', '/users/nowhere@takwin.test', { body: { usageLocation: 'MA' } });
    expect((await sim.assign('nowhere@takwin.test', [STUDENT])).status).toBe(200);
  });

  it('refuses a SKU that the tenant lacks, a GUID that is none, a plan of another SKU, and one SKU twice', async () => {
    const unknown = '11111111-2222-3333-4444-555555555555';
    expect((await sim.assign(name(1), [unknown])).body.error).toMatchObject({
      code: 'Request_BadRequest',
      message: `License ${unknown} does not correspond to a valid company License.`,
    });
    expect((await sim.assign(name(1), [`${STUDENT}\u00a0`])).body.error.code).toBe('BadRequest');
    const plan = { addLicenses: [{ skuId: STUDENT, disabledPlans: [unknown] }], removeLicenses: [] };
    expect((await post(name(1), plan)).status).toBe(400);
    expect((await sim.assign(name(1), [STUDENT, STUDENT])).status).toBe(400);
    expect(await licences(name(1))).toEqual([]);
  });

  it('refuses when no seat is left, and gives the seat of a removed licence and of a deleted user to the next', async () => {
    for (const n of [1, 2, 3]) expect((await sim.assign(name(n), [STUDENT])).status).toBe(200);
    const full = await sim.assign(name(4), [STUDENT]);
    expect(full.status).toBe(400);
    expect(full.body.error.message).toBe(`Subscription with SKU ${STUDENT} does not have any available licenses.`);
    expect((await sim.assign(name(3), [STUDENT])).status).toBe(200);
    expect((await post(name(1), assignment([], [STUDENT]))).status).toBe(200);
    expect((await sim.assign(name(4), [STUDENT])).status).toBe(200);
    await sim.graph('DELETE', `/users/${name(2)}`);
    expect((await sim.assign(name(5), [STUDENT])).status).toBe(200);
    expect(await consumed()).toMatchObject({ [STUDENT]: 3 });
  });

  it('refuses to remove what is not held', async () => {
    const { status, body } = await post(name(1), assignment([], [STUDENT]));
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'Request_BadRequest',
      message: 'User does not have a corresponding license.',
    });
  });

  it('changes all or nothing in one call', async () => {
    await sim.assign(name(1), [STUDENT]);
    for (const body of [
      assignment([FACULTY], [A3_STUDENT]),
      assignment([FACULTY, '11111111-2222-3333-4444-555555555555'], [STUDENT]),
    ])
      expect((await post(name(1), body)).status).toBe(400);
    expect(await licences(name(1))).toEqual([STUDENT]);
    expect((await post(name(1), assignment([FACULTY], [STUDENT]))).status).toBe(200);
    expect(await licences(name(1))).toEqual([FACULTY]);
    expect(await consumed()).toEqual({ [STUDENT]: 0, [FACULTY]: 1, [A3_STUDENT]: 0 });
  });

  it('refuses plans that exclude each other, unless all but one are disabled', async () => {
    await sim.assign(name(1), [A3_STUDENT]);
    const { status, body } = await sim.assign(name(1), [STUDENT]);
    expect(status).toBe(400);
    expect(body.error.message).toBe(
      'License assignment failed because service plan(s) EXCHANGE_S_STANDARD, EXCHANGE_S_ENTERPRISE are mutually exclusive.',
    );
    const beside = { addLicenses: [{ skuId: STUDENT, disabledPlans: [EXCHANGE_1, SHAREPOINT_1] }], removeLicenses: [] };
    expect((await post(name(1), beside)).status).toBe(200);
    expect((await sim.assign(name(2), [STUDENT, FACULTY])).status).toBe(200);
  });

  it('takes other disabled plans for a licence that is held, without another seat', async () => {
    await sim.assign(name(1), [STUDENT]);
    const body = { addLicenses: [{ skuId: STUDENT, disabledPlans: [YAMMER] }], removeLicenses: [] };
    expect((await post(name(1), body)).body.assignedLicenses).toEqual([{ skuId: STUDENT, disabledPlans: [YAMMER] }]);
    expect(await consumed()).toMatchObject({ [STUDENT]: 1 });
    const { body: summary } = await sim.admin('GET', '/summary');
    expect(summary).toMatchObject({ doubled: 0, assignLicense: { calls: 2, changed: 2, unchanged: 0 } });
  });

  it('answers 200 to a licence that is held already, changes nothing, and counts it as doubled', async () => {
    await sim.assign(name(1), [STUDENT]);
    await sim.assign(name(2), [STUDENT]);
    expect((await sim.assign(name(1), [STUDENT])).status).toBe(200);
    const { body } = await sim.admin('GET', '/summary');
    expect(body).toMatchObject({ doubled: 1, assignLicense: { calls: 3, changed: 2, unchanged: 1 } });
    expect(body.skus).toEqual([
      {
        tenant: DEVELOPMENT.tenantId,
        skuId: STUDENT,
        assigned: 2,
        removed: 0,
        doubled: 1,
        usersByAssignments: { 1: 1, 2: 1 },
      },
    ]);
    expect(await consumed()).toMatchObject({ [STUDENT]: 2 });
  });

  it('is 404 for a user that is not there', async () => {
    expect((await sim.assign('nobody@takwin.test', [STUDENT])).status).toBe(404);
  });
});

describe('subscribedSkus', () => {
  it('are the education SKUs that the tenant has seats of, each with its plans', async () => {
    const { status, body } = await sim.graph('GET', '/subscribedSkus?$select=skuId');
    expect(status).toBe(200);
    expect(body.value[0]).toMatchObject({
      id: `${DEVELOPMENT.tenantId}_${STUDENT}`,
      skuPartNumber: 'STANDARDWOFFPACK_STUDENT',
      capabilityStatus: 'Enabled',
      appliesTo: 'User',
      prepaidUnits: { enabled: 3, suspended: 0, warning: 0, lockedOut: 0 },
    });
    expect(body.value.map((sku: { servicePlans: unknown[] }) => sku.servicePlans.length)).toEqual([26, 28, 31]);
    expect((await sim.graph('GET', `/subscribedSkus/${body.value[0].id}`)).body.skuId).toBe(STUDENT);
    expect((await sim.graph('GET', '/subscribedSkus/nothing')).status).toBe(404);
  });
});

describe('licenseDetails and organization', () => {
  it('tell the plans of a user, and the domains of the tenant', async () => {
    await post(name(1), { addLicenses: [{ skuId: STUDENT, disabledPlans: [YAMMER] }], removeLicenses: [] });
    const { body } = await sim.graph('GET', `/users/${name(1)}/licenseDetails`);
    const plans = body.value[0].servicePlans as { servicePlanId: string; provisioningStatus: string }[];
    expect(plans.filter((plan) => plan.provisioningStatus === 'Disabled').map((plan) => plan.servicePlanId)).toEqual([
      YAMMER,
    ]);
    expect((await sim.graph('GET', '/organization')).body.value).toMatchObject([
      {
        id: DEVELOPMENT.tenantId,
        countryLetterCode: 'MA',
        verifiedDomains: [{ name: 'takwin.test', isDefault: true }],
      },
    ]);
  });
});
