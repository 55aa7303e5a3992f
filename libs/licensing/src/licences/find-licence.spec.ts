import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@takwin/platform/auth';
import { stableId } from '@takwin/platform/schema';
import { actorOf, serviceWithAdmin, type ServiceWithAdmin } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { LicensingModule, licensingMigrations, loadLicensingReference } from '../index.js';
import { STUDENT } from '../testing/licensing-environment.js';

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
