import type { Migration } from '@takwin/platform/postgres';

/** Rules are changed on the version that was seen. */
export const ruleVersionsMigration: Migration = {
  name: '2026-11-29-rule-versions',
  up: 'alter table entitlement_rule add column version int not null default 1;',
};
