import type { Migration } from '@takwin/platform/postgres';

/** Registrations of a state that few have are found without those of all the others. */
export const registrationStatesMigration: Migration = {
  name: '2026-11-30-registration-states',
  up: `
    create index registration_state on registration(state, id);`,
};
