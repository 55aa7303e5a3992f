import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { temporaryHome } from '@takwin/platform/testing';
import { main } from './verify.js';

let folder: string;
let badge: string;
beforeAll(async () => {
  folder = await temporaryHome('verify');
  badge = join(folder, 'badge.json');
  await writeFile(
    badge,
    JSON.stringify({ type: ['VerifiableCredential', 'ClrCredential'], issuer: 'did:web:a.example' }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function verify(...args: string[]): Promise<{ code: number; printed: string }> {
  let printed = '';
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => Boolean((printed += String(text)))),
  );
  try {
    return { code: await main(args), printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

it.each([
  [[], '- PROOF_MISSING: Le certificat ne porte aucune signature.'],
  [['--language', 'fr'], '- PROOF_MISSING: Le certificat ne porte aucune signature.'],
  [['--language', 'ar'], '- PROOF_MISSING: لا تحمل الشهادة أي توقيع.'],
  [['--language', 'en'], '- PROOF_MISSING: The credential bears no signature.'],
])('says what it found in words, in the language that is asked for: %j', async (asked, sentence) => {
  const { code, printed } = await verify(badge, ...asked);
  expect(code).toBe(1);
  expect(printed.split('\n')).toContain(sentence);
});

it('refuses a language that it does not speak', async () => {
  expect(await verify(badge, '--language', 'tlh')).toMatchObject({
    code: 2,
    printed: expect.stringContaining('--language'),
  });
});
