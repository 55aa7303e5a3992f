import type { Migration } from '@takwin/platform/postgres';

// Whoever has a matricule is told apart by it, so rows of a roster look among the few others alone, however many bear the name.
const unnumbered = (part: 'fr' | 'ar'): string =>
  `person(person_name_key(family_${part}, given_${part}), birth_date) where coalesce(matricule, claimed_matricule) is null`;

/** Persons without a matricule by how they are called: who may be somebody of a roster. */
export const unnumberedNamesMigration: Migration = {
  name: '2026-12-07-unnumbered-names',
  index: { name: 'person_unnumbered_name', on: unnumbered('fr') },
  up: 'select',
};

export const unnumberedArabicNamesMigration: Migration = {
  name: '2026-12-07-unnumbered-arabic-names',
  index: {
    name: 'person_unnumbered_name_ar',
    on: `${unnumbered('ar')} and (family_ar is not null or given_ar is not null)`,
  },
  up: 'select',
};
