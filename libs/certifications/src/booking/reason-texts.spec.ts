import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CATALOGUE } from '@takwin/contracts/refusals';
import { Words } from '@takwin/platform/errors';
import sql from 'sql-template-tag';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;

beforeAll(async () => {
  house = await examEnvironment({ words: new Words(CATALOGUE) });
});
afterAll(() => house?.close());

const said = (code: string) => {
  const { fr, ar, en } = CATALOGUE.refusals[code]!;
  return { fr: fr[1], ar: ar[1], en: en[1] };
};
const LANGUAGES = ['fr', 'ar', 'en'] as const;
const asked = (language: string) => ({ headers: { 'accept-language': language } });

/** Somebody who waits for a seat that is none. */
async function waiting(name: string): Promise<string> {
  const wish = { examCode: 'MO-200', earliest: house.inDays(300), latest: house.inDays(301) };
  const { id } = (await house.admin.post('/v1/registrations', { personId: await house.person(name), ...wish })).body;
  await house.work();
  return id;
}

describe('the reason of a registration', () => {
  it('is told in the words of the reader’s language, French without one, by itself and in a list', async () => {
    const id = await waiting('without a seat');
    const { personId } = await house.registration(id);
    const words = said('NO_FREE_SEAT');
    for (const language of LANGUAGES) {
      const one = await house.admin.get(`/v1/registrations/${id}`, asked(language));
      expect(one.body).toMatchObject({ reason: 'NO_FREE_SEAT', reasonText: words[language], moveReasonText: null });
      expect([one.headers.get('content-language'), one.headers.get('vary')]).toEqual([language, 'accept-language']);
      const { body } = await house.admin.get(`/v1/registrations?personId=${personId}`, asked(language));
      expect(body.items).toMatchObject([{ reasonText: words[language] }]);
    }
    expect((await house.registration(id)).reasonText).toBe(words.fr);
  });

  it('is told so in the graph, too, and of what moved somebody', async () => {
    const { id: sittingId } = await house.sitting({ days: 40 });
    const { id } = (await house.book(await house.person('moved'), sittingId)).body;
    await house.admin.post(`/v1/sittings/${sittingId}/cancel`, { reason: 'no power' });
    const query = `{ registration(id: "${id}") { reason reasonText moveReasonText } }`;
    const words = said('SITTING_WAS_CANCELLED');
    for (const language of LANGUAGES) {
      const { body } = await house.admin.graphql(query, undefined, asked(language));
      const text = words[language];
      expect(body.data.registration).toEqual({
        ...{ reason: 'SITTING_WAS_CANCELLED', reasonText: text, moveReasonText: text },
      });
    }
  });

  it('says when an exam goes on that was interrupted, by the hour of the seat', async () => {
    const { id } = (await house.book(await house.person('goes on'), (await house.sitting({ days: 43 })).id)).body;
    await house.sql(sql`update registration set reason = 'EXAM_GOES_ON_ELSEWHERE' where id = ${id}`);
    const texts = { fr: /reprend le 5 janvier 2027/, ar: /2027/, en: /goes on at 5 January 2027/ };
    for (const language of LANGUAGES) {
      const one = await house.admin.get(`/v1/registrations/${id}`, asked(language));
      expect(one.body.reasonText).toMatch(texts[language]);
      const graph = await house.admin.graphql(
        `{ registration(id: "${id}") { reasonText } }`,
        undefined,
        asked(language),
      );
      expect(graph.body.data.registration.reasonText).toBe(one.body.reasonText);
    }
  });

  it('that somebody gave is told as they gave it, and none is none', async () => {
    const id = await waiting('gives up');
    await house.admin.post(`/v1/registrations/${id}/cancel`, { reason: 'déménagement' });
    expect((await house.admin.get(`/v1/registrations/${id}`, asked('ar'))).body.reasonText).toBe('déménagement');
    const { body } = await house.book(await house.person('booked'), (await house.sitting({ days: 41 })).id);
    expect(body).toMatchObject({ reason: null, reasonText: null });
  });
});

describe('the reason of a charge', () => {
  it('is told in the words of the reader’s language at both doors', async () => {
    const personId = await house.person('pays');
    const { id } = (await house.book(personId, (await house.sitting({ days: 2 })).id)).body;
    await house.admin.post(`/v1/registrations/${id}/cancel`);
    const words = said('CANCELLED_LATE');
    const query = `{ charges(personId: "${personId}") { edges { node { entries { reason reasonText } } } } }`;
    for (const language of LANGUAGES) {
      const entry = { reason: 'CANCELLED_LATE', reasonText: words[language] };
      const { items } = (await house.admin.get(`/v1/charges?personId=${personId}`, asked(language))).body;
      expect(items).toMatchObject([{ entries: [entry] }]);
      const { body } = await house.admin.graphql(query, undefined, asked(language));
      expect(body.data.charges.edges).toEqual([{ node: { entries: [entry] } }]);
    }
  });
});

describe('the reasons against an exam', () => {
  it('are told each in the words of the reader’s language, at both doors', async () => {
    const { personId } = await house.registration(await waiting('asks again'));
    const query = `{ examEligibility(personId: "${personId}", examCode: "MO-200") { reasons reasonTexts } }`;
    for (const language of LANGUAGES) {
      const reasonTexts = [new Words(CATALOGUE).sentenceOf('ALREADY_REGISTERED', language)];
      const path = `/v1/persons/${personId}/exam-eligibility?examCode=MO-200`;
      const { body } = await house.admin.get(path, asked(language));
      expect(body).toMatchObject({ eligible: false, reasons: ['ALREADY_REGISTERED'], reasonTexts });
      const { data } = (await house.admin.graphql(query, undefined, asked(language))).body;
      expect(data.examEligibility).toEqual({ reasons: ['ALREADY_REGISTERED'], reasonTexts });
    }
  });
});
