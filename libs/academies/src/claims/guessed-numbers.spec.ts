import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { apiOf } from '@takwin/platform/testing';
import { academiesService } from '../testing/academies-service.js';
import { newMatricule } from '../testing/konosys-file.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; region: string };

const { tokens, admin, close } = await academiesService();
afterAll(close);
let [here, far]: AcademySeen[] = [];
let mine: Api;
let director: Api;

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  far = all.find(({ region }) => region !== here!.region)!;
  mine = admin.as(await tokens.of({ role: 'academy-manager', subject: 'who asks', academies: [here.id] }));
  director = admin.as(await tokens.of({ role: 'regional-director', regions: [here.region] }));
});

let made = 0;
const someone = () => ({
  matricule: newMatricule(),
  cin: `GN${String(++made).padStart(5, '0')}`,
  name: { family: 'BENNIS', given: `Hind ${inLetters(made)}` },
});
const register = async (as: Api, { id }: AcademySeen, about: object) => {
  const answer = await as.post('/v1/persons', { kind: 'trainee', academyId: id, birthDate: '2004-05-06', ...about });
  expect(answer.status).toBe(201);
  return answer.body;
};
const elsewhere = async (about: object = {}) => {
  const person = { ...someone(), ...about };
  await register(admin, far!, person);
  return person;
};
const about = { reason: 'The card was seen', document: 'DR-04/2026/118' };
const say = (id: string, door: string, to: object, version = 1) =>
  director.patch(
    `/v1/persons/${id}${door}`,
    { ...to, ...(door && about) },
    { headers: { 'if-match': `"${version}"` } },
  );

describe.each(['', '/identity'])('a number that a director says of a person: PATCH /v1/persons/{id}%s', (door) => {
  it.each(['matricule', 'cin'] as const)(
    'is answered as one that nobody has, where somebody elsewhere has it: %s',
    async (which) => {
      const answered = async (number: string) => {
        const { matricule, cin, name } = someone();
        const known = which === 'matricule' ? { cin } : { matricule };
        const { id } = await register(director, here!, { name, ...(door ? { matricule, cin } : known) });
        const said = await say(id, door, { [which]: number });
        const shown = await director.get(`/v1/persons/${id}`);
        return [said, shown].map(({ status, body }) => ({ status, ...body, id: '', matricule: '', name: '' }));
      };
      const first = await answered((await elsewhere())[which]);
      expect(first.map(({ standsAsClaim, version }) => [standsAsClaim, version])).toEqual([
        [false, 2],
        [false, 2],
      ]);
      const undated = (one: unknown) => JSON.stringify(one).replace(/\d{4}-\d\d-\d\dT[^"]*/g, '');
      expect(undated(first)).toEqual(undated(await answered(someone()[which])));
    },
  );

  it.each(['matricule', 'name'])('takes no claim back that is open by another: %s', async (known) => {
    const { name, matricule } = await elsewhere({ cin: undefined });
    const own = await register(mine, here!, known === 'name' ? { name } : { name: someone().name, matricule });
    const asked = async () => (await admin.get('/v1/claims?first=100&state=open')).body.items;
    const before = await asked();
    expect(before.length).toBeGreaterThan(0);
    expect((await say(own.id, door, { cin: (await elsewhere()).cin }, own.version)).status).toBe(200);
    expect(await asked()).toEqual(before);
  });
});

describe('a claim about oneself', () => {
  it('is decided by another human, whichever of the two records one is known by', async () => {
    const known = await register(admin, far!, someone());
    const { id: provisional } = await register(mine, here!, { ...someone(), matricule: known.matricule });
    const [claim] = (await admin.get('/v1/claims?first=100&state=open')).body.items.filter(
      (one: { personId: string }) => one.personId === known.id,
    );
    for (const personId of [known.id, provisional]) {
      const subject = `who is ${personId}`;
      const self = admin.as(await tokens.of({ role: 'candidate', subject, personId }));
      await self.post('/v1/correction-requests', { personId, birthDate: '2003-05-05', reason: 'Mine' });
      const own = admin.as(await tokens.of({ role: 'programme-admin', subject }));
      const refused = { status: 403, body: { code: 'CLAIM_NEEDS_ANOTHER' } };
      expect(await own.post(`/v1/claims/${claim.id}/accept`)).toMatchObject(refused);
      expect(await own.post(`/v1/claims/${claim.id}/refuse`, { reason: 'no' })).toMatchObject(refused);
    }
    expect((await admin.post(`/v1/claims/${claim.id}/refuse`, { reason: 'two persons' })).status).toBe(200);
  });
});
