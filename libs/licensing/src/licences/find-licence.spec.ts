import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@takwin/platform/auth';
import { stableId } from '@takwin/platform/schema';
import { actorOf, serviceWithAdmin, type ServiceWithAdmin } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { LicensingModule, licensingMigrations, loadLicensingReference } from '../index.js';
import { FACULTY, STUDENT } from '../testing/licensing-environment.js';

const [id, personId, academyId] = ['licence', 'person', 'academy'].map((name) => stableId('find licence', name));
let service: ServiceWithAdmin;

beforeAll(async () => {
  const env = { INITIAL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
  const about = { schema: 'licensing', migrations: licensingMigrations, reference: loadLicensingReference, env };
  service = await serviceWithAdmin(LicensingModule, about);
  await service.database.db.asActor(actorOf('system'), (tx) =>
    tx.query(sql`
      insert into licence(id, person_id, sku_id, academy_id, region, state, assigned_on)
      values (${id}, ${personId}, ${STUDENT}, ${academyId}, 'MA-04', 'assigned', '2026-11-20')`),
  );
});
afterAll(() => service?.close());

const as = async (about: Parameters<ServiceWithAdmin['tokens']['of']>[0]) =>
  service.admin.as(await service.tokens.of(about));

describe('a licence', () => {
  it('is opened by its id, at both doors, by who may read it', async () => {
    const shown = { id, personId, state: 'assigned', assignedOn: '2026-11-20' };
    for (const by of [
      service.admin,
      await as({ role: 'auditor' }),
      await as({ role: 'regional-director', regions: ['MA-04'] }),
      await as({ role: 'academy-manager', academies: [academyId!] }),
      await as({ role: 'candidate', personId }),
      await as({ role: 'trainer', personId }),
    ]) {
      expect(await by.get(`/v1/licences/${id}`)).toMatchObject({ status: 200, body: shown });
      const { body } = await by.graphql(`{ licence(id: "${id}") { personId } }`);
      expect(body.data.licence).toEqual({ personId });
    }
  });

  it('is not known to who may not, nor one that there is not', async () => {
    for (const by of [
      await as({ role: 'regional-director', regions: ['MA-01'] }),
      await as({ role: 'academy-manager', academies: [personId!] }),
      await as({ role: 'candidate', personId: academyId }),
    ])
      expect(await by.get(`/v1/licences/${id}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect((await service.admin.get(`/v1/licences/${personId}`)).status).toBe(404);
  });

  it('of who was of a prison is there for no machine that was not granted to be told of them, at any door', async () => {
    const [prison, inside, prisoner, kept] = ['prison', 'licence inside', 'prisoner', 'licence before'].map((name) =>
      stableId('find licence', name),
    );
    await service.database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`
        insert into academy_copy(subject, version, generation, region, profile, closed) values (${prison}, 1, 1, 'MA-06', 'prison', false)`);
      await tx.query(sql`
        insert into person_copy(subject, version, generation, kind, matricule, name, academy_id, region, active, filieres, confirmed)
        values (${prisoner}, 1, 1, 'trainee', '9994000000001', 'Salma TAZI', ${prison}, 'MA-06', true, '{}', true)`);
      await tx.query(sql`
        insert into licence(id, person_id, sku_id, academy_id, region, state, assigned_on)
        values (${inside}, ${prisoner}, ${STUDENT}, ${prison}, 'MA-06', 'assigned', '2026-11-20')`);
      await tx.query(sql`
        insert into licence(id, person_id, sku_id, academy_id, region, state) values (${kept}, ${prisoner}, ${FACULTY}, ${kept}, 'MA-06', 'released')`);
      await tx.query(sql`
        insert into drift(tenant, person_id, sku_id, academy_id, region, kind, found_at)
        values (${prison}, ${prisoner}, ${STUDENT}, ${prison}, 'MA-06', 'not-there', now())`);
    });
    const READS = ['FindLicence', 'FindLicences', 'FindLicenceDrift', 'ExplainLicence', 'ExplainEntitlement'];
    const entities =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Licence { academyId: personId } } }';
    const read = async (...scopes: string[]) => {
      const by = await as({ role: 'integrator', scopes });
      const { total, items } = (await by.get('/v1/licences?first=100')).body;
      return {
        statuses: [
          (await by.get(`/v1/licences/${inside}`)).status,
          (await by.get(`/v1/licences/${kept}`)).status,
          (await by.get(`/v1/entitlements/${prisoner}`)).status,
          (await by.get(`/v1/persons/${prisoner}/licence-explanation`)).status,
        ],
        lists: [
          items,
          (await by.get(`/v1/licences?personId=${prisoner}`)).body.items,
          (await by.get('/v1/licence-drift?first=100')).body.items,
          (await by.graphql(entities, { of: [{ __typename: 'Licence', id: inside }] })).body.data,
        ].map((list) => JSON.stringify(list).includes(prisoner!)),
        total,
      };
    };
    for (const scopes of [['*'], [...READS, 'prison-placements']])
      expect(await read(...scopes)).toMatchObject({ statuses: [200, 200, 200, 200], lists: [true, true, true, true] });
    expect(await read(...READS)).toMatchObject({ statuses: [404, 404, 404, 404], lists: [false, false, false, false] });
  });

  it('is kept from whom it does not concern also by the database, where a statement forgets whom it reads for', async () => {
    const seen = (actor: Actor) => service.database.db.readAs(actor, (tx) => tx.query(sql`select id from licence`));
    const near = { regions: ['MA-04'], academies: [academyId!], personId };
    const far = { regions: ['MA-01'], academies: [personId!], personId: academyId };
    for (const role of ['regional-director', 'academy-manager', 'candidate'] as const) {
      expect(await seen(actorOf(role, near))).toEqual([{ id }]);
      expect(await seen(actorOf(role, far))).toEqual([]);
    }
  });
});
