import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { actorOf, type apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { academiesService } from '../testing/academies-service.js';

type Api = ReturnType<typeof apiOf>;
const { database, tokens, admin, close } = await academiesService();
afterAll(close);
let here: { id: string; region: string };
let director: Api;
let manager: Api;

beforeAll(async () => {
  here = (await admin.get('/v1/academies?first=1&profile=ordinary')).body.items[0];
  director = admin.as(await tokens.of({ role: 'regional-director', regions: [here.region] }));
  manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [here.id] }));
});

const born = '2004-05-06';
const DOCUMENT = 'DR-04/2026/118';
let made = 0;
async function someone(arabic: object = {}) {
  const name = { family: `ZNIBER ${inLetters(++made)}`, given: 'Salma', ...arabic };
  const said = { kind: 'trainee', academyId: here.id, name, birthDate: born };
  const { id } = (await admin.post('/v1/persons', said)).body as { id: string };
  return { id, self: admin.as(await tokens.of({ role: 'candidate', personId: id, subject: `self of ${id}` })) };
}
const ask = (self: Api, personId: string, about: object = { birthDate: '2004-06-05' }) =>
  self.post('/v1/correction-requests', { personId, reason: 'My card says 5 June', ...about });

describe('what somebody asks to have corrected of who they are', () => {
  it('is accepted by the region with the document that was seen, is a correction like others, and its state is seen by the person', async () => {
    const { id, self } = await someone();
    const asked = await ask(self, id);
    expect(asked).toMatchObject({ status: 201, body: { state: 'open', birthDate: '2004-06-05', asksCin: false } });
    const path = `/v1/correction-requests/${asked.body.id}`;
    expect((await director.get('/v1/correction-requests?state=open')).body.items).toContainEqual(
      (await director.get(path)).body,
    );
    const accepted = await director.post(`${path}/accept`, { document: DOCUMENT });
    expect(accepted).toMatchObject({ status: 200, body: { state: 'accepted', decidedBy: expect.any(String) } });
    expect((await self.get(`/v1/persons/${id}`)).body.birthDate).toBe('2004-06-05');
    expect((await self.get(`/v1/persons/${id}/corrections`)).body.items).toMatchObject([
      { corrected: ['birth-date'], reason: 'My card says 5 June', document: DOCUMENT, by: null },
    ]);
    expect((await self.get(path)).body).toMatchObject({ state: 'accepted', decidedBy: null });
    expect((await director.post(`${path}/refuse`, { answer: 'no' })).body.code).toBe('CORRECTION_REQUEST_IS_DECIDED');
  });

  it('is refused with words that the person reads, and may be asked for again', async () => {
    const { id, self } = await someone();
    const { id: request } = (await ask(self, id)).body;
    expect((await ask(self, id)).body.code).toBe('CORRECTION_IS_ASKED');
    const path = `/v1/correction-requests/${request}`;
    expect((await director.post(`${path}/refuse`, {})).body.code).toBe('INVALID_INPUT');
    await director.post(`${path}/refuse`, { answer: 'The card says 6 May' });
    expect((await self.get(path)).body).toMatchObject({ state: 'refused', answer: 'The card says 6 May' });
    expect((await admin.get(`/v1/persons/${id}`)).body).toMatchObject({ birthDate: born, version: 1 });
    expect((await ask(self, id)).status).toBe(201);
  });

  it('keeps a CIN sealed that it names, and corrects to it', async () => {
    const { id, self } = await someone();
    const asked = await ask(self, id, { cin: 'ZD612345' });
    expect(asked.body.asksCin).toBe(true);
    expect(JSON.stringify(asked.body)).not.toContain('612345');
    const rows = await database.db.readAs(actorOf('system'), (tx) =>
      tx.query<{ row: string }>(sql`select r::text as row from correction_request r where person_id = ${id}`),
    );
    expect(rows[0]!.row).not.toContain('612345');
    await director.post(`/v1/correction-requests/${asked.body.id}/accept`, { document: DOCUMENT });
    expect((await admin.post('/v1/persons/search', { cin: 'ZD612345' })).body.items).toMatchObject([{ id }]);
  });

  it('has an Arabic part stay that is not said, and takes one away that null says', async () => {
    const { id, self } = await someone({ familyArabic: 'زنيبر', givenArabic: 'سلمى' });
    for (const [arabic, ar] of [
      [{}, 'سلمى زنيبر'],
      [{ familyArabic: null }, 'سلمى'],
    ] as const) {
      const name = { family: `TAZI ${inLetters(++made)}`, given: 'Salma', ...arabic };
      const asked = await ask(self, id, { name });
      const accepted = await director.post(`/v1/correction-requests/${asked.body.id}/accept`, { document: DOCUMENT });
      expect(accepted.body).toMatchObject({ state: 'accepted' });
      expect((await self.get(`/v1/persons/${id}`)).body.name.ar).toBe(ar);
    }
  });

  it('is asked by oneself alone, and decided by the region and the programme, never by the person or an academy', async () => {
    const { id, self } = await someone();
    const { self: other } = await someone();
    expect((await ask(other, id)).body.code).toBe('NOT_FOUND');
    expect((await ask(director, id)).body.code).toBe('FORBIDDEN');
    expect((await ask(self, id, {})).body.code).toBe('INVALID_INPUT');
    expect((await ask(self, id, { birthDate: '2030-01-01' })).body.code).toBe('INVALID_INPUT');
    const { id: request } = (await ask(self, id)).body;
    const path = `/v1/correction-requests/${request}`;
    const accept = (by: Api) => by.post(`${path}/accept`, { document: DOCUMENT });
    expect((await other.get(path)).status).toBe(404);
    expect((await accept(manager)).body.code).toBe('FORBIDDEN');
    expect((await accept(self)).body.code).toBe('FORBIDDEN');
    for (const about of [{ subject: `self of ${id}` }, { subject: 'two hats', personId: id }]) {
      const own = admin.as(await tokens.of({ role: 'regional-director', regions: [here.region], ...about }));
      expect((await accept(own)).body.code).toBe('CORRECTION_NEEDS_ANOTHER');
    }
    const far = admin.as(
      await tokens.of({ role: 'regional-director', regions: [here.region === 'MA-11' ? 'MA-12' : 'MA-11'] }),
    );
    expect((await accept(far)).status).toBe(404);
    expect((await accept(admin)).status).toBe(200);
  });

  it('is asked for and decided in the graph alike', async () => {
    const { id, self } = await someone();
    const asked = await self.graphql(
      `mutation ($input: RequestCorrectionInput!) { requestCorrection(input: $input) { id state } }`,
      { input: { personId: id, birthDate: '2004-06-05', reason: 'My card says 5 June' } },
    );
    const request = asked.body.data.requestCorrection.id;
    const decided = await director.graphql(
      `mutation ($input: AcceptCorrectionInput!) { acceptCorrection(input: $input) { state } }`,
      { input: { id: request, document: DOCUMENT } },
    );
    expect(decided.body.data.acceptCorrection.state).toBe('ACCEPTED');
    const read = `query ($id: ID!) { correctionRequest(id: $id) { state decidedBy } }`;
    expect((await self.graphql(read, { id: request })).body.data.correctionRequest).toEqual({
      state: 'ACCEPTED',
      decidedBy: null,
    });
  });
});

describe('somebody who asked under two records that turn out to be one', () => {
  const merged = async (a: string, b: string) =>
    admin.post(`/v1/persons/${a}/merge`, { into: b, reason: 'Registered twice', document: DOCUMENT });
  const twins = async () => {
    const name = { family: `ZNIBER ${inLetters(++made)}`, given: 'Salma' };
    const said = { kind: 'trainee', academyId: here.id, name, birthDate: born };
    const { id: a } = (await director.post('/v1/persons', said)).body as { id: string };
    const distinctFrom = { personIds: [a], reason: 'said to be another' };
    const { id: b } = (await director.post('/v1/persons', { ...said, distinctFrom })).body as { id: string };
    const self = (id: string) => tokens.of({ role: 'candidate', personId: id, subject: `self of ${id}` });
    return { a, b, asA: admin.as(await self(a)), asB: admin.as(await self(b)) };
  };

  it('has one open request, the first; of the other one they are told', async () => {
    const { a, b, asA, asB } = await twins();
    const first = (await ask(asA, a)).body;
    database.clock.set('2026-11-24T09:00:00Z');
    const second = (await ask(asB, b, { birthDate: '2004-07-05' })).body;
    expect((await merged(a, b)).status).toBe(200);
    const { items } = (await asB.get('/v1/correction-requests')).body;
    expect(items).toHaveLength(2);
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: first.id, personId: b, state: 'open' }),
        expect.objectContaining({
          id: second.id,
          state: 'refused',
          answer: expect.stringMatching(/antérieure.*السابق/),
        }),
      ]),
    );
  });

  it('asks for no other one while that of the former record is open', async () => {
    const { a, b, asA, asB } = await twins();
    await ask(asA, a);
    expect((await merged(a, b)).status).toBe(200);
    expect((await ask(asB, b)).body.code).toBe('CORRECTION_IS_ASKED');
  });
});
