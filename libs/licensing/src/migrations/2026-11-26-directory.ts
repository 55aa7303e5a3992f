import type { Migration } from '@takwin/platform/postgres';

/** What Microsoft's directory was last seen to hold, and where it differs from our licences. */
export const directoryMigration: Migration = {
  name: '2026-11-26-directory',
  up: `
    create table directory_account(
      tenant uuid not null,
      object_id uuid not null,
      upn text not null,
      usage_location text,
      skus uuid[] not null default '{}',
      deleted_at timestamptz,
      generation int not null,
      primary key (tenant, object_id)
    );
    create index directory_account_upn on directory_account(tenant, upn);
    create index directory_account_deleted on directory_account(deleted_at) where deleted_at is not null;

    create table directory_sync(
      tenant uuid primary key,
      delta_link text,
      generation int not null default 0,
      synced_at timestamptz,
      leased_until timestamptz not null default '-infinity'
    );

    create table drift(
      tenant uuid not null,
      person_id uuid not null,
      sku_id uuid not null references sku,
      kind text not null check (kind in ('not-here', 'not-there', 'other-product', 'account-deleted', 'no-account')),
      academy_id uuid not null,
      region text not null,
      found_at timestamptz not null,
      restorable_until timestamptz,
      primary key (person_id, sku_id)
    );
    create index drift_academy on drift(academy_id);`,
};
