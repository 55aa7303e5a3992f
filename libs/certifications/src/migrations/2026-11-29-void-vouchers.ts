import type { Migration } from '@takwin/platform/postgres';

/** A voucher that an exam's start has used becomes a forfeited one where its candidate turns out to have been absent: void still. */
export const voidVouchersMigration: Migration = {
  name: '2026-11-29-void-vouchers',
  up: `
    create or replace trigger voucher_stays_void before update on voucher
      for each row when (old.state <> 'assigned' and not (old.state = 'used' and new.state = 'forfeited'))
      execute function keep_void();`,
};
