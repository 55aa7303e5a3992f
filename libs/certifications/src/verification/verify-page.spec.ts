import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorOf, testDatabase, type TestDatabase, testService, type TestService } from '@takwin/platform/testing';
import { chromium, type Browser, type Page } from 'playwright-core';
import sql from 'sql-template-tag';
import { CredentialKeys } from '../credentials/keys.js';
import { CertificationsModule, certificationsMigrations, loadCertificationsReference } from '../index.js';
import { earnCredentials } from '../credentials/credential.writer.js';
import { credentialEnv } from '../testing/badges.js';
import { given as givenIn } from '../testing/given.js';
import { IssueCredentialsHandler } from '../credentials/issue-credentials.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

if (!CHROMIUM) {
  describe('in a browser', () => it.skip('the public page: skipped, this machine has no Chromium', () => {}));
} else {
  describe('in a browser, the public page', () => {
    let database: TestDatabase;
    let running: TestService;
    let browser: Browser;
    let page: Page;
    const asked: string[] = [];
    const ids: Record<string, string> = { unknown: '00000000-0000-4000-8000-000000000000' };

    beforeAll(async () => {
      database = await testDatabase({
        schema: 'certifications',
        migrations: certificationsMigrations,
        reference: loadCertificationsReference,
      });
      running = await testService(CertificationsModule, {
        env: { OIDC_ISSUER: 'none', OIDC_JWKS_URL: 'http://127.0.0.1:1', ...credentialEnv() },
        db: database.db,
      });
      const given = givenIn(database);
      const academyId = await given.academy('Rabat');
      const system = actorOf('system');
      for (const name of ['valid', 'revoked']) {
        const personId = await given.person(`Salma ${name}`, academyId);
        await database.db.asActor(system, (tx) =>
          tx.query(sql`update person_copy set name_ar = 'سلمى العمراني' where subject = ${personId}`),
        );
        const earned = { personId, achievementId: 'digital-literacy.30-hours', academyId, region: given.region };
        const [id] = await database.db.asActor(system, (tx) =>
          earnCredentials(tx, [{ ...earned, achievedOn: '2026-11-20' }]),
        );
        ids[name] = id!;
      }
      await new IssueCredentialsHandler(database.db, running.get(CredentialKeys)).run(Object.values(ids));
      await database.db.asActor(system, (tx) =>
        tx.query(sql`update credential set state = 'revoked', revoked_at = ${tx.at}, revoked_reason = 'Délivré par erreur'
          where id = ${ids.revoked}`),
      );
      // Chromium's own sandbox wants rights that a container does not have; the page is ours.
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
      page = await browser.newPage({ locale: 'fr-MA' });
      page.on('request', (request) => asked.push(request.url()));
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await running?.close();
      await database?.close();
    });

    const open = (name: string, query = '') => page.goto(`${running.url}/verify/${ids[name]}${query}`);
    const verdict = () => page.getByRole('status');

    it('tells a valid credential, in the language of the reader, and asks nobody else', async () => {
      asked.length = 0;
      expect((await open('valid'))!.status()).toBe(200);
      expect(await verdict().innerText()).toBe('Ce certificat est authentique et valide.');
      expect(await page.locator('dd').first().innerText()).toContain('Salma valid');
      expect(new Set(asked.map((url) => new URL(url).origin))).toEqual(new Set([new URL(running.url).origin]));
    });

    it('is set from right to left in Arabic, a click away, and fits a telephone', async () => {
      await page.setViewportSize({ width: 360, height: 740 });
      await open('valid');
      await page.getByRole('link', { name: 'العربية' }).click();
      expect(await verdict().innerText()).toBe('هذه الشهادة صحيحة وسارية.');
      const [term, value] = [
        await page.locator('dt').first().boundingBox(),
        await page.locator('dd').first().boundingBox(),
      ];
      expect(term!.x).toBeGreaterThan(value!.x);
      const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
      expect(await page.evaluate(overflow)).toBe(0);
    });

    it('tells a revoked one, with the reason', async () => {
      await open('revoked');
      expect(await verdict().innerText()).toBe('Ce certificat a été révoqué.');
      expect(await page.locator('dl').innerText()).toContain('Délivré par erreur');
    });

    it('tells that nobody knows one, and shows nothing', async () => {
      expect((await open('unknown', '?lang=en'))!.status()).toBe(404);
      expect(await verdict().innerText()).toBe('No credential has this number.');
      expect(await page.locator('dl').count()).toBe(0);
    });
  });
}
