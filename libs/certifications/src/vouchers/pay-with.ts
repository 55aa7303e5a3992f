import type { Tx } from '@takwin/platform/postgres';
import sql from 'sql-template-tag';
import { voucherLife } from './voucher.life.js';
import { bind } from './voucher.writer.js';
import {
  VoucherExpiresBefore,
  VoucherForOtherExams,
  VoucherIsBooked,
  VoucherIsVoid,
  VoucherOfAnotherAcademy,
  VoucherOfSomeoneElse,
  VoucherUnknown,
  type VoucherView,
} from './voucher.js';

type VoucherRow = {
  person_id: string;
  academy_id: string;
  registration_id: string | null;
  state: VoucherView['state'];
  family: string;
  expires_at: Date;
  wanted: { person: string; academy: string; family: string; starts: string };
};

/** Pays for a registration with the voucher that was named; refuses it by name where it cannot be used for that. */
export async function payWith(tx: Tx, voucherId: string, registrationId: string): Promise<void> {
  const known = await tx.one<VoucherRow>(sql`
    select v.person_id, v.academy_id, v.registration_id, v.state, l.family, l.expires_at,
      (select jsonb_build_object('person', r.person_id, 'academy', r.academy_id, 'family', e.family, 'starts', lower(r.during))
        from registration r join exam e on e.code = r.exam_code where r.id = ${registrationId}) as wanted
    from voucher v join voucher_lot l on l.id = v.lot_id where v.id = ${voucherId} for update of v`);
  if (!known) throw new VoucherUnknown();
  const { wanted, state, family, expires_at } = known;
  if (known.academy_id !== wanted.academy) throw new VoucherOfAnotherAcademy();
  if (known.person_id !== wanted.person) throw new VoucherOfSomeoneElse();
  if (!voucherLife.allows(state, 'bind')) throw new VoucherIsVoid(state);
  if (known.registration_id !== null) throw new VoucherIsBooked();
  if (family !== wanted.family) throw new VoucherForOtherExams(family);
  if (expires_at < new Date(wanted.starts)) throw new VoucherExpiresBefore(expires_at);
  await bind(tx, voucherId, registrationId);
}
