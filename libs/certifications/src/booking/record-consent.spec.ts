import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
beforeAll(async () => {
  house = await examEnvironment();
});
afterAll(() => house?.close());

const MINOR = { state: 'active', birthDate: '2012-05-10' };

describe('a birth date that was corrected', () => {
  it('shows that a seat lacks a parent’s consent, which the academy adds, by both doors and never twice', async () => {
    const personId = await house.person('younger than said');
    const { id } = (await house.book(personId, (await house.sitting({ days: 3 })).id)).body;
    expect((await house.registration(id)).consentDoubt).toBeNull();
    await house.given.personSays(personId, house.academyId, MINOR);
    const missing = { state: 'booked', consentDoubt: 'CONSENT_MISSING', consentBy: null };
    expect(await house.registration(id)).toMatchObject(missing);
    const own = await house.candidate(personId);
    expect((await own.get(`/v1/registrations?personId=${personId}`)).body.items).toMatchObject([missing]);

    const consent = (by = house.admin, document = 'DR-04/2026/7') =>
      by.post(`/v1/registrations/${id}/consent`, { consentDocument: document });
    expect((await consent(own)).status).toBe(403);
    const as = async (claims: Parameters<typeof house.tokens.of>[0]) => house.admin.as(await house.tokens.of(claims));
    const [stranger, manager, themselves] = [
      await as({ role: 'academy-manager', academies: [crypto.randomUUID()] }),
      await as({ role: 'academy-manager', academies: [house.academyId] }),
      await as({ role: 'academy-manager', academies: [house.academyId], personId, subject: 'themselves' }),
    ];
    expect((await consent(stranger)).status).toBe(404);
    expect((await consent(themselves)).body).toMatchObject({ code: 'MINOR_NEEDS_CONSENT', age: 'minor' });
    const given = { consentDoubt: null, consentBy: 'test:academy-manager', consentDocument: 'DR-04/2026/7' };
    expect((await consent(manager)).body).toMatchObject(given);
    expect((await consent(house.admin, 'DR-04/2026/8')).body).toMatchObject(given);
    const again = `mutation { recordConsent(input: { id: "${id}" }) { consentBy consentDoubt } }`;
    expect((await house.admin.graphql(again)).body.data.recordConsent).toEqual({
      ...{ consentBy: 'test:academy-manager', consentDoubt: null },
    });
  });

  it('asks nothing of a seat that was given up, nor of an adult', async () => {
    const [gone, adult] = [await house.person('gave up'), await house.person('adult')];
    const { id: sittingId } = await house.sitting({ days: 4 });
    const [given, kept] = [(await house.book(gone, sittingId)).body, (await house.book(adult, sittingId)).body];
    await house.admin.post(`/v1/registrations/${given.id}/cancel`);
    await house.given.personSays(gone, house.academyId, MINOR);
    expect(await house.registration(given.id)).toMatchObject({ state: 'cancelled', consentDoubt: null });
    expect(await house.registration(kept.id)).toMatchObject({ consentDoubt: null });
    expect((await house.admin.post(`/v1/registrations/${given.id}/consent`)).body).toMatchObject({
      ...{ status: 409, code: 'REGISTRATION_STATE_FORBIDS', from: 'cancelled' },
    });
  });
});
