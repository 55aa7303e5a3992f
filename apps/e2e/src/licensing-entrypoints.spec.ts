import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stableId } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { licensingEnvironment, type LicensingEnvironment } from './testing/licensing-environment.js';

const FACULTY = '94763226-9b3c-4e75-a931-5c89701abe66';
const [here, there] = ['here', 'there'].map((name) => stableId('licensing doors', name)) as [string, string];

let house: LicensingEnvironment;
let [mine, others]: string[] = [];
const manager = { role: 'academy-manager', academies: [here] };
const person = { role: 'candidate', personId: '' };

beforeAll(async () => {
  house = await licensingEnvironment();
  await house.academy(here, 'ordinary');
  await house.academy(there, 'ordinary');
  [mine, others] = await Promise.all([here, there].map((academyId) => personAt(academyId)));
  person.personId = mine!;
});
afterAll(() => house?.close());

/** Someone whose licence the directory knows, and we do not. */
async function personAt(academyId: string): Promise<string> {
  const { id } = (await house.people(1, { academyId }))[0]!;
  await house.sql(sql`
    insert into drift(tenant, person_id, sku_id, kind, academy_id, region, found_at)
    values (gen_random_uuid(), ${id}, ${FACULTY}, 'not-here', ${academyId}, 'MA-04', now())`);
  return id;
}

const RULE = { name: 'Staff of trials', kinds: ['staff'], profiles: ['ordinary'], skuId: FACULTY };

/** What both doors tell one caller: the answer, or the code of the refusal. */
async function asked(claims: object) {
  const api = await house.apiAs(claims);
  const rest = ({ body }: Awaited<ReturnType<typeof api.get>>) => body.code ?? body;
  const graph = async (field: string, query: string, variables = {}) => {
    const { body } = await api.graphql(query, variables);
    return body.errors?.[0].extensions.code ?? body.data[field];
  };
  return {
    entitlement: async (id: string | undefined) => [
      rest(await api.get(`/v1/entitlements/${id}`)),
      await graph('entitlement', `{ entitlement(personId: "${id}") { personId entitled person { id } } }`),
    ],
    entitlementRules: async () => [
      rest(await api.get('/v1/entitlement-rules')),
      await graph('entitlementRules', '{ entitlementRules { items { name kinds priority } } }'),
    ],
    licenceDrift: async () => [
      rest(await api.get('/v1/licence-drift?kind=not-here')),
      await graph('licenceDrift', '{ licenceDrift(kind: NOT_HERE) { edges { node { personId person { id } } } } }'),
    ],
    changeEntitlementRule: async () => [
      rest(await api.post('/v1/entitlement-rules', RULE)),
      await graph(
        'changeEntitlementRule',
        'mutation ($input: ChangeEntitlementRuleInput!) { changeEntitlementRule(input: $input) { name kinds automatic } }',
        { input: { ...RULE, kinds: ['STAFF'], profiles: ['ORDINARY'] } },
      ),
    ],
  };
}

describe('what licensing offers, over REST and in the graph', () => {
  it('the entitlement of a person: to the academy and to the person, and of nobody else', async () => {
    const told = [{ personId: mine }, { personId: mine, entitled: true, person: { id: mine } }];
    for (const claims of [manager, person, { role: 'auditor' }]) {
      expect(await (await asked(claims)).entitlement(mine)).toMatchObject(told);
    }
    for (const claims of [manager, person])
      expect(await (await asked(claims)).entitlement(others)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    const outside = { role: 'academy-manager', academies: [there] };
    expect(await (await asked(outside)).entitlement(mine)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });

  it('the rules of entitlement: to who reads licences, not to candidates', async () => {
    for (const claims of [manager, { role: 'auditor' }]) {
      const [rest, graph] = await (await asked(claims)).entitlementRules();
      expect(graph.items.map(({ name }: { name: string }) => name)).toEqual(
        rest.items.map(({ name }: { name: string }) => name),
      );
      expect(graph.items[0]).toEqual({
        name: expect.any(String),
        kinds: [expect.any(String), expect.any(String)],
        priority: expect.any(Number),
      });
    }
    expect(await (await asked(person)).entitlementRules()).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('the first passwords: to nobody, where none are kept', async () => {
    const { status, body } = await house.admin.post('/v1/initial-secrets/hand-over', { personIds: [mine] });
    expect([status, body.code]).toEqual([409, 'INITIAL_SECRETS_NOT_KEPT']);
  });

  it('no operation without its variables, and none by the hash of a text that nobody sent', async () => {
    const query = 'query ($id: ID!) { entitlement(personId: $id) { entitled } }';
    expect((await house.admin.graphql(query)).body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    const persistedQuery = { version: 1, sha256Hash: 'a'.repeat(64) };
    const { body } = await house.admin.post('/graphql', { extensions: { persistedQuery } });
    expect(body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('drift: of the own academy to its manager, all of it to the auditor, none to candidates', async () => {
    const seen = async (claims: object) => {
      const [rest, graph] = await (await asked(claims)).licenceDrift();
      const ids = rest.items.map(({ personId }: { personId: string }) => personId);
      const nodes = graph.edges.map(({ node }: { node: object }) => node);
      expect(nodes).toEqual(ids.map((personId: string) => ({ personId, person: { id: personId } })));
      return ids;
    };
    expect(await seen(manager)).toEqual([mine]);
    expect(await seen({ role: 'auditor' })).toEqual([mine, others].toSorted());
    expect(await (await asked(person)).licenceDrift()).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('a change of a rule whose text or day no database can keep, to nobody', async () => {
    const api = house.admin;
    const odd = [{ name: 'a\u0000b' }, { name: '\ud800' }, { filieres: ['a\u0000'] }, { validFrom: '0000-01-01' }];
    for (const about of [...odd, { validUntil: '9999-12-31' }])
      expect(await api.post('/v1/entitlement-rules', { ...RULE, ...about })).toMatchObject({
        status: 422,
        body: { code: 'INVALID_INPUT', errors: [{ path: expect.stringContaining(Object.keys(about)[0]!) }] },
      });
  });

  it('a change of a rule: to who saw the version that stands, where the caller says which', async () => {
    const rule = { ...RULE, name: 'Staff of two' };
    const seen = (version: number) => ({ headers: { 'if-match': `"${version}"` } });
    const change = (graceDays: number, version?: number) =>
      house.admin.post('/v1/entitlement-rules', { ...rule, graceDays }, version === undefined ? {} : seen(version));
    const stale = (current: number) => ({ status: 412, body: { code: 'VERSION_MISMATCH', current } });
    expect(await change(1, 1)).toMatchObject(stale(0));
    expect((await change(1, 0)).body).toMatchObject({ graceDays: 1, version: 1 });
    expect(await change(2, 0)).toMatchObject(stale(1));
    const [one, other] = await Promise.all([change(3, 1), change(4, 1)]);
    expect([one.status, other.status].toSorted()).toEqual([200, 412]);
    const { body } = await house.admin.graphql(
      'mutation ($input: ChangeEntitlementRuleInput!) { changeEntitlementRule(input: $input) { version } }',
      { input: { ...rule, kinds: ['STAFF'], profiles: ['ORDINARY'], expectedVersion: 1 } },
    );
    expect(body.errors[0].extensions).toMatchObject({ code: 'VERSION_MISMATCH', current: 2 });
    expect((await change(5)).body).toMatchObject({ graceDays: 5, version: 3 });
    const { items } = (await house.admin.get('/v1/entitlement-rules')).body;
    expect(items).toContainEqual(expect.objectContaining({ name: rule.name, graceDays: 5, version: 3 }));
  });

  it('a change of a rule: to the programme alone', async () => {
    const { name } = RULE;
    expect(await (await asked({ role: 'programme-admin' })).changeEntitlementRule()).toMatchObject([
      { name, kinds: ['staff'] },
      { name, kinds: ['STAFF'], automatic: true },
    ]);
    for (const claims of [manager, person, { role: 'auditor' }, { role: 'regional-director', regions: ['MA-04'] }])
      expect(await (await asked(claims)).changeEntitlementRule()).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });
});
