import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import type { apiOf } from '@takwin/platform/testing';
import { academiesService } from '../testing/academies-service.js';
import { newMatricule } from '../testing/konosys-file.js';

type Api = ReturnType<typeof apiOf>;
type AcademySeen = { id: string; region: string };

const { tokens, admin, close } = await academiesService();
afterAll(close);
/** Two academies of two regions. */
let [here, far]: AcademySeen[] = [];
/** The manager of `here`, who makes persons up, the director of that region, and the director of the other one. */
let [mine, director, elsewhere]: Api[] = [];

beforeAll(async () => {
  const all: AcademySeen[] = (await admin.get('/v1/academies?first=100&profile=ordinary')).body.items;
  here = all[0]!;
  far = all.find(({ region }) => region !== here!.region)!;
  const as = async (role: string, subject: string, about: object) =>
    admin.as(await tokens.of({ role, subject, ...about } as never));
  mine = await as('academy-manager', 'who makes up', { academies: [here.id] });
  director = await as('regional-director', 'the region', { regions: [here.region] });
  elsewhere = await as('regional-director', 'another region', { regions: [far.region] });
});

let made = 0;
const someone = () => ({ family: 'Inventa', given: `Sara ${inLetters(++made)}` });
const register = async (as: Api, { id }: AcademySeen, about: object) => {
  const answer = await as.post('/v1/persons', {
    kind: 'trainee',
    academyId: id,
    birthDate: '2003-05-02',
    name: someone(),
    ...about,
  });
  expect(answer.status).toBe(201);
  return answer.body;
};
const claimsOf = async (as: Api, personId: string) => (await as.get(`/v1/claims?personId=${personId}`)).body.items;

describe('a claim on what is an academy’s word alone', () => {
  it.each(['a person whom it made up', 'a matricule that it said of somebody confirmed'])(
    'is told to the region and the programme, and not to the academy: %s',
    async (what) => {
      const matricule = newMatricule();
      const isMadeUp = what.startsWith('a person');
      const squat = await register(isMadeUp ? mine! : director!, here!, isMadeUp ? { matricule } : {});
      if (!isMadeUp) expect((await mine!.patch(`/v1/persons/${squat.id}`, { matricule })).status).toBe(200);
      await register(elsewhere!, far!, { matricule });
      expect(await claimsOf(mine!, squat.id)).toEqual([]);
      const [claim] = await claimsOf(director!, squat.id);
      expect(claim).toMatchObject({ matricule, academyId: far!.id });
      expect((await mine!.get(`/v1/claims/${claim.id}`)).status).toBe(404);
      expect((await mine!.post(`/v1/claims/${claim.id}/accept`)).status).toBe(404);
      expect(await claimsOf(admin, squat.id)).toHaveLength(1);
      if (!isMadeUp) {
        await director!.post(`/v1/persons/${squat.id}/confirm`);
        expect(await claimsOf(mine!, squat.id)).toHaveLength(1);
      }
    },
  );
});
