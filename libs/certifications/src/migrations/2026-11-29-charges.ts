import type { Migration } from '@takwin/platform/postgres';

/** What late cancellations cost, as a ledger: a charge for each, and what became of it in entries that stay as written. */
export const chargesMigration: Migration = {
  name: '2026-11-29-charges',
  up: `
    alter table exam_rules add column cancellation_fee int not null default 200 check (cancellation_fee between 1 and 10000);

    create table charge(
      id uuid primary key default gen_random_uuid(),
      registration_id uuid not null unique references registration,
      person_id uuid not null,
      academy_id uuid not null,
      region text not null,
      dirhams int not null check (dirhams > 0),
      state text not null default 'booked' check (state in ('booked', 'waived', 'settled')),
      version int not null default 1
    );
    create index charge_academy on charge(academy_id, id);
    create index charge_person on charge(person_id);

    create table charge_entry(
      charge_id uuid not null references charge,
      state text not null check (state in ('booked', 'waived', 'settled')),
      at timestamptz not null,
      made_by text not null,
      reason text not null,
      primary key (charge_id, state)
    );
    create trigger charge_entry_stays before update or delete on charge_entry
      for each row execute function refuse_change();

    insert into charge(registration_id, person_id, academy_id, region, dirhams)
      select id, person_id, academy_id, region, 200 from registration where cancellation = 'fee';
    insert into charge_entry(charge_id, state, at, made_by, reason)
      select c.id, 'booked', coalesce(r.cancelled_at, r.requested_at), 'migration', 'CANCELLED_LATE'
      from charge c join registration r on r.id = c.registration_id;`,
};
