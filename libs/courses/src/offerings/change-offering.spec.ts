import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { given } from '../testing/given.js';
import { coursesService } from '../testing/courses-service.js';

const { database, tokens, admin, close } = await coursesService();
afterAll(close);
const has = given(database);
let courseId: string;

beforeAll(async () => {
  await has.academy();
  courseId = (await admin.get('/v1/courses?q=excel&first=1')).body.items[0].id;
});

async function open(seats: number, persons: readonly string[] = [], about: object = {}): Promise<string> {
  const days = { startsOn: '2026-12-01', endsOn: '2027-03-01' };
  const { body } = await admin.post('/v1/offerings', { courseId, academyId: has.academyId, ...days, seats, ...about });
  if (persons.length > 0) await admin.post('/v1/enrolments/bulk', { offeringId: body.id, persons });
  return body.id;
}

const change = (id: string, about: object, version = '1') =>
  admin.patch(`/v1/offerings/${id}`, about, { headers: { 'if-match': version } });

/** What was told from the offering's opening on: the type and the trainer of each change. */
const toldSince = (id: string) =>
  database.db.readAs(actorOf('system'), async (tx) => {
    const rows = await tx.query<{ told: string }>(sql`
      select concat_ws(' ', type, change #>> '{d,trainerId}') as told
      from event_new, jsonb_array_elements(body -> 'changes') change
      where event_new.id > (select min(id) from event_new where body #>> '{changes,0,s}' = ${id}) order by event_new.id`);
    return rows.map(({ told }) => told);
  });

describe('an offering that changes', () => {
  it('has other seats and days, is told of, and is changed by who has seen its last version', async () => {
    const id = await open(5);
    const changed = await change(id, { seats: 8, endsOn: '2027-04-01' });
    expect(changed).toMatchObject({
      status: 200,
      body: { seats: 8, startsOn: '2026-12-01', endsOn: '2027-04-01', version: 2 },
    });
    expect(await toldSince(id)).toEqual(['OfferingChanged']);
    expect(await change(id, { seats: 9 })).toMatchObject({
      status: 412,
      body: { code: 'VERSION_MISMATCH', current: 2 },
    });
    const { body } = await admin.graphql(
      'mutation ($input: ChangeOfferingInput!) { changeOffering(input: $input) { seats version } }',
      { input: { id, seats: 9 } },
    );
    expect(body.data.changeOffering).toEqual({ seats: 9, version: 3 });
  });

  it('stays as it is, untold, where nothing is other than before', async () => {
    const id = await open(5);
    for (const about of [{}, { seats: 5 }, { trainerId: null, startsOn: '2026-12-01' }])
      expect(await change(id, about)).toMatchObject({ status: 200, body: { seats: 5, version: 1 } });
    expect(await toldSince(id)).toEqual([]);
  });

  it('gives the seats that it gains to those who wait', async () => {
    const persons = await has.persons('waiting', 5);
    const id = await open(2, persons);
    const gained = await change(id, { seats: 4 });
    expect(gained.body).toMatchObject({ seats: 4, taken: 4, waiting: 1 });
  });

  it('loses no seat that is taken', async () => {
    const id = await open(3, await has.persons('taken', 2));
    const refused = await change(id, { seats: 1 });
    expect(refused).toMatchObject({ status: 409, body: { code: 'SEATS_BELOW_TAKEN', taken: 2 } });
    expect((await change(id, { seats: 2 })).body).toMatchObject({ seats: 2, taken: 2, version: 2 });
  });

  it('loses none however the last seats are raced for', async () => {
    for (let round = 0; round < 10; round++) {
      const [a, b] = await has.persons(`shrinking ${round}`, 2);
      const id = await open(2, [a!]);
      const [shrunk] = await Promise.all([
        change(id, { seats: 1 }),
        admin.post('/v1/enrolments', { personId: b, offeringId: id }),
      ]);
      const { body } = await admin.get(`/v1/offerings/${id}`);
      const held = shrunk.status === 200 ? { seats: 1, taken: 1, waiting: 1 } : { seats: 2, taken: 2, waiting: 0 };
      expect(body).toMatchObject(held);
    }
  });

  it('is opened and changed with who may teach it on all of its days, or on those that are left', async () => {
    const [until, lasting] = [
      await has.trainer('until February', courseId, '2027-02-28'),
      await has.trainer('lasting', courseId),
    ];
    const opened = (endsOn: string, startsOn = '2026-12-01') =>
      admin.post('/v1/offerings', {
        ...{ courseId, academyId: has.academyId, seats: 5, startsOn, endsOn },
        trainerId: until,
      });
    const expired = { code: 'TRAINER_NOT_QUALIFIED', reason: 'QUALIFICATION_EXPIRED', on: '2027-03-01' };
    expect(await opened('2027-03-01')).toMatchObject({ status: 409, body: expired });
    expect((await opened('2027-02-28', '2026-09-30')).body).toMatchObject({
      ...{ reason: 'QUALIFICATION_NOT_YET_VALID', on: '2026-09-30' },
    });
    const { id } = (await opened('2027-02-28')).body;
    expect(await change(id, { endsOn: '2027-03-01' })).toMatchObject({ status: 409, body: expired });
    expect((await change(id, { endsOn: '2027-02-01' })).status).toBe(200);
    expect((await change(id, { endsOn: '2027-03-01', trainerId: lasting }, '2')).status).toBe(200);
    expect(await change(id, { trainerId: until }, '3')).toMatchObject({ status: 409, body: expired });

    const begun = await open(5, [], { startsOn: '2026-09-15', endsOn: '2027-02-01' });
    expect((await change(begun, { trainerId: until })).status).toBe(200);
    const early = { reason: 'QUALIFICATION_NOT_YET_VALID', on: '2026-09-14' };
    expect((await change(begun, { startsOn: '2026-09-14' }, '2')).body).toMatchObject(early);
  });

  it('is taught by another trainer, whom each place tells of', async () => {
    const [first, second] = [await has.trainer('first', courseId), await has.trainer('second', courseId)];
    const id = await open(2, await has.persons('taught', 3), { trainerId: first });
    expect((await change(id, { trainerId: second })).body).toMatchObject({ trainerId: second });
    expect((await toldSince(id)).slice(-3)).toEqual([
      `OfferingChanged ${second}`,
      `PersonEnrolled ${second}`,
      `PersonEnrolled ${second}`,
    ]);
    expect((await change(id, { trainerId: null }, '2')).body).toMatchObject({ trainerId: null, version: 3 });
    const nobody = await change(id, { trainerId: has.academyId }, '3');
    expect(nobody).toMatchObject({ status: 409, body: { code: 'TRAINER_NOT_QUALIFIED', reason: 'TRAINER_UNKNOWN' } });
  });

  it('is not taught by who learns in it, nor learnt by who teaches it, at any door', async () => {
    const trainerId = await has.trainer('one of both', courseId);
    await has.personsSay([{ id: trainerId, version: 1, active: true }]);
    const refused = { status: 409, body: { code: 'LEARNER_WOULD_TEACH' } };
    const taught = await open(5, [], { trainerId });
    expect(await admin.post('/v1/enrolments', { personId: trainerId, offeringId: taught })).toMatchObject(refused);
    const many = await admin.post('/v1/enrolments/bulk', { offeringId: taught, persons: [trainerId] });
    expect(many.body.outcomes).toEqual([{ personId: trainerId, outcome: 'teaches-it', enrolmentId: null }]);
    const { body } = await admin.graphql('mutation ($input: EnrolInput!) { enrol(input: $input) { id } }', {
      input: { personId: trainerId, offeringId: taught },
    });
    expect(body.errors[0].extensions.code).toBe('LEARNER_WOULD_TEACH');
    const attended = await open(5, [trainerId]);
    expect(await change(attended, { trainerId })).toMatchObject(refused);
  });

  it('is refused days in the wrong order or over already, and any change once it is called off', async () => {
    const id = await open(2);
    expect((await change(id, { endsOn: '2026-11-30' })).body.errors).toMatchObject([
      { path: 'endsOn', code: 'before_start' },
    ]);
    expect((await change(id, { startsOn: '2026-11-01', endsOn: '2026-11-22' })).body.errors).toMatchObject([
      { path: 'endsOn', code: 'in_the_past' },
    ]);
    const opened = await admin.post('/v1/offerings', {
      courseId,
      academyId: has.academyId,
      startsOn: '2026-11-01',
      endsOn: '2026-11-22',
      seats: 1,
    });
    expect(opened.body.errors).toMatchObject([{ path: 'endsOn', code: 'in_the_past' }]);
    await admin.post(`/v1/offerings/${id}/cancel`);
    const late = await change(id, { seats: 3 }, '2');
    const closed = { status: 409, body: { code: 'OFFERING_IS_CLOSED', state: 'cancelled' } };
    expect(late).toMatchObject(closed);
    expect(await admin.post(`/v1/offerings/${id}/cancel`)).toMatchObject(closed);
  });

  it('is a manager’s of its academy to change', async () => {
    const id = await open(2);
    const theirs = admin.as(await tokens.of({ role: 'academy-manager', academies: [courseId] }));
    expect((await theirs.patch(`/v1/offerings/${id}`, { seats: 3 })).status).toBe(404);
    const candidate = admin.as(await tokens.of({ role: 'candidate', personId: courseId }));
    expect((await candidate.patch(`/v1/offerings/${id}`, { seats: 3 })).status).toBe(403);
  });
});
