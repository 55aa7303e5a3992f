import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inLetters } from '@takwin/contracts/synthetic/in-letters';
import { academiesService } from '../testing/academies-service.js';
import { type AcademySeen, placesIn, someoneAt, statementsOf } from '../testing/roster-statements.js';

const { database, tokens, running, admin, close } = await academiesService();
afterAll(close);
let here: AcademySeen;
beforeAll(async () => {
  ({ here } = await placesIn(admin));
});
const { take, worked, accept } = statementsOf({ database, running, admin });

/** One name as two programs write it; both are kept as the first says. */
const PAIRS: [string, [string, string], [string, string]][] = [
  ['apostrophes of a typewriter and of print', ["N'Ait", "M'hamed"], ['N’Ait', 'M’hamed']],
  ['apostrophes that open', ['N‘Ait', 'M‘hamed'], ["N'Ait", "M'hamed"]],
  ['apostrophes that are letters', ['N\u02bcAit', 'M\u02bbhamed'], ["N'Ait", 'M’hamed']],
  ['signs of transcription', ['Sa\u02bfidi', 'Ra\u02bejae'], ["Sa'idi", "Ra'jae"]],
  ['full-width apostrophes', ['N\uff07Ait', 'M\uff07hamed'], ['N’Ait', 'M’hamed']],
  ['capitals', ['EL AMRANI', 'SALMA'], ['El Amrani', 'Salma']],
  ['capitals with accents', ['AÏT ALI', 'HÉLÈNE'], ['Aït Ali', 'Hélène']],
  ['blanks, and letters in two parts', ['Ai\u0308t  Ali', 'He\u0301le\u0300ne'], ['Aït Ali', 'Hélène']],
];

const FIRST = { headers: { 'if-match': '"1"' } };
const read = async (matricule: string) => (await admin.post('/v1/persons/search', { matricule })).body.items[0];

describe('a name that is written otherwise and says the same', () => {
  it.each(PAIRS)('by two senders changes nothing: %s', async (_, [family, given], [otherFamily, otherGiven]) => {
    const another = admin.as(await tokens.of({ role: 'programme-admin', subject: 'another' }));
    const person = someoneAt(here);
    const row = person('DEV101', here, { Nom: family, Prenom: given });
    const other = person('DEV101', here, { Nom: otherFamily, Prenom: otherGiven });
    await take([row]);
    const kept = await read(person.matricule);
    for (const night of [1, 2]) {
      expect([night, await take([other], another)]).toEqual([night, { accepted: 1, changes: 0 }]);
      expect([night, await take([row])]).toEqual([night, { accepted: 1, changes: 0 }]);
    }
    expect(await read(person.matricule)).toEqual(kept);
  });

  it.each(PAIRS.slice(0, 5))('is the same in two rows of one file: %s', async (_, [family], [otherFamily]) => {
    const person = someoneAt(here);
    const rows = [family, otherFamily].map((Nom, index) => person(`DEV10${index}`, here, { Nom }));
    expect(await worked(await accept(rows))).toMatchObject({ accepted: 2, changes: 1 });
  });

  it.each(PAIRS.slice(0, 5))('corrects nothing by a form: %s', async (which, [family, given], others) => {
    const zohra = `Zohra ${inLetters(which.length)}`;
    const name = { family, given: `${given} ${zohra}` };
    const about = { kind: 'trainee', academyId: here.id, birthDate: '2001-02-03' };
    const { body: made } = await admin.post('/v1/persons', { name, ...about });
    const said = { family: others[0], given: `${others[1]} ${zohra}` };
    expect((await admin.patch(`/v1/persons/${made.id}`, { name: said })).body).toEqual(made);
    const correction = { name: said, reason: 'The card was seen', document: 'CIN-2026-0001' };
    const { body } = await admin.patch(`/v1/persons/${made.id}/identity`, correction, FIRST);
    expect(body.code).toBe('NOTHING_TO_CORRECT');
    const again = await admin.post('/v1/persons', { name: said, ...about });
    expect(again.body).toMatchObject({ code: 'PERSON_MAY_BE_REGISTERED' });
  });
});
