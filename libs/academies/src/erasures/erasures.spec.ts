import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLEARING } from '@takwin/contracts/events/erasure';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { SERVICES } from '@takwin/contracts/topology';
import { actorOf, type apiOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { CinVault } from '../persons/cin.js';
import { academiesService } from '../testing/academies-service.js';
import { newMatricule } from '../testing/konosys-file.js';
import { EraseRegister } from './erase-register.js';
import { noteReports, type Report } from './erasure.writer.js';

type Api = ReturnType<typeof apiOf>;

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let [here, far]: { id: string; region: string }[] = [];
let [director, elsewhere, manager]: Api[] = [];
beforeAll(async () => {
  const all = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0];
  far = all.find(({ region }: { region: string }) => region !== here!.region);
  director = admin.as(await tokens.of({ role: 'regional-director', subject: 'who decides', regions: [here!.region] }));
  elsewhere = admin.as(await tokens.of({ role: 'regional-director', subject: 'of elsewhere', regions: [far!.region] }));
  manager = admin.as(await tokens.of({ role: 'academy-manager', academies: [here!.id] }));
});

const DOCUMENT = 'DR-04/2026/118';
const system = actorOf('system');
let made = 0;
async function someone(about: object = {}) {
  const name = { family: `ZNAGUI ${inLetters(++made)}`, given: 'Salma', familyArabic: 'زناكي', givenArabic: 'سلمى' };
  const birthDate = `${1980 + made}-05-06`;
  const said = { kind: 'trainee', academyId: here!.id, name, birthDate, matricule: newMatricule() };
  const { status, body } = await admin.post('/v1/persons', { ...said, ...about });
  expect({ status, body }).toMatchObject({ status: 201 });
  const self = admin.as(await tokens.of({ role: 'candidate', personId: body.id, subject: `self of ${body.id}` }));
  return { id: body.id as string, self, name, birthDate, matricule: body.matricule as string };
}
const ask = (self: Api, personId: string, about: object = {}) =>
  self.post('/v1/erasures', { personId, reason: 'I left', ...about });
const accept = (by: Api, id: string) => by.post(`/v1/erasures/${id}/accept`, { document: DOCUMENT });
const report = (service: string, id: string, about: Partial<Report> = {}) =>
  database.db.asActor(system, (tx) =>
    noteReports(tx, service, [{ id, version: 1, stage: 'cleared', because: null, ...about }]),
  );
const eventsOf = (...ids: string[]) =>
  database.db.readAs(system, (tx) =>
    tx.query<{ type: string; id: string; version: number; d: Record<string, unknown> }>(sql`
      select type, c ->> 's' as id, (c ->> 'v')::int as version, c -> 'd' as d
      from (select type, body from event_new union all select type, body from event) e, jsonb_array_elements(body -> 'changes') c
      where c ->> 's' = any(${ids}) order by 2, 3`),
  );

describe('a request for erasure', () => {
  it('is made by oneself alone, once, and decided by the region and the programme, never by the person or an academy', async () => {
    const [{ id, self }, { self: other }] = [await someone(), await someone()];
    expect((await ask(other, id)).status).toBe(404);
    expect((await ask(director!, id)).body.code).toBe('FORBIDDEN');
    const { status, body } = await ask(self, id);
    expect({ status, body }).toMatchObject({ status: 201, body: { state: 'open', keepsCredentials: false } });
    expect((await ask(self, id)).body.code).toBe('ERASURE_IS_ASKED');
    expect((await other.get(`/v1/erasures/${body.id}`)).status).toBe(404);
    expect((await accept(manager!, body.id)).body.code).toBe('FORBIDDEN');
    expect((await accept(elsewhere!, body.id)).status).toBe(404);
    for (const about of [{ subject: `self of ${id}` }, { subject: 'two hats', personId: id }]) {
      const own = admin.as(await tokens.of({ role: 'regional-director', regions: [here!.region], ...about }));
      expect((await accept(own, body.id)).body.code).toBe('ERASURE_NEEDS_ANOTHER');
      const refused = await own.post(`/v1/erasures/${body.id}/refuse`, { answer: 'no' });
      expect(refused.body.code).toBe('ERASURE_NEEDS_ANOTHER');
    }
  });

  it('is refused with words that the person reads, and may be made again', async () => {
    const { id, self } = await someone();
    const { body } = await ask(self, id);
    const path = `/v1/erasures/${body.id}`;
    expect((await director!.post(`${path}/refuse`, {})).body.code).toBe('INVALID_INPUT');
    expect((await director!.post(`${path}/refuse`, { answer: 'An appeal is open' })).status).toBe(200);
    expect((await self.get(path)).body).toMatchObject({
      ...{ state: 'refused', answer: 'An appeal is open', decidedBy: null },
    });
    expect((await accept(director!, body.id)).body.code).toBe('ERASURE_IS_DECIDED');
    expect((await self.get(`/v1/persons/${id}`)).status).toBe(200);
    expect((await ask(self, id)).status).toBe(201);
  });

  it('waits for what is owed to be settled or waived, of records that merged into theirs too', async () => {
    const { id, self } = await someone();
    const { body } = await ask(self, id);
    const former = '00000000-0000-4000-8000-0000000000aa';
    const tell = (statement: ReturnType<typeof sql>) => database.db.asActor(system, (tx) => tx.query(statement));
    await tell(sql`insert into person_alias(id, person_id) values (${former}, ${id})`);
    for (const whose of [id, former]) {
      await tell(sql`insert into open_charge(subject, version, generation, person_id) values ('c', 1, 1, ${whose})`);
      expect((await accept(director!, body.id)).body.code).toBe('CHARGE_IS_OPEN');
      expect((await self.get(`/v1/persons/${id}`)).status).toBe(200);
      await tell(sql`delete from open_charge`);
    }
    expect((await accept(director!, body.id)).status).toBe(200);
  });

  it('waits for an exam to be cancelled, and for a claim to be decided', async () => {
    const { id, self, matricule } = await someone();
    const { body } = await ask(self, id);
    const exam = (does: string) =>
      database.db.asActor(system, (tx) =>
        tx.query(
          does === 'books'
            ? sql`insert into exam_to_come(subject, version, generation, person_id) values ('r', 1, 1, ${id})`
            : sql`delete from exam_to_come`,
        ),
      );
    await exam('books');
    expect((await accept(director!, body.id)).body.code).toBe('EXAM_IS_TO_COME');
    await exam('cancels');
    const theirs = admin.as(await tokens.of({ role: 'academy-manager', academies: [far!.id] }));
    const claimant = await theirs.post('/v1/persons', {
      ...{ kind: 'trainee', academyId: far!.id, matricule, name: { family: 'AUTRE', given: 'Hind' } },
    });
    expect(claimant.status).toBe(201);
    const refused = await accept(director!, body.id);
    expect(refused.body).toMatchObject({ code: 'PERSON_IS_CLAIMED', claimId: expect.any(String) });
    await admin.post(`/v1/claims/${refused.body.claimId}/refuse`, { reason: 'two persons' });
    expect((await accept(director!, body.id)).status).toBe(200);
    // The number is nobody's else by now.
    expect((await admin.post('/v1/persons/search', { matricule })).body.items).toMatchObject([
      { id: claimant.body.id },
    ]);
  });

  it('waits for no claim that who decides may not read, and tells of none: it goes with the person', async () => {
    const known = await someone({ academyId: far!.id, cin: 'ZE777777' });
    const { id, self } = await someone();
    const correct = { cin: 'ZE777777', reason: 'as the card says', document: DOCUMENT };
    const { version } = (await admin.get(`/v1/persons/${id}`)).body;
    const corrected = await director!.patch(`/v1/persons/${id}/identity`, correct, {
      headers: { 'if-match': `"${version}"` },
    });
    expect(corrected).toMatchObject({ status: 200, body: { standsAsClaim: false } });
    const claimed = async (by: Api) => (await by.get(`/v1/claims?personId=${known.id}`)).body.items;
    const [claim] = await claimed(elsewhere!);
    expect((await director!.get(`/v1/claims/${claim.id}`)).status).toBe(404);
    const { body } = await ask(self, id);
    expect((await accept(admin, body.id)).body).toMatchObject({ code: 'PERSON_IS_CLAIMED', claimId: claim.id });
    expect(await accept(director!, body.id)).toMatchObject({ status: 200, body: { state: 'accepted' } });
    expect(await claimed(elsewhere!)).toEqual([]);
    expect((await admin.get(`/v1/persons/${known.id}`)).status).toBe(200);
  });
});

describe('a person whose erasure was accepted', () => {
  it('is in the register no more, is erased once nothing hinders it, and finished once all have done it', async () => {
    const { id, self, name, birthDate, matricule } = await someone({ cin: 'ZD712345' });
    const refused = await ask(self, id);
    await director!.post(`/v1/erasures/${refused.body.id}/refuse`, { answer: 'Not yet, Salma' });
    const { body } = await ask(self, id, { keepsCredentials: true });
    const decision = { document: DOCUMENT, answer: 'Done, Salma' };
    const accepted = await director!.post(`/v1/erasures/${body.id}/accept`, decision);
    expect(accepted).toMatchObject({ status: 200, body: { state: 'accepted', answer: decision.answer } });
    for (const by of [self, admin]) expect((await by.get(`/v1/persons/${id}`)).status).toBe(404);
    expect((await accept(director!, body.id)).body.code).toBe('ERASURE_IS_DECIDED');
    expect((await admin.post('/v1/persons/search', { cin: 'ZD712345' })).body.items).toEqual([]);
    const stateOf = async () => (await self.get(`/v1/erasures/${body.id}`)).body;

    await report('licensing', id, { stage: 'waiting', because: 'licence-held' });
    await report('certifications', id);
    expect(await stateOf()).toMatchObject({
      state: 'accepted',
      progress: [{ service: 'certifications' }, { service: 'licensing', because: 'licence-held' }],
    });
    await Promise.all(CLEARING.map((service) => report(service, id, { version: 2 })));
    // What comes late and is older says nothing.
    await report('licensing', id, { stage: 'waiting', because: 'licence-held' });
    expect((await stateOf()).state).toBe('erasing');
    const said = await eventsOf(id);
    expect(said.at(-1)).toMatchObject({
      type: 'PersonErased',
      d: { erasure: 'erased', name: { fr: '—', ar: null }, matricule: null, birthDate: null, keepsCredentials: true },
    });
    expect(said.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(JSON.stringify(said)).toContain(name.family);

    const vault = running.get(CinVault);
    const whom = { id, ids: [id], keepsCredentials: true };
    for (let twice = 0; twice < 2; twice++)
      await database.db.asActor(system, (tx) => new EraseRegister(vault).erase(tx, whom));
    const left = JSON.stringify(await eventsOf(id));
    for (const word of [name.family, 'Salma', 'زناكي', matricule, birthDate]) expect(left).not.toContain(word);
    expect((await eventsOf(id)).map(({ type, version }) => [type, version])).toEqual([
      ...[
        ['PersonRegistered', 1],
        ['PersonErasureBegun', 2],
        ['PersonErased', 3],
      ],
    ]);
    for (const service of SERVICES) await report(service, id, { version: 3, stage: 'erased' });
    expect(await stateOf()).toMatchObject({ state: 'finished', reason: null, answer: null, document: DOCUMENT });
    expect((await admin.get(`/v1/erasures/${refused.body.id}`)).body).toMatchObject({ state: 'refused', answer: null });
    const again = await someone({ matricule, cin: 'ZD712345', name, birthDate });
    expect(again.id).not.toBe(id);
  });

  it('goes with all records that merged into theirs', async () => {
    const first = await someone({ birthDate: '2003-02-01' });
    const about = { kind: 'trainee', academyId: here!.id, name: first.name, birthDate: '2003-02-01' };
    const distinctFrom = { personIds: [first.id], reason: 'said to be another' };
    const { id: former } = (await admin.post('/v1/persons', { ...about, distinctFrom })).body;
    const merged = await director!.post(`/v1/persons/${former}/merge`, {
      ...{ into: first.id, reason: 'Registered twice', document: DOCUMENT },
    });
    expect(merged.status).toBe(200);
    const { body } = await ask(first.self, first.id);
    expect((await accept(director!, body.id)).status).toBe(200);
    expect((await admin.get(`/v1/persons/${former}`)).status).toBe(404);
    expect((await admin.get(`/v1/merges/${merged.body.id}`)).status).toBe(404);
    for (const service of CLEARING) await report(service, first.id);
    expect((await eventsOf(former)).at(-1)).toMatchObject({
      type: 'PersonErased',
      d: { mergedInto: first.id, matricule: null, name: { fr: '—' } },
    });
  });

  it('is asked for and decided in the graph alike', async () => {
    const { id, self } = await someone();
    const asked = await self.graphql(
      'mutation ($input: RequestErasureInput!) { requestErasure(input: $input) { id state } }',
      { input: { personId: id, reason: 'I left' } },
    );
    const request = asked.body.data.requestErasure.id;
    const decided = await director!.graphql(
      'mutation ($input: AcceptErasureInput!) { acceptErasure(input: $input) { state progress { service } } }',
      { input: { id: request, document: DOCUMENT } },
    );
    expect(decided.body.data.acceptErasure).toEqual({ state: 'ACCEPTED', progress: [] });
    const { body } = await self.graphql('{ erasureTerms { kinds { id erased stays } } }');
    expect(body.data.erasureTerms.kinds.length).toBeGreaterThan(10);
  });
});
