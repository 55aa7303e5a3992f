import type { Migration } from '@takwin/platform/postgres';

const parts = ['family_fr', 'given_fr', 'family_ar', 'given_ar'];

/** Names that were kept with another apostrophe are written as all others, so that no sender writes them anew. */
export const apostrophesMigration: Migration = {
  name: '2026-12-06-apostrophes',
  up: `
    update person set ${parts.map((part) => `${part} = translate(${part}, '''‘ʹʻʼʽʾʿ', '’’’’’’’’')`).join(', ')}
    where concat(${parts.join(', ')}) ~ '[''‘ʹʻʼʽʾʿ]';`,
};
