import type { Migration } from '@takwin/platform/postgres';

/** Who gets what by which rule, since when and until when. */
export const entitlementMigration: Migration = {
  name: '2026-11-26-entitlement',
  up: `
    create table entitlement_rule(
      id uuid primary key default gen_random_uuid(),
      name text not null constraint entitlement_rule_name unique,
      kinds text[] not null,
      profiles text[] not null,
      filieres text[],
      valid_from date,
      valid_until date,
      sku_id uuid not null references sku,
      disabled_plans uuid[] not null default '{}',
      priority int not null,
      grace_days int not null check (grace_days >= 0),
      automatic boolean not null,
      constraint entitlement_rule_dates check (valid_from <= valid_until)
    );

    create table entitlement(
      person_id uuid not null,
      sku_id uuid not null references sku,
      rule_id uuid references entitlement_rule on delete set null,
      disabled_plans uuid[] not null default '{}',
      state text not null check (state in ('entitled', 'grace', 'ended')),
      since date not null,
      until date,
      academy_id uuid not null,
      region text not null,
      changed_at timestamptz not null,
      tried_at timestamptz,
      problem text,
      primary key (person_id, sku_id)
    );
    create index entitlement_untried on entitlement(changed_at) where state = 'entitled' and tried_at is null;
    create index entitlement_ending on entitlement(until) where state in ('entitled', 'grace');

    create table entitlement_day(one boolean primary key default true check (one), reviewed_on date not null default '-infinity');
    insert into entitlement_day default values;`,
};
