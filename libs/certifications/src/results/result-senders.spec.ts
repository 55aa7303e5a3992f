import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Vault } from '@takwin/platform/vault';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';
import { RunResultImportHandler } from './run-result-import.js';

let house: ExamEnvironment;
let third: ExamEnvironment['admin'];
let fourth: ExamEnvironment['admin'];

beforeAll(async () => {
  house = await examEnvironment();
  third = house.admin.as(await house.tokens.of({ role: 'programme-admin', subject: 'third' }));
  fourth = house.admin.as(await house.tokens.of({ role: 'programme-admin', subject: 'fourth' }));
});
afterAll(() => house?.close());
afterEach(() => house.database.clock.set('2026-11-23T09:00:00Z'));

/** Somebody who sat on the 24th, or of whom nobody knows it, and words to send, correct and decide results of theirs. */
async function candidate(name: string, { hasBegun = false } = {}) {
  const sitting = await house.sitting({ seats: 1 });
  const personId = await house.person(name);
  const id: string = (await house.book(personId, sitting.id)).body.id;
  house.database.clock.set('2026-11-25T12:00:00Z');
  if (hasBegun) await house.begin(id);
  return {
    id,
    personId,
    send: async (by = house.admin, score = 800) => {
      const results = [{ registrationId: id, startedAt: '2026-11-24T09:05:00Z', score }];
      return (await by.post('/v1/results', { results })).body.outcomes[0];
    },
    sendFile: async (by: typeof third) => {
      const file = `registrationId,startedAt,score\n${id},2026-11-24T09:05:00Z,800`;
      const headers = { 'content-type': 'text/csv' };
      return (await by.post('/v1/imports?kind=results', file, { headers })).body.id as string;
    },
    correct: async (score: number, by = house.admin, reason = 'rescored') =>
      (await by.post(`/v1/results/${id}/correct`, { score, reason })).body,
    held: async () => (await house.admin.get(`/v1/results?registrationId=${id}&state=held`)).body.items,
    appeal: async () => {
      const self = house.admin.as(await house.tokens.of({ role: 'candidate', personId }));
      return (await self.post(`/v1/registrations/${id}/appeals`, { ground: 'question 12' })).body.id as string;
    },
  };
}
const decide = async (resultId: string, by: typeof third, accept = true) =>
  (await by.post(`/v1/results/${resultId}/decide`, { accept, reason: 'looked into' })).body;
const decideAppeal = async (id: string, by: typeof third) =>
  (await by.post(`/v1/appeals/${id}/decide`, { accept: false, reason: 'right' })).body;

describe('a result that several have sent', () => {
  it('is decided by none of them', async () => {
    const { send, held } = await candidate('sent by two');
    const { resultId } = await send();
    expect(await send(third)).toMatchObject({ outcome: 'held', resultId });
    for (const by of [house.admin, third])
      for (const accept of [true, false])
        expect(await decide(resultId, by, accept)).toMatchObject({ status: 403, code: 'RESULT_IS_YOUR_OWN' });
    expect(await held()).toMatchObject([{ sentBy: 'test:programme-admin', alsoSentBy: ['third'] }]);
    await send(third);
    expect(await decide(resultId, fourth)).toMatchObject({ state: 'accepted', alsoSentBy: ['third'] });
  });

  it('is not decided with a score of the decider’s own', async () => {
    const { send } = await candidate('decided with a score');
    const { resultId } = await send();
    const about = { accept: false, reason: 'looked into', score: 900 };
    const { body } = await third.post(`/v1/results/${resultId}/decide`, about);
    expect(body).toMatchObject({ status: 422, errors: [{ path: 'score' }] });
  });

  it('is decided by none of them where one sent it as a file', async () => {
    const { send, sendFile } = await candidate('sent as a file');
    const { resultId } = await send();
    house.database.clock.set('2026-11-25T12:00:00Z');
    const id = await sendFile(third);
    await new RunResultImportHandler(
      house.database.db,
      { wake: async () => {} } as never,
      house.running.get(Vault),
    ).run(id);
    expect(await decide(resultId, third)).toMatchObject({ code: 'RESULT_IS_YOUR_OWN' });
  });

  it('is decided by none of them as a correction, whatever reason each gave', async () => {
    const { send, correct, held } = await candidate('corrected by two', { hasBegun: true });
    await send(house.admin, 690);
    await correct(710);
    await correct(710, third, 'a slip of the scanner');
    const [one] = await held();
    expect(one).toMatchObject({ correction: 'rescored', alsoSentBy: ['third'] });
    expect(await decide(one.id, third)).toMatchObject({ code: 'RESULT_IS_YOUR_OWN' });
    expect(await decide(one.id, fourth)).toMatchObject({ state: 'accepted' });
  });

  it('is appealed to none of them: who sent what was known, contradicted it, or corrected it to the same', async () => {
    const { send, correct, appeal } = await candidate('appealed', { hasBegun: true });
    await send();
    expect(await send(third)).toMatchObject({ outcome: 'known' });
    const id = await appeal();
    expect(await decideAppeal(id, third)).toMatchObject({ code: 'APPEAL_NEEDS_ANOTHER' });
    expect(await send(fourth, 300)).toMatchObject({ outcome: 'conflict' });
    expect(await decideAppeal(id, fourth)).toMatchObject({ code: 'APPEAL_NEEDS_ANOTHER' });
    await correct(800, house.director);
    expect(await decideAppeal(id, house.director)).toMatchObject({ code: 'APPEAL_NEEDS_ANOTHER' });
    const another = house.admin.as(await house.tokens.of({ role: 'programme-admin', subject: 'fifth' }));
    expect(await decideAppeal(id, another)).toMatchObject({ state: 'rejected' });
  });
});
