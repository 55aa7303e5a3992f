import type { Migration } from '@takwin/platform/postgres';

/**
 * Vouchers as a double-entry ledger: each movement takes from one account of a lot what it gives to another, so a lot always sums
 * to nothing; no account but the vendor's goes below it. Movements stay as written, expiry is never extended, and what is
 * void stays void.
 */
export const vouchersMigration: Migration = {
  name: '2026-11-26-vouchers',
  up: `
    create table voucher_lot(
      id uuid primary key default gen_random_uuid(),
      family text not null,
      vouchers int not null check (vouchers > 0),
      reference text not null,
      purchased_on date not null,
      expires_on date not null,
      expires_at timestamptz not null,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint voucher_lot_days check (purchased_on <= expires_on),
      constraint voucher_lot_idempotency unique (created_by, idempotency_key)
    );
    create index voucher_lot_expiry on voucher_lot(family, expires_at);

    create table voucher_balance(
      lot_id uuid not null references voucher_lot,
      account text not null,
      vouchers int not null default 0,
      primary key (lot_id, account),
      constraint voucher_balance_covered check (vouchers >= 0 or account = 'vendor')
    );
    create index voucher_balance_account on voucher_balance(account) where vouchers > 0;

    create table voucher_movement(
      id bigint generated always as identity primary key,
      lot_id uuid not null references voucher_lot,
      from_account text not null,
      to_account text not null,
      vouchers int not null check (vouchers > 0),
      at timestamptz not null,
      made_by text not null,
      constraint voucher_movement_moves check (from_account <> to_account)
    );
    create index voucher_movement_lot on voucher_movement(lot_id, id);
    create index voucher_movement_use on voucher_movement(to_account, at);

    create table voucher(
      id uuid primary key default gen_random_uuid(),
      lot_id uuid not null references voucher_lot,
      academy_id uuid not null,
      region text not null,
      person_id uuid not null,
      registration_id uuid references registration,
      state text not null default 'assigned' check (state in ('assigned', 'used', 'forfeited', 'returned', 'lapsed')),
      assigned_at timestamptz not null,
      ended_at timestamptz,
      version int not null default 1,
      created_by text not null,
      idempotency_key text,
      request_hash text,
      constraint voucher_ended check ((state = 'assigned') = (ended_at is null)),
      constraint voucher_idempotency unique (created_by, idempotency_key)
    );
    create unique index voucher_registration on voucher(registration_id) where state = 'assigned';
    create index voucher_person on voucher(person_id) where state = 'assigned';
    create index voucher_academy on voucher(academy_id, id);
    create index voucher_lot_assigned on voucher(lot_id) where state = 'assigned';

    create function move_vouchers() returns trigger language plpgsql as $$
    begin
      insert into voucher_balance(lot_id, account) values (new.lot_id, new.from_account), (new.lot_id, new.to_account)
        on conflict do nothing;
      -- In one order, so that a claim and a return do not lock each other out.
      perform from voucher_balance where lot_id = new.lot_id and account in (new.from_account, new.to_account)
        order by account for update;
      update voucher_balance
      set vouchers = vouchers + case when account = new.to_account then new.vouchers else -new.vouchers end
      where lot_id = new.lot_id and account in (new.from_account, new.to_account);
      return null;
    end $$;
    create trigger voucher_movement_balance after insert on voucher_movement for each row execute function move_vouchers();

    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception using errcode = 'check_violation', constraint = tg_name, message = tg_name || ': this stays as it is';
    end $$;
    create trigger voucher_movement_stays before update or delete on voucher_movement
      for each row execute function refuse_change();
    create trigger voucher_never_extended before update or delete on voucher_lot
      for each row execute function refuse_change();
    create trigger voucher_stays_void before update on voucher
      for each row when (old.state <> 'assigned') execute function refuse_change();
    create trigger voucher_stays_the_assignees before update of person_id, lot_id on voucher
      for each row execute function refuse_change();

    alter table exam_rules add column vouchers_required boolean not null default false;`,
};
