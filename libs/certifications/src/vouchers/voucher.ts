import { Refusal } from '@takwin/platform/errors';
import { codeList } from '@takwin/platform/schema';
import { z } from 'zod';
import { ExamFamily } from '../exams/exam.js';

const Expiry = {
  expiresAt: z.iso.datetime().describe('23:59:59 US Central Time of the last day'),
  expiresWallTime: z.string().describe('The same on the clocks of Morocco: the next morning'),
};

export const VoucherLotView = z
  .object({
    id: z.uuid(),
    family: ExamFamily,
    vouchers: z.int(),
    reference: z.string(),
    purchasedOn: z.iso.date(),
    expiresOn: z.iso.date(),
    ...Expiry,
    unallocated: z.int().describe('Still with the programme'),
  })
  .meta({ id: 'VoucherLot', description: 'Vouchers bought together, for one family of exams, with one expiry' });
export type VoucherLotView = z.output<typeof VoucherLotView>;

export const VoucherState = codeList(
  'VoucherState',
  'Where a voucher stands: only what is assigned can still be used',
  {
    assigned: 'A person has it, and may book or has booked with it',
    used: 'Spent: the exam began',
    forfeited: 'Lost by an absence or a late cancellation',
    returned: 'Taken back from the person: it is the academy’s again',
    lapsed: 'Its last day has passed unused',
  },
);

export const VoucherView = z
  .object({
    id: z.uuid(),
    lotId: z.uuid(),
    family: ExamFamily,
    academyId: z.uuid(),
    personId: z.uuid(),
    registrationId: z.uuid().nullable(),
    state: VoucherState,
    ...Expiry,
    version: z.int(),
  })
  .meta({ id: 'Voucher', description: 'Pays one attempt of one person' });
export type VoucherView = z.output<typeof VoucherView>;

export const VoucherStockView = z
  .object({
    academyId: z.uuid(),
    lotId: z.uuid(),
    family: ExamFamily,
    ...Expiry,
    vouchers: z.int().describe('Not assigned to anybody'),
    unbooked: z.int().describe('Assigned to persons who have not booked with them'),
    expectedToLapse: z.int().describe('Of both, at the pace of the last 90 days, soonest expiry used first'),
  })
  .meta({ id: 'VoucherStock', description: 'What an academy has of a lot, and what of it will lapse' });
export type VoucherStockView = z.output<typeof VoucherStockView>;

/** Accounts of the ledger. An academy has one for each thing that can become of its vouchers. */
export const VENDOR = 'vendor';
export const PROGRAMME = 'programme';
export const accountOf = (academyId: string, what: 'stock' | 'assigned' | 'used' | 'forfeited' | 'lapsed'): string =>
  `${what}:${academyId}`;

export class VouchersNotCovered extends Refusal {
  constructor() {
    super('VOUCHERS_NOT_COVERED');
  }
}

export class LotIsEntered extends Refusal {
  constructor(lotId: string) {
    super('VOUCHER_LOT_IS_ENTERED', { extra: { lotId } });
  }
}

export class PersonHasVoucher extends Refusal {
  constructor(voucherId: string) {
    super('PERSON_HAS_VOUCHER', {
      extra: { voucherId },
    });
  }
}

export class NoVoucher extends Refusal {
  constructor() {
    super('NO_VOUCHER');
  }
}

export class VoucherUnknown extends Refusal {
  constructor() {
    super('VOUCHER_UNKNOWN', { status: 422 });
  }
}

export class VoucherOfSomeoneElse extends Refusal {
  constructor() {
    super('VOUCHER_OF_SOMEONE_ELSE');
  }
}

export class VoucherOfAnotherAcademy extends Refusal {
  constructor() {
    super('VOUCHER_OF_ANOTHER_ACADEMY');
  }
}

export class VoucherIsVoid extends Refusal {
  constructor(state: string) {
    super('VOUCHER_IS_VOID', { extra: { state } });
  }
}

export class VoucherIsBooked extends Refusal {
  constructor() {
    super('VOUCHER_IS_BOOKED');
  }
}

export class VoucherExpiresBefore extends Refusal {
  constructor(expiresAt: Date) {
    super('VOUCHER_EXPIRES_BEFORE', { extra: { expiresAt: expiresAt.toISOString() } });
  }
}

export class VoucherForOtherExams extends Refusal {
  constructor(family: string) {
    super('VOUCHER_FOR_OTHER_EXAMS', { extra: { family } });
  }
}

/** None of the family's exams is offered from today to the last day of the vouchers. */
export class FamilyIsRetired extends Refusal {
  constructor(family: string) {
    super('FAMILY_IS_RETIRED', { extra: { family } });
  }
}

export class VouchersExpired extends Refusal {
  constructor(path: string) {
    super('INVALID_INPUT', { status: 422, faults: [{ path, code: 'in_the_past', message: 'expired already' }] });
  }
}

export class LotReversed extends Refusal {
  constructor() {
    super('INVALID_INPUT', {
      status: 422,
      faults: [{ path: 'expiresOn', code: 'ends_before_it_begins', message: 'expires before it was purchased' }],
    });
  }
}
