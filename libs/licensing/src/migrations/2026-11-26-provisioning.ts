import type { Migration } from '@takwin/platform/postgres';

/** Runs that wait for an approval, change by group, count themselves, and hand work out in the order of a cursor. */
export const provisioningMigration: Migration = {
  name: '2026-11-26-provisioning',
  up: `
    alter table run drop constraint run_state_check;
    alter table run add constraint run_state_check check
      (state in ('checking', 'awaiting-approval', 'running', 'paused', 'cancelled', 'done'));
    alter table run
      add column method text not null default 'direct' check (method in ('direct', 'group')),
      add column priority smallint not null default 1,
      add column disabled_plans uuid[] not null default '{}',
      add column preflight jsonb,
      add column reason text,
      add column started_at timestamptz,
      add column approved_by text,
      add column approved_at timestamptz,
      add column total int not null default 0,
      add column done int not null default 0,
      add column failed int not null default 0;
    update run set total = t.total, done = t.done, failed = t.failed, started_at = run.accepted_at
    from (select run_id, count(*) as total, count(*) filter (where state in ('assigned', 'released')) as done,
        count(*) filter (where state in ('failed', 'cancelled')) as failed
      from outcome group by run_id) t
    where t.run_id = run.id;

    alter table outcome
      add column position int not null default 0,
      add column object_id uuid,
      add column member boolean not null default false,
      add column alone boolean not null default false,
      add column request_id text;
    -- By position or by lease: an index on both would have to be read past everyone who is done.
    drop index outcome_todo;
    create index outcome_reserved on outcome(run_id, position) where state = 'reserved';
    create index outcome_lease on outcome(leased_until) where state in ('calling', 'unknown');
    alter table outcome set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

    create table run_cursor(
      run_id uuid not null references run,
      tenant uuid not null,
      position int not null default -1,
      primary key (run_id, tenant)
    );

    create table graph_window(
      key text primary key,
      no bigint not null default 0,
      opens_at timestamptz not null default '-infinity',
      spent double precision not null default 0,
      confirmed boolean not null default true,
      not_before timestamptz not null default '-infinity',
      patch_cost double precision not null default 1,
      patches int not null default 0
    );
    alter table graph_window set (fillfactor = 50);

    create table licence_group(
      tenant uuid not null,
      sku_id uuid not null references sku,
      plans text not null,
      name text not null,
      group_id uuid,
      ready_at timestamptz,
      leased_until timestamptz not null default '-infinity',
      primary key (tenant, sku_id, plans)
    );

    -- The password is not here: it follows from a key that the database does not hold.
    create table initial_secret(
      person_id uuid primary key,
      nonce bytea,
      academy_id uuid not null,
      region text not null,
      account text not null,
      created_at timestamptz not null,
      handed_over_at timestamptz,
      handed_to text
    );`,
};
