import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@takwin/demo/client';
import { stableId } from '@takwin/platform/schema';
import { DEVELOPMENT } from '@takwin/simulators/tenants';
import sql from 'sql-template-tag';
import { licensingEnvironment, type LicensingEnvironment } from './testing/licensing-environment.js';

const STUDENT = '314c4481-f395-4525-be8b-2ec4bb1e9d91';
const APP = { clientId: DEVELOPMENT.clientId, secret: DEVELOPMENT.clientSecret };
const academyId = stableId('test', 'academy that asks why');

let house: LicensingEnvironment;
let admin: LicensingEnvironment['admin'];
let microsoft: Awaited<ReturnType<LicensingEnvironment['provisioner']>>;
let stop: () => void;

beforeAll(async () => {
  house = await licensingEnvironment();
  ({ admin } = house);
  await house.academy(academyId, 'ordinary');
  const simulated = [{ id: DEVELOPMENT.tenantId, apps: [APP], seats: { STANDARDWOFFPACK_STUDENT: 2 } }];
  const tenants = [{ id: DEVELOPMENT.tenantId, domain: DEVELOPMENT.domain, regions: ['MA-04'], apps: [APP] }];
  microsoft = await house.provisioner({
    simulated: { SIM_TENANTS: JSON.stringify(simulated) },
    set: { SWEEP_SECONDS: '0.3', GRAPH_TENANTS: JSON.stringify(tenants) },
  });
  stop = house.tick();
  await until(
    () => house.sql<{ read: boolean }>(sql`select synced_at is not null as read from directory_sync`),
    ([row]) => row?.read === true,
    30,
    'the directory to be read',
  );
}, 60_000);
afterAll(async () => {
  stop?.();
  await house?.close();
  await microsoft?.close();
});

const someone = async (about: object = {}) => (await house.people(1, { academyId, ...about }))[0]!;
async function done(persons: string[], about: object = {}): Promise<string> {
  const { body } = await admin.post('/v1/provisioning-runs', { skuId: STUDENT, action: 'assign', persons, ...about });
  await until(
    async () => (await admin.get(`/v1/provisioning-runs/${body.id}`)).body,
    ({ state }) => state === 'done',
    40,
    'the run to end',
  );
  return body.id;
}
type Reason = { code: string; title: string; detail: string; facts: Record<string, unknown> };
const explained = async (id: string, language = 'en') =>
  (await admin.get(`/v1/persons/${id}/licence-explanation`, { headers: { 'accept-language': language } })).body;
const reasonOf = async (id: string, code: string): Promise<Reason> =>
  (await explained(id)).reasons.find((reason: Reason) => reason.code === code);

describe('why somebody has no licence, where Microsoft is asked', () => {
  it('is which licence is held and since when, then the run that took it back', async () => {
    const { id } = await someone();
    await done([id]);
    expect(await explained(id)).toMatchObject({
      licensed: true,
      holds: [{ skuId: STUDENT, sku: 'STANDARDWOFFPACK_STUDENT', since: expect.any(String) }],
      reasons: [],
    });
    const runId = await done([id], { action: 'revoke' });
    expect(await explained(id)).toMatchObject({ licensed: false, skuId: STUDENT, holds: [] });
    const { facts } = await reasonOf(id, 'REVOKED_BY_RUN');
    expect(facts).toMatchObject({ runId, at: expect.any(String), outcome: 'released' });
  }, 60_000);

  it('is what Microsoft refused, by its own error code and request id, and when', async () => {
    const people = await house.people(3, { academyId });
    const ids = people.map(({ id }) => id);
    const runId = await done(ids);
    const told = await Promise.all(ids.map((id) => explained(id)));
    const { personId } = told.find(({ licensed }) => !licensed);
    const { facts, detail } = await reasonOf(personId, 'REFUSED_BY_MICROSOFT');
    expect(facts).toMatchObject({
      runId,
      reason: 'NO_SEAT_IN_TENANT',
      said: 'No licence left at Microsoft',
      graphError: 'Request_BadRequest',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: expect.any(String),
    });
    expect(detail).toContain('No licence left at Microsoft');
    await done(
      ids.filter((id) => id !== personId),
      { action: 'revoke' },
    );
  }, 60_000);

  it('is that the directory holds no account yet, or that no tenant has the region', async () => {
    const { id, upn } = await someone();
    expect(await reasonOf(id, 'NO_ACCOUNT_IN_TENANT')).toMatchObject({ facts: { account: upn, region: 'MA-04' } });
    const far = await someone({ region: 'MA-11' });
    const { reasons } = await explained(far.id);
    expect(reasons.map(({ code }: Reason) => code)).toContain('NO_TENANT_FOR_REGION');
    expect(reasons.map(({ code }: Reason) => code)).not.toContain('NO_ACCOUNT_IN_TENANT');
  });

  it('is the run in which somebody waits, and why that run stands still', async () => {
    const { id } = await someone();
    await microsoft.cloud.patch('/_simulator/settings', { faults: { forbidden: 1 } });
    const { body } = await admin.post('/v1/provisioning-runs', { skuId: STUDENT, action: 'assign', persons: [id] });
    const paused = ({ state }: { state: string }) => state === 'paused';
    await until(async () => (await admin.get(`/v1/provisioning-runs/${body.id}`)).body, paused, 30, 'the run to stop');
    await microsoft.cloud.patch('/_simulator/settings', { faults: { forbidden: 0 } });
    const { facts } = await reasonOf(id, 'WAITS_IN_RUN');
    expect(facts).toMatchObject({ runId: body.id, runState: 'paused', reason: 'GRAPH_CONSENT_MISSING' });
  }, 60_000);
});

describe('the explanation of a licence, at the doors', () => {
  it('is told alike by REST, by the graph and by the person in it, in the language that is asked for', async () => {
    const { id } = await someone({ region: 'MA-11' });
    for (const language of ['fr', 'ar', 'en']) {
      const send = { headers: { 'accept-language': language } };
      const answer = await admin.get(`/v1/persons/${id}/licence-explanation`, send);
      expect([answer.headers.get('content-language'), answer.headers.get('vary')]).toEqual([
        language,
        expect.stringMatching(/accept-language/i),
      ]);
      const told = answer.body.reasons.map(({ code, title, detail }: Reason) => ({ code, title, detail }));
      expect(told.map(({ title }: Reason) => /\p{Script=Arabic}/u.test(title))).toEqual(
        told.map(() => language === 'ar'),
      );
      const query = `{ licenceExplanation(personId: "${id}") { licensed person { id } reasons { code title detail } } }`;
      const { body } = await admin.graphql(query, {}, send);
      expect(body.data.licenceExplanation).toEqual({ licensed: false, person: { id }, reasons: told });
      const entities = `query ($of: [_Any!]!) { _entities(representations: $of) {
        ... on Person { licenceExplanation { reasons { code title detail } } } } }`;
      const asked = await admin.graphql(entities, { of: [{ __typename: 'Person', id }] }, send);
      expect(asked.body.data._entities).toEqual([{ licenceExplanation: { reasons: told } }]);
    }
  });

  it('is for the person and who reads licences there, and NOT_FOUND for anybody else', async () => {
    const [own, other] = await house.people(2, { academyId });
    const path = (person: { id: string } | undefined) => `/v1/persons/${person!.id}/licence-explanation`;
    const self = await house.apiAs({ role: 'candidate', personId: own!.id });
    expect((await self.get(path(own))).status).toBe(200);
    expect(await self.get(path(other))).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    const manager = await house.apiAs({ role: 'academy-manager', academies: [academyId] });
    expect((await manager.get(path(own))).status).toBe(200);
    const elsewhere = await house.apiAs({ role: 'academy-manager', academies: [stableId('test', 'elsewhere')] });
    expect(await elsewhere.get(path(own))).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    const query = `{ licenceExplanation(personId: "${own!.id}") { licensed } }`;
    expect((await elsewhere.graphql(query)).body.errors[0].extensions.code).toBe('NOT_FOUND');
  });
});
