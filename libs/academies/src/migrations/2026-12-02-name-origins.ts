import type { Migration } from '@takwin/platform/postgres';

/** Whose words the names are that ship with academies; it holds as long as an academy is called so. */
export const nameOriginsMigration: Migration = {
  name: '2026-12-02-name-origins',
  up: `
    create table academy_name_origin(
      academy_id uuid primary key,
      name_fr text not null,
      name_ar text not null,
      fr text not null check (fr in ('official', 'translated', 'transliterated')),
      ar text not null check (ar in ('official', 'translated', 'transliterated'))
    );`,
};
