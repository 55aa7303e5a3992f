import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@takwin/platform/auth';
import { actorOf } from '@takwin/platform/testing';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

/** A result that is held, as its candidate was never let in; the clock stands a day after the sitting for a moment. */
async function held(name: string) {
  const personId = await house.person(name);
  const { id } = (await house.book(personId, (await house.sitting({ seats: 1 })).id)).body;
  house.database.clock.set('2026-11-25T12:00:00Z');
  const results = [{ registrationId: id, startedAt: '2026-11-24T09:05:00Z', score: 1000 }];
  const { resultId } = (await house.admin.post('/v1/results', { results })).body.outcomes[0];
  house.database.clock.set('2026-11-23T09:00:00Z');
  return { id: id as string, personId, resultId: resultId as string };
}

describe('the history of a result', () => {
  it('is found by the registration’s id and by that of each of its results, at both doors', async () => {
    const { id, resultId } = await held('found by result');
    const history = (await house.admin.get(`/v1/results/${id}`)).body;
    expect(history).toMatchObject({ registrationId: id, results: [{ id: resultId, state: 'held' }] });
    expect((await house.admin.get(`/v1/results/${resultId}`)).body).toEqual(history);
    const asked = 'query ($id: ID!) { resultHistory(id: $id) { registrationId } }';
    const { body } = await house.admin.graphql(asked, { id: resultId });
    expect(body).toEqual({ data: { resultHistory: { registrationId: id } } });
    expect((await house.admin.get(`/v1/results/${crypto.randomUUID()}`)).status).toBe(404);
  });

  it('is not found by the id of what the caller may not read: another’s, or one’s own that is held or rejected', async () => {
    const { id, personId, resultId } = await held('not found by result');
    const manager = await house.tokens.of({ role: 'academy-manager', academies: [crypto.randomUUID()] });
    const self = house.admin.as(await house.tokens.of({ role: 'candidate', personId }));
    expect((await house.admin.as(manager).get(`/v1/results/${resultId}`)).status).toBe(404);
    expect((await self.get(`/v1/results/${resultId}`)).status).toBe(404);
    expect((await self.get(`/v1/results/${id}`)).body.results).toEqual([]);
    const decision = { accept: false, reason: 'looked into' };
    expect((await house.director.post(`/v1/results/${resultId}/decide`, decision)).body.state).toBe('rejected');
    expect((await self.get(`/v1/results/${resultId}`)).status).toBe(404);
  });
});

describe('a result', () => {
  it('is kept from whom it does not concern also by the database, where a statement forgets whom it reads for', async () => {
    const { id, personId, resultId } = await held('kept by the database');
    const seen = (actor: Actor) =>
      house.database.db.readAs(actor, (tx) => tx.query(sql`select n.id from result n where registration_id = ${id}`));
    const near = { regions: [house.given.region], academies: [house.academyId], personId };
    const far = { regions: ['MA-11'], academies: [personId], personId: house.academyId };
    for (const role of ['regional-director', 'academy-manager', 'candidate'] as const) {
      expect(await seen(actorOf(role, near))).toEqual([{ id: resultId }]);
      expect(await seen(actorOf(role, far))).toEqual([]);
    }
    expect(await seen(actorOf('auditor'))).toEqual([{ id: resultId }]);
  });
});

describe('a machine that delivers results', () => {
  it('finds by its id what it lists, at both doors', async () => {
    const { id, resultId } = await held('listed to a feed');
    const feed = house.admin.as(await house.tokens.of({ role: 'integrator', scopes: ['results'] }));
    const listed = (await feed.get(`/v1/results?registrationId=${id}`)).body.items;
    expect(listed).toMatchObject([{ id: resultId }]);
    expect((await feed.get(`/v1/results/${resultId}`)).body).toMatchObject({ registrationId: id, results: listed });
    const { body } = await feed.graphql('query ($id: ID!) { resultHistory(id: $id) { results { id } } }', {
      id: resultId,
    });
    expect(body).toEqual({ data: { resultHistory: { results: [{ id: resultId }] } } });
  });
});

describe('the id of a result and that of its registration', () => {
  it('are told apart where one stands for the other, at both doors', async () => {
    const { id, resultId } = await held('one for the other');
    const english = { headers: { 'accept-language': 'en' } };
    const said = async (verb: 'correct' | 'decide', of: string, input: object, as = house.director) => {
      const rest = (await as.post(`/v1/results/${of}/${verb}`, input, english)).body;
      const field = `${verb}Result`;
      const asked = `mutation ($input: ${verb === 'correct' ? 'CorrectResultInput' : 'DecideResultInput'}!) {
        ${field}(input: $input) { __typename } }`;
      const { errors } = (await as.graphql(asked, { input: { id: of, ...input } }, english)).body;
      expect(errors).toMatchObject([{ extensions: { code: rest.code, hint: rest.hint } }]);
      return [rest.code, rest.hint];
    };
    const correction = { score: 400, reason: 'misread' };
    const decision = { accept: false, reason: 'looked into' };
    const corrected = 'that is a result’s id; a result is corrected by its registrationId';
    expect(await said('correct', resultId, correction)).toEqual(['NOT_FOUND', corrected]);
    const decided = 'that is a registration’s id; a result is decided by its own';
    expect(await said('decide', id, decision)).toEqual(['NOT_FOUND', decided]);
    const elsewhere = house.admin.as(await house.tokens.of({ role: 'regional-director', regions: ['MA-11'] }));
    expect(await said('correct', resultId, correction, elsewhere)).toEqual(['NOT_FOUND', 'no such registration']);
    expect(await said('decide', id, decision, elsewhere)).toEqual(['NOT_FOUND', 'no such result']);
  });
});
