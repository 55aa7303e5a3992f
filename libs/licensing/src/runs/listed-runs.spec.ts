import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { Words } from '@takwin/platform/errors';
import { stableId } from '@takwin/platform/schema';
import {
  actorOf,
  type apiOf,
  savedBySpreadsheet,
  serviceWithAdmin,
  type ServiceWithAdmin,
} from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { LicensingModule, licensingMigrations, loadLicensingReference } from '../index.js';
import { PLUS_STUDENT, STUDENT } from '../testing/licensing-environment.js';

type Api = ReturnType<typeof apiOf>;
type Run = { id: string };

const academyId = stableId('academy', 'runs');
const started: string[] = [];
let service: ServiceWithAdmin;
let manager: Api;

beforeAll(async () => {
  const env = { INITIAL_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
  const about = {
    words: new Words(CATALOGUE),
    schema: 'licensing',
    migrations: licensingMigrations,
    reference: loadLicensingReference,
    env,
  };
  service = await serviceWithAdmin(LicensingModule, about);
  const { database, tokens, admin } = service;
  manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [academyId] }));
  for (const [place, skuId] of [STUDENT, PLUS_STUDENT, STUDENT, STUDENT].entries()) {
    const id = stableId('runs', String(place));
    await database.db.asActor(actorOf('system'), async (tx) => {
      await tx.query(sql`insert into academy_copy(subject, version, generation, region, profile)
        values (${academyId}, 1, 1, 'MA-04', 'ordinary') on conflict do nothing`);
      await tx.query(sql`
        insert into person_copy(subject, version, generation, kind, matricule, name, academy_id, region, active)
        values (${id}, 1, 1, 'trainee', ${`999600000000${place}`}, 'Salma TAZI', ${academyId}, 'MA-04', true)`);
    });
    const by = place === 3 ? manager : admin;
    const { status, body } = await by.post('/v1/provisioning-runs', { skuId, action: 'assign', persons: [id] });
    expect({ status, body }).toMatchObject({ status: 202 });
    started.unshift(body.id);
  }
  // The clock of the service stands: runs of one instant have no newest among them.
  for (const [age, id] of started.entries())
    await database.db.asActor(actorOf('system'), (tx) =>
      tx.query(sql`update run set accepted_at = accepted_at - make_interval(mins => ${age}) where id = ${id}`),
    );
});
afterAll(() => service?.close());

const idsOf = (body: { items: Run[] }) => body.items.map(({ id }) => id);

describe('the list of provisioning runs', () => {
  it('shows them newest first, a page at a time, at both doors', async () => {
    const { admin } = service;
    const paged: string[] = [];
    for (let after = ''; ;) {
      const { body } = await admin.get(`/v1/provisioning-runs?first=3${after && `&after=${after}`}`);
      paged.push(...idsOf(body));
      if (!(after = body.nextCursor ?? '')) break;
    }
    expect(paged).toEqual(started);
    const { body } = await admin.graphql(
      '{ provisioningRuns(first: 2) { edges { node { id } } pageInfo { hasNextPage } } }',
    );
    expect(body.data.provisioningRuns).toEqual({
      edges: started.slice(0, 2).map((id) => ({ node: { id } })),
      pageInfo: { hasNextPage: true },
    });
  });

  it('is cut by state and by product', async () => {
    const { admin } = service;
    const [, paused, plus] = started;
    expect(idsOf((await admin.get(`/v1/provisioning-runs?skuId=${PLUS_STUDENT}`)).body)).toEqual([plus]);
    await admin.post(`/v1/provisioning-runs/${paused}/pause`);
    expect(idsOf((await admin.get('/v1/provisioning-runs?state=paused')).body)).toEqual([paused]);
    const query = '{ provisioningRuns(state: PAUSED) { edges { node { id } } } }';
    expect((await admin.graphql(query)).body.data.provisioningRuns.edges).toEqual([{ node: { id: paused } }]);
    expect((await admin.get('/v1/provisioning-runs?state=lost')).body.code).toBe('INVALID_INPUT');
  });

  it('shows those of the own hand to who is not of the whole programme, and none to trainees', async () => {
    const { admin, tokens } = service;
    expect(idsOf((await manager.get('/v1/provisioning-runs')).body)).toEqual([started[0]]);
    const auditor = admin.as(await tokens.of({ role: 'auditor' }));
    expect(idsOf((await auditor.get('/v1/provisioning-runs')).body)).toEqual(started);
    const candidate = admin.as(await tokens.of({ role: 'candidate', personId: stableId('runs', '0') }));
    expect((await candidate.get('/v1/provisioning-runs')).status).toBe(403);
  });

  it('refuses the cursor of another list, and of another cut of its own', async () => {
    const { admin } = service;
    const { nextCursor } = (await admin.get('/v1/provisioning-runs?first=1')).body;
    const pools = (await admin.get('/v1/seat-pools?first=1')).body.nextCursor;
    const refused = {
      status: 422,
      body: { code: 'INVALID_INPUT', errors: [{ path: 'after', code: 'invalid_cursor' }] },
    };
    expect(await admin.get(`/v1/provisioning-runs?skuId=${STUDENT}&after=${nextCursor}`)).toMatchObject(refused);
    expect(await admin.get(`/v1/provisioning-runs?after=${pools}`)).toMatchObject(refused);
  });
});

describe('the outcomes of a run as a file', () => {
  it('are what they were when a spreadsheet has saved them', async () => {
    const { admin, database } = service;
    await database.db.asActor(actorOf('system'), (tx) =>
      tx.query(
        sql`update outcome set account = '0612345678912', attempts = 12, reason = 'GRAPH_REFUSED' where run_id = ${started[0]}`,
      ),
    );
    const english = { headers: { 'accept-language': 'en' } };
    const { body: file, headers } = await admin.get(`/v1/provisioning-runs/${started[0]}/outcomes.csv`, english);
    expect(headers.get('content-language')).toBe('en');
    const [header, row] = savedBySpreadsheet(file).trim().split('\r\n');
    expect(header).toBe('personId;academyId;account;state;reason;attempts;requestId;reasonText');
    const { body } = await admin.get(`/v1/provisioning-runs/${started[0]}/outcomes`);
    const { personId, state, requestId } = body.items[0];
    expect(row!.split(';')).toEqual([
      ...[personId, academyId, '0612345678912', state, 'GRAPH_REFUSED', '12', requestId ?? ''],
      CATALOGUE.refusals.GRAPH_REFUSED!.en[1],
    ]);
    for (const language of ['fr', 'ar'] as const) {
      const spoken = { headers: { 'accept-language': language } };
      const { body: said } = await admin.get(`/v1/provisioning-runs/${started[0]}/outcomes.csv`, spoken);
      expect(said).toContain(CATALOGUE.refusals.GRAPH_REFUSED![language][1]);
    }
  });
});
