import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

/** The registration of somebody who has a score. */
async function scored(name: string, score = 710): Promise<string> {
  house.database.clock.set('2026-11-23T09:00:00Z');
  const personId = await house.person(name);
  const { id } = (await house.book(personId, (await house.sitting({ seats: 1 })).id)).body;
  house.database.clock.set('2026-11-24T12:00:00Z');
  await house.sit(id, score);
  return id;
}
const correct = (id: string, about: object, by = house.admin) =>
  by.post(`/v1/results/${id}/correct`, { reason: 'rescored', ...about });
const history = async (id: string) => (await house.admin.get(`/v1/results/${id}`)).body;
const scores = async (id: string) => (await history(id)).revisions.map(({ score }: { score: number }) => score);
const stateOf = async (id: string) => [
  await history(id),
  await house.registration(id),
  await house.sql(sql`select id from event_new where body::text like ${`%${id}%`} order by id`),
];
const decide = (resultId: string) =>
  house.director.post(`/v1/results/${resultId}/decide`, { accept: true, reason: 'looked into' });
const corrected = (revision: number) => ({ status: 409, body: { code: 'RESULT_WAS_CORRECTED', revision } });

describe('a correction', () => {
  it('is made once of those that are sent at the same time, and the others are told what holds', async () => {
    const id = await scored('three at once');
    const all = await Promise.all([720, 730, 740].map((score) => correct(id, { score })));
    const made = all.findIndex(({ status }) => status === 200);
    expect(all.filter(({ status }) => status !== 200)).toMatchObject([corrected(2), corrected(2)]);
    expect(await scores(id)).toEqual([710, [720, 730, 740][made]]);
  });

  it('that stands is refused to who sent it, in a race and later, whatever revision it names', async () => {
    const id = await scored('the same at once');
    const all = await Promise.all([1, 1, 1].map((revision) => correct(id, { score: 720, revision })));
    const before = await stateOf(id);
    const again = [await correct(id, { score: 720 }), await correct(id, { score: 720, revision: 2 })];
    const refused = [...all.filter(({ status }) => status !== 200), ...again];
    const nothing = { status: 409, body: { code: 'CORRECTION_CHANGES_NOTHING', revision: 2 } };
    expect(refused).toMatchObject([nothing, nothing, nothing, nothing]);
    expect(await scores(id)).toEqual([710, 720]);
    expect(await stateOf(id)).toEqual(before);
  });

  it('that changes nothing is refused at once, to whoever sends it', async () => {
    const id = await scored('changed by nothing');
    const before = await house.registration(id);
    const third = house.admin.as(await house.tokens.of({ role: 'programme-admin', subject: 'third' }));
    for (const by of [third, house.admin, third])
      expect(await correct(id, { score: 710 }, by)).toMatchObject({
        status: 409,
        body: { code: 'CORRECTION_CHANGES_NOTHING', revision: 1 },
      });
    expect(await house.registration(id)).toEqual(before);
    const { revisions, results } = await history(id);
    expect([revisions, results]).toMatchObject([[{ score: 710 }], [{ alsoSentBy: ['third'] }]]);
  });

  it('of a corrected result says which revision it corrects, at both doors', async () => {
    const id = await scored('twice corrected');
    await correct(id, { score: 720 });
    const before = await stateOf(id);
    for (const about of [{}, { revision: 1 }, { revision: 3 }])
      expect(await correct(id, { score: 730, ...about })).toMatchObject(corrected(2));
    const mutation = 'mutation ($input: CorrectResultInput!) { correctResult(input: $input) { revisions { score } } }';
    const asked = { id, score: 730, reason: 'rescored' };
    const { body } = await house.admin.graphql(mutation, { input: asked });
    expect(body.errors).toMatchObject([{ extensions: corrected(2).body }]);
    expect(await stateOf(id)).toEqual(before);
    const done = (await house.admin.graphql(mutation, { input: { ...asked, revision: 2 } })).body;
    expect(done.data.correctResult.revisions).toHaveLength(3);
  });

  it('that is held is refused to who sent it, and noted of another sender', async () => {
    const id = await scored('held twice', 690);
    expect((await correct(id, { score: 710 })).status).toBe(200);
    const [held] = (await history(id)).results.filter(({ state }: { state: string }) => state === 'held');
    expect(held).toMatchObject({ corrects: 1 });
    const before = await stateOf(id);
    expect(await correct(id, { score: 710, reason: 'once more' })).toMatchObject({
      status: 409,
      body: { code: 'CORRECTION_IS_HELD', state: 'held', resultId: held.id },
    });
    expect(await stateOf(id)).toEqual(before);
    const other = house.admin.as(await house.tokens.of({ role: 'programme-admin', subject: 'third' }));
    expect((await correct(id, { score: 710 }, other)).status).toBe(200);
    expect((await correct(id, { score: 710 }, other)).body.code).toBe('CORRECTION_IS_HELD');
  });

  it('that is held is not accepted once another revision holds, and may be sent of that one', async () => {
    const id = await scored('overtaken', 690);
    for (const score of [710, 720]) await correct(id, { score });
    const ofScore = async (score: number) =>
      (await history(id)).results.find((one: { score: number; state: string }) => one.score === score);
    const [first, second] = [await ofScore(710), await ofScore(720)];
    const decisions = await Promise.all([decide(first.id), decide(second.id)]);
    expect(decisions.map(({ status }) => status).sort()).toEqual([200, 409]);
    const loser = decisions.findIndex(({ status }) => status === 409);
    expect(decisions[loser]).toMatchObject(corrected(2));
    expect(await scores(id)).toHaveLength(2);
    const stale = [first, second][loser]!;
    expect(await decide(stale.id)).toMatchObject(corrected(2));
    await house.director.post(`/v1/results/${stale.id}/decide`, { accept: false, reason: 'of what no longer holds' });
    expect((await correct(id, { score: stale.score, revision: 2 })).status).toBe(200);
    expect(await scores(id)).toEqual([690, [710, 720][1 - loser], stale.score]);
  });
});
