import type { Migration } from '@takwin/platform/postgres';

/** Names that were kept with an apostrophe that Unicode has as a letter are written, and found, as all others. */
export const oneApostropheMigration: Migration = {
  name: '2026-12-04-one-apostrophe',
  up: `
    update person set family_fr = translate(family_fr, 'ʼʻ', '’’'), given_fr = translate(given_fr, 'ʼʻ', '’’'),
      family_ar = translate(family_ar, 'ʼʻ', '’’'), given_ar = translate(given_ar, 'ʼʻ', '’’')
    where concat(family_fr, given_fr, family_ar, given_ar) ~ '[ʼʻ]';`,
};
