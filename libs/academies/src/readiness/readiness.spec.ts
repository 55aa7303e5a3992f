import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { academiesService } from '../testing/academies-service.js';

const { database, tokens, admin, close } = await academiesService();
afterAll(close);

const TODAY = '2026-11-23';
let academyId: string;
let elsewhere: string;
let manager: typeof admin;
let director: typeof admin;

beforeAll(async () => {
  database.clock.set(`${TODAY}T09:00:00Z`);
  const { body } = await admin.get('/v1/academies?region=MA-06&first=1');
  academyId = body.items[0].id;
  elsewhere = (await admin.get('/v1/academies?region=MA-04&first=1')).body.items[0].id;
  manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [academyId], subject: 'manager' }));
  director = admin.as(await tokens.of({ role: 'regional-director', regions: ['MA-06'], subject: 'director' }));
});

const PROOF = { kind: 'machines', provenOn: '2026-11-02', expiresOn: '2027-11-01', document: 'DR-06/2026/118' };
const record = (about: object = {}, by = manager, at = academyId) =>
  by.post(`/v1/academies/${at}/readiness-proofs`, { ...PROOF, ...about });
const confirm = (id: string) => admin.post(`/v1/readiness-proofs/${id}/confirm`);
const readiness = async (on = TODAY) => (await admin.get(`/v1/academies/${academyId}/readiness?on=${on}`)).body;
const standing = async (kind: string, on = TODAY) =>
  (await readiness(on)).kinds.find((one: { kind: string }) => one.kind === kind);

describe('the readiness of an academy', () => {
  it('is nothing until something is proven, and says what is missing', async () => {
    expect(await readiness()).toEqual({
      academyId,
      on: TODAY,
      score: 0,
      kinds: ['machines', 'network', 'proctors', 'accessibility'].map((kind) => ({
        ...{ kind, standing: 'missing', provenUntil: null },
      })),
    });
    expect((await admin.get(`/v1/academies/${'0'.repeat(8)}-0000-4000-8000-000000000000/readiness`)).status).toBe(404);
  });

  it('does not rise by the word of the academy, until another than who gave it confirms it', async () => {
    const { status, body } = await record();
    expect({ status, body }).toMatchObject({ status: 201, body: { state: 'recorded', confirmedBy: null } });
    expect(await readiness()).toMatchObject({ score: 0 });
    expect(await standing('machines')).toMatchObject({ standing: 'unconfirmed' });
    expect((await manager.post(`/v1/readiness-proofs/${body.id}/confirm`, {})).status).toBe(403);
    const asManager = admin.as(await tokens.of({ role: 'programme-admin', subject: 'manager' }));
    const own = await asManager.post(`/v1/readiness-proofs/${body.id}/confirm`, {});
    expect(own.body).toMatchObject({ status: 403, code: 'READINESS_PROOF_IS_YOUR_OWN' });
    const confirmed = await director.post(`/v1/readiness-proofs/${body.id}/confirm`, {});
    expect(confirmed.body).toMatchObject({ state: 'confirmed', confirmedBy: 'director', version: 2 });
    expect(await standing('machines')).toEqual({ kind: 'machines', standing: 'proven', provenUntil: '2027-11-01' });
    expect(await readiness()).toMatchObject({ score: 25 });
    const again = await director.post(`/v1/readiness-proofs/${body.id}/confirm`, {});
    expect(again.body).toMatchObject({ status: 409, code: 'READINESS_PROOF_STATE_FORBIDS', from: 'confirmed' });
  });

  it('takes two voices of officials too, and is over after its last day', async () => {
    const { body } = await record({ kind: 'network', expiresOn: '2026-12-31' }, director);
    expect(body).toMatchObject({ state: 'recorded', recordedBy: 'director', confirmedBy: null });
    const own = await director.post(`/v1/readiness-proofs/${body.id}/confirm`, {});
    expect(own.body).toMatchObject({ status: 403, code: 'READINESS_PROOF_IS_YOUR_OWN' });
    await confirm(body.id);
    expect(await standing('network', '2026-12-31')).toMatchObject({ standing: 'proven' });
    expect(await standing('network', '2027-01-01')).toMatchObject({ standing: 'expired', provenUntil: null });
    expect(await standing('network', '2026-11-01')).toMatchObject({ standing: 'missing' });
    await confirm((await record({ kind: 'network', expiresOn: '2027-06-30' }, director)).body.id);
    expect(await standing('network', '2027-01-01')).toMatchObject({ standing: 'proven', provenUntil: '2027-06-30' });
  });

  it('falls when a proof is withdrawn, for good and with a reason', async () => {
    const { body } = await record({ kind: 'proctors' }, director);
    await confirm(body.id);
    expect(await readiness()).toMatchObject({ score: 75 });
    const path = `/v1/readiness-proofs/${body.id}/withdraw`;
    expect((await manager.post(path, {})).status).toBe(422);
    const withdrawn = await manager.post(path, { reason: 'Both have left' });
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn', withdrawnReason: 'Both have left' });
    expect(await readiness()).toMatchObject({ score: 50 });
    for (const step of ['withdraw', 'confirm'])
      expect(
        (
          await admin.post(`/v1/readiness-proofs/${body.id}/${step}`, {
            ...(step === 'withdraw' && { reason: 'again' }),
          })
        ).body,
      ).toMatchObject({ status: 409, code: 'READINESS_PROOF_STATE_FORBIDS', from: 'withdrawn' });
  });

  it('is confirmed once, by whichever of two is first', async () => {
    const { body } = await record({ kind: 'accessibility' });
    const both = await Promise.all(
      [director, admin].map((by) => by.post(`/v1/readiness-proofs/${body.id}/confirm`, {})),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is shown in the graph with the academy, and tells others what became of each proof', async () => {
    const shown = await admin.graphql(
      `{ academy(id: "${academyId}") { readiness { score kinds { kind standing } } } }`,
    );
    expect(shown.body.data.academy.readiness).toMatchObject({ score: 75 });
    const types = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ type: string }>(sql`select distinct type from event_new where type like 'Readiness%' order by type`),
    );
    expect(types.map(({ type }) => type)).toEqual([
      'ReadinessProofConfirmed',
      'ReadinessProofRecorded',
      'ReadinessProofWithdrawn',
    ]);
  });
});

describe('a proof of readiness', () => {
  it.each([
    [{ provenOn: '2026-11-24' }, 'provenOn', 'in_the_future'],
    [{ provenOn: '2026-01-01', expiresOn: '2026-11-22' }, 'expiresOn', 'in_the_past'],
    [{ expiresOn: '2029-11-03' }, 'expiresOn', 'too_late'],
    [{ document: '.' }, 'document', 'invalid_document'],
    [{ kind: 'coffee' }, 'kind', 'invalid_value'],
  ])('is refused with %j', async (about, path, code) => {
    expect((await record(about)).body).toMatchObject({
      status: 422,
      errors: [expect.objectContaining({ path, code })],
    });
  });

  it('is told to who may prove there, and to nobody else', async () => {
    const { body } = await record({}, admin, elsewhere);
    const ids = async (by: typeof admin) =>
      (await by.get(`/v1/readiness-proofs?academyId=${elsewhere}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await ids(admin)).toEqual([body.id]);
    for (const by of [manager, director]) {
      expect(await ids(by)).toEqual([]);
      expect((await by.get(`/v1/readiness-proofs/${body.id}`)).status).toBe(404);
      expect((await record({}, by, elsewhere)).status).toBe(404);
      expect((await by.post(`/v1/readiness-proofs/${body.id}/withdraw`, { reason: 'not mine' })).status).toBe(404);
    }
    const candidate = admin.as(await tokens.of({ role: 'candidate', personId: academyId }));
    expect((await candidate.get('/v1/readiness-proofs')).status).toBe(403);
    expect((await candidate.get(`/v1/academies/${academyId}/readiness`)).status).toBe(200);
    const auditor = admin.as(await tokens.of({ role: 'auditor' }));
    expect(await ids(auditor)).toEqual([body.id]);
    expect((await record({}, auditor)).status).toBe(403);
  });

  it('is listed by academy, kind and state, and read by its id', async () => {
    const { items } = (await director.get(`/v1/readiness-proofs?academyId=${academyId}&kind=network&state=confirmed`))
      .body;
    expect(items.map(({ expiresOn }: { expiresOn: string }) => expiresOn).sort()).toEqual(['2026-12-31', '2027-06-30']);
    const { body, headers } = await director.get(`/v1/readiness-proofs/${items[0].id}`);
    expect(body).toEqual(items[0]);
    expect(headers.get('etag')).toMatch(/^"2[."]/);
  });

  it('is taken of no academy that was closed', async () => {
    const { body } = await admin.post('/v1/academies', {
      ...{ code: 'READY-1', name: { fr: 'Centre prêt' }, kind: 'ISTA', profile: 'ordinary' },
      ...{ region: 'MA-04', province: '04.421', city: 'Rabat' },
    });
    await admin.post(`/v1/academies/${body.id}/close`, {});
    expect((await record({}, admin, body.id)).body).toMatchObject({ code: 'ACADEMY_WAS_CLOSED' });
  });
});
