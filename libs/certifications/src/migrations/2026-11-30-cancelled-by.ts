import type { Migration } from '@takwin/platform/postgres';

/** Who gave a registration up, whether its candidate asked for that, and who bears what it cost; the release before says neither. */
export const cancelledByMigration: Migration = {
  name: '2026-11-30-cancelled-by',
  up: `
    alter table registration add column cancelled_by text;
    alter table registration add column cancelled_on_request boolean;
    alter table charge add column payer text not null default 'candidate';`,
};
