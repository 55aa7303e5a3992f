import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let on: ExamEnvironment;
let mine: string;
let other: string;
let elsewhere: string;
let sittingId: string;
const registrations = new Map<string, string>();

beforeAll(async () => {
  on = await examEnvironment();
  elsewhere = await on.given.academy('elsewhere', { region: 'MA-06' });
  [mine, other] = [await on.person('of the group'), await on.person('of another')];
  for (const [id, group] of [
    [mine, 'DEV101'],
    [other, 'DEV102'],
  ] as const)
    await on.given.personSays(id, on.academyId, { group });
  sittingId = (await on.sitting()).id;
  for (const id of [mine, other]) registrations.set(id, (await on.book(id, sittingId)).body.id);
  for (const id of [mine, other]) await on.sit(registrations.get(id)!, 900);
});
afterAll(() => on?.close());

type Api = ExamEnvironment['admin'];
const trainer = async (about: object): Promise<Api> => on.admin.as(await on.tokens.of({ role: 'trainer', ...about }));
const group = () => trainer({ academies: [on.academyId], groups: ['DEV 101'] });
const personsIn = async (one: Api, list: string): Promise<string[]> =>
  (await one.get(`/v1/${list}?first=100`)).body.items.map(({ personId }: { personId: string }) => personId).sort();
const RESULTS = '{ registrations(first: 50) { edges { node { person { id } result { score } } } } }';

describe('a trainer of a group', () => {
  it('reads of the exams of those in it, and nothing of the others’', async () => {
    const one = await group();
    for (const list of ['registrations', 'credentials']) expect(await personsIn(one, list)).toEqual([mine]);
    expect((await one.get(`/v1/registrations/${registrations.get(mine)}`)).status).toBe(200);
    expect((await one.get(`/v1/registrations/${registrations.get(other)}`)).status).toBe(404);
    const eligible = (id: string) => one.get(`/v1/persons/${id}/exam-eligibility?examCode=MO-200`);
    expect([(await eligible(mine)).status, (await eligible(other)).status]).toEqual([200, 404]);
    const { body } = await one.graphql(RESULTS);
    expect(body.data.registrations.edges).toHaveLength(1);
  });

  it('runs the sittings that they proctor, whoever sits in them, and no other', async () => {
    const { proctorIds } = (await on.admin.get(`/v1/sittings/${sittingId}`)).body;
    const [personId] = proctorIds as string[];
    const proctor = await trainer({ academies: [on.academyId], groups: ['DEV101'], personId });
    const { status, body } = await proctor.get(`/v1/sittings/${sittingId}/roll-call`);
    expect([status, body.candidates.length]).toEqual([200, 2]);
    const at = new Date(on.database.clock.now().getTime() - 3_600_000).toISOString();
    const record = {
      id: crypto.randomUUID(),
      kind: 'incident',
      registrationId: registrations.get(other),
      at,
      reason: 'noise',
    };
    const place = `/v1/sittings/${sittingId}/records`;
    expect((await proctor.post(place, { records: [record] })).body.outcomes).toMatchObject([{ outcome: 'recorded' }]);
    const listed = (await proctor.get(place)).body.items.map(({ id }: { id: string }) => id);
    expect(listed).toContain(record.id);
    const taken = await proctor.post(`/v1/exam-day-records/${record.id}/revoke`, { reason: 'it was outside' });
    expect(taken.status).toBe(200);
    const others = (await on.sitting()).id;
    const away = await trainer({ academies: [elsewhere], groups: ['DEV101'], personId });
    for (const [one, id] of [
      [proctor, others],
      [away, sittingId],
    ] as const) {
      expect((await one.get(`/v1/sittings/${id}/roll-call`)).status).toBe(404);
      expect((await one.get(`/v1/sittings/${id}/records`)).status).toBe(404);
      expect((await one.post(`/v1/sittings/${id}/records`, { records: [record] })).status).toBe(404);
    }
    expect(await personsIn(proctor, 'registrations')).toEqual([mine]);
  });

  it('calls no roll of others, which would name whom they do not teach; who has the whole academy does', async () => {
    const roll = (one: Api) => one.get(`/v1/sittings/${sittingId}/roll-call`);
    expect((await roll(await group())).status).toBe(404);
    const whole = await trainer({ academies: [on.academyId] });
    expect((await roll(whole)).status).toBe(200);
    expect(await personsIn(whole, 'registrations')).toEqual([mine, other].sort());
  });

  it('is none where the token names no academy, or another one', async () => {
    expect(await personsIn(await trainer({ groups: ['DEV101'] }), 'registrations')).toEqual([]);
    expect(await personsIn(await trainer({ academies: [elsewhere], groups: ['DEV101'] }), 'registrations')).toEqual([]);
  });
});

describe('a candidate who has an office elsewhere', () => {
  it.each([
    ['trainer', () => ({ academies: [elsewhere] })],
    ['academy-manager', () => ({ academies: [elsewhere] })],
    ['regional-director', () => ({ regions: ['MA-06'] })],
  ] as const)('keeps the own exams as a %s', async (role, about) => {
    const one = await trainer({ personId: mine, ...about(), wire: { role: ['candidate', role] } });
    for (const list of ['registrations', 'credentials']) expect(await personsIn(one, list)).toEqual([mine]);
    expect((await one.get('/v1/results?first=100')).body.items).toHaveLength(1);
    expect((await one.get(`/v1/persons/${mine}/exam-eligibility?examCode=MO-200`)).status).toBe(200);
    expect((await one.get(`/v1/registrations/${registrations.get(other)}`)).status).toBe(404);
    const { body } = await one.graphql(RESULTS);
    expect(body.data.registrations.edges.map(({ node }: { node: object }) => node)).toEqual([
      { person: { id: mine }, result: { score: 900 } },
    ]);
  });
});
