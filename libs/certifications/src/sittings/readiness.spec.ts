import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());
afterEach(() => house.admin.patch('/v1/exam-rules', { readinessMinimum: 0 }));

const KINDS = ['machines', 'network', 'proctors', 'accessibility'];
let serial = 0;
/** An academy of its own, with a room, and what is proven of it to a day. */
async function academy(proven: Readonly<Record<string, string>> = {}) {
  const academyId = await house.given.academy(`ready ${++serial}`);
  for (const [kind, expiresOn] of Object.entries(proven)) await house.given.proofSays(academyId, { kind, expiresOn });
  return { academyId, roomId: await house.given.room(academyId, 'S1', 50) };
}
const open = async (at: { academyId: string; roomId: string }, startsAt = '2026-12-08T10:00:00Z') =>
  house.admin.post('/v1/sittings', {
    ...{ ...at, startsAt, minutes: 90, seats: 5 },
    proctorIds: [await house.given.proctor(`ready ${++serial}`)],
  });

describe('a sitting in an academy that is not ready on its day', () => {
  it('is opened and says what is missing, as long as the rules ask for no minimum', async () => {
    const at = await academy({ machines: '2026-12-07', network: '2026-12-08' });
    const { status, body } = await open(at);
    expect({ status, missing: body.notReadyIn }).toEqual({
      status: 201,
      missing: ['machines', 'proctors', 'accessibility'],
    });
    await house.given.proofSays(at.academyId, { kind: 'machines', expiresOn: '2027-12-07' });
    expect((await house.admin.get(`/v1/sittings/${body.id}`)).body.notReadyIn).toEqual(['proctors', 'accessibility']);
  });

  it('is refused below the minimum, with what is missing, and opened at it', async () => {
    await house.admin.patch('/v1/exam-rules', { readinessMinimum: 50 });
    const at = await academy({ machines: '2026-12-08' });
    expect((await open(at)).body).toMatchObject({
      ...{ status: 409, code: 'ACADEMY_NOT_READY', score: 25, minimum: 50, on: '2026-12-08' },
      missing: ['network', 'proctors', 'accessibility'],
    });
    await house.given.proofSays(at.academyId, { kind: 'network', expiresOn: '2027-01-01' });
    expect((await open(at)).status).toBe(201);
    expect((await open(at, '2026-12-09T10:00:00Z')).body.code).toBe('ACADEMY_NOT_READY');
  });

  it('gets no more seats, and stays as it is with fewer', async () => {
    const at = await academy();
    const { body } = await open(at);
    await house.admin.patch('/v1/exam-rules', { readinessMinimum: 25 });
    const seats = (count: number) => house.admin.patch(`/v1/sittings/${body.id}`, { seats: count });
    expect((await seats(6)).body).toMatchObject({ status: 409, code: 'ACADEMY_NOT_READY', score: 0, minimum: 25 });
    expect((await seats(4)).status).toBe(200);
    await house.given.proofSays(at.academyId, { kind: 'network', expiresOn: '2027-01-01' });
    expect((await seats(6)).status).toBe(200);
  });

  it('does not count what was withdrawn, or is the academy’s word alone', async () => {
    await house.admin.patch('/v1/exam-rules', { readinessMinimum: 100 });
    const at = await academy(Object.fromEntries(KINDS.map((kind) => [kind, '2027-01-01'])));
    expect((await open(at)).status).toBe(201);
    await house.given.proofSays(at.academyId, { kind: 'network', expiresOn: '2027-01-01', state: 'withdrawn' });
    expect((await open(at, '2026-12-09T10:00:00Z')).body).toMatchObject({ score: 75, missing: ['network'] });
    await house.given.proofSays(at.academyId, { kind: 'network', expiresOn: '2027-02-01', state: 'recorded' });
    expect((await open(at, '2026-12-09T10:00:00Z')).body).toMatchObject({ score: 75, missing: ['network'] });
  });
});
