import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from './testing/exam-environment.js';

let house: ExamEnvironment;
let elsewhere: ExamEnvironment['admin'];

beforeAll(async () => {
  house = await examEnvironment();
  elsewhere = house.admin.as(await house.tokens.of({ role: 'regional-director', regions: ['MA-11'] }));
});
afterAll(() => house?.close());

const known = {
  person: () => house.person('of whom nothing is recorded'),
  sitting: async (): Promise<string> => (await house.sitting({ seats: 1 })).id,
};

describe('a list of what belongs to one person or sitting', () => {
  it.each([
    ['accommodations', 'personId', known.person, (id: string) => `/v1/persons/${id}/accommodations`],
    ['pastAttempts', 'personId', known.person, (id: string) => `/v1/past-attempts?personId=${id}`],
    ['examDayRecords', 'sittingId', known.sitting, (id: string) => `/v1/sittings/${id}/records`],
  ])('tells at both doors an empty one from none that the caller may know of: %s', async (field, by, make, path) => {
    const id = await make();
    const asked = `query ($id: ID!) { ${field}(${by}: $id) { edges { cursor } } }`;
    expect(await house.admin.get(path(id))).toMatchObject({ status: 200, body: { items: [] } });
    expect((await house.admin.graphql(asked, { id })).body).toEqual({ data: { [field]: { edges: [] } } });
    for (const [api, unseen] of [
      [house.admin, randomUUID()],
      [elsewhere, id],
    ] as const) {
      expect(await api.get(path(unseen))).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
      const { errors } = (await api.graphql(asked, { id: unseen })).body;
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
  });
});

describe('a list that is cut by a time', () => {
  it.each([
    '/v1/sittings?from=2026-12-02T00:00:00Z&to=2026-12-01T23:59:59Z',
    '/v1/legal-time/calendar?from=2026-12-02&to=2026-12-01',
  ])('does not call a time empty that ends before it begins: %s', async (path) => {
    const { status, body } = await house.admin.get(path);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path: 'to', code: 'ends_before_it_begins' }]);
  });
});

describe('somebody of another region', () => {
  const days = () => ({ earliest: house.inDays(30), latest: house.inDays(40) });
  it.each([
    [
      'for whom a seat is booked',
      async (personId: string) => {
        const { id: sittingId } = await house.sitting({ days: 30 });
        return elsewhere.post('/v1/registrations', { personId, sittingId, examCode: 'MO-200' });
      },
    ],
    [
      'for whom an exam is asked for',
      (personId: string) => elsewhere.post('/v1/registrations', { personId, examCode: 'MO-200', ...days() }),
    ],
    [
      'for whom many exams are asked for',
      (personId: string) =>
        elsewhere.post('/v1/registrations/bulk', { persons: [personId], examCode: 'MO-200', ...days() }),
    ],
    ['who is given a voucher', (personId: string) => elsewhere.post('/v1/vouchers', { personId, family: 'mos' })],
    [
      'who is granted more time',
      (personId: string) =>
        elsewhere.post(`/v1/persons/${personId}/accommodations`, { extraMinutes: 10, document: 'DR-11/2026/7' }),
    ],
    [
      'who is asked about',
      (personId: string) => elsewhere.get(`/v1/persons/${personId}/exam-eligibility?examCode=MO-200`),
    ],
  ])('is answered about as nobody is: %s', async (_, ask) => {
    const [person, nobody] = [await house.person('of another region'), randomUUID()];
    const [theirs, none] = [await ask(person), await ask(nobody)];
    const told = ({ status, body }: typeof theirs, id: string) => JSON.stringify([status, body]).replaceAll(id, 'ID');
    expect(theirs.status).toBeGreaterThan(199);
    expect(told(theirs, person)).toBe(told(none, nobody));
  });

  it('is answered about as nobody is: who is to proctor', async () => {
    const academyId = await house.given.academy('Guelmim', { region: 'MA-11' });
    const roomId = await house.given.room(academyId, 'A');
    const open = async (proctorId: string) => {
      const sitting = { academyId, roomId, startsAt: house.inDays(30), minutes: 90, seats: 1, proctorIds: [proctorId] };
      const { status, body } = await elsewhere.post('/v1/sittings', sitting);
      return JSON.stringify([status, body]).replaceAll(proctorId, 'ID');
    };
    const theirs = await open(await house.given.proctor('of another region'));
    expect(theirs).toContain('PROCTOR_MAY_NOT_PROCTOR');
    expect(theirs).toBe(await open(randomUUID()));
  });
});
