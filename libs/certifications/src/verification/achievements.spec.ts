import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf } from '@takwin/platform/testing';
import { canonicalOf } from '../credentials/data-integrity.js';
import { openBadge } from '../credentials/openbadge-credential.js';
import { achievements, LITERACY } from '../credentials/reference/achievements.js';
import { shippedContexts } from '../credentials/reference/contexts.js';
import { PUBLIC_URL, SALMA } from '../testing/badges.js';
import { examEnvironment, type ExamEnvironment } from '../testing/exam-environment.js';

let house: ExamEnvironment;
let anyone: ReturnType<typeof apiOf>;
beforeAll(async () => {
  house = await examEnvironment();
  anyone = apiOf(house.running.url);
});
afterAll(() => house?.close());

/** What a credential of this achievement says of it. */
const saidOf = (achievement: ReturnType<typeof achievements>[number]) =>
  openBadge({ url: PUBLIC_URL, issuer: 'did:web:takwin.example' }, { ...SALMA, achievement }).credentialSubject
    .achievement;
const read = async (id: string, headers: Record<string, string> = {}) => anyone.get(new URL(id).pathname, { headers });

describe('the address of an achievement, which credentials name', () => {
  it('answers what they say of it, for each that ships', async () => {
    const all = achievements();
    expect(all.length).toBeGreaterThan(100);
    for (const one of all) {
      const said = saidOf(one);
      const { status, headers, body } = await read(said.id);
      expect({ id: one.id, status }).toEqual({ id: one.id, status: 200 });
      expect(headers.get('content-type')).toMatch(/^application\/ld\+json/);
      expect(body).toEqual({ '@context': expect.any(Array), ...said });
    }
  });

  it('is described without saying its kind or its name twice', () => {
    const described = (id: string) => saidOf(achievements().find((one) => one.id === id)!).description;
    expect(described('trainer.excel')).toBe('Qualification de formateur : Tableur Excel');
    expect(described('trainer.upskilling')).toBe('Qualification de formateur : Plan de perfectionnement du formateur');
    expect(described(LITERACY)).toBe('Programme d’alphabétisation numérique de 30 heures');
    for (const one of achievements()) {
      const words = saidOf(one).description.split(' : ');
      expect(new Set(words).size).toBe(words.length);
      expect(saidOf(one).description).not.toMatch(/formateur qualifié/i);
    }
  });

  it('answers JSON-LD of which every word is defined', async () => {
    const { body } = await read(saidOf(achievements().find(({ id }) => id === LITERACY)!).id);
    expect(await canonicalOf(body, shippedContexts())).toContain('ob/vocab.html#Achievement');
  });

  it('answers a page to a browser, in the language of the reader', async () => {
    const url = `${PUBLIC_URL}/achievements/${LITERACY}`;
    const browser = { accept: 'text/html,application/xhtml+xml', 'accept-language': 'fr-MA' };
    const french = await read(url, browser);
    expect(french.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(french.body).toMatch(/lang="fr"[^]*Alphabétisation numérique[^]*30 heures enregistrées/);
    const arabic = await anyone.get(`/achievements/${LITERACY}?lang=ar`, { headers: browser });
    expect(arabic.body).toMatch(/lang="ar" dir="rtl"[^]*محو الأمية الرقمية/);
    expect((await read(url, { ...browser, 'accept-language': 'en' })).body).toContain('30 recorded hours');
  });

  it('answers that there is none, to programs and to people', async () => {
    for (const id of ['nothing', '%00', '%2e%2e%2fkeys', 'x'.repeat(90)]) {
      expect((await anyone.get(`/achievements/${id}`)).body).toMatchObject({ code: 'NOT_FOUND' });
      const page = await anyone.get(`/achievements/${id}?lang=en`, { headers: { accept: 'text/html' } });
      expect({ status: page.status, body: page.body }).toMatchObject({
        status: 404,
        body: expect.stringMatching(/has this name/),
      });
    }
  });
});
