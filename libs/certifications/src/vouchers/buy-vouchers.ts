import { Injectable } from '@nestjs/common';
import { CONVENTION, type Membership } from '@takwin/contracts/convention';
import { AcademyId } from '@takwin/contracts/ids';
import type { Actor } from '@takwin/platform/auth';
import { legalDayOf } from '@takwin/platform/clock';
import { invalid, NotFound } from '@takwin/platform/errors';
import { Queues } from '@takwin/platform/jobs';
import { Database, demand, refusing, type Tx } from '@takwin/platform/postgres';
import { command, OneLine, LocalDate } from '@takwin/platform/schema';
import sql from 'sql-template-tag';
import { z } from 'zod';
import { ExamFamily } from '../exams/exam.js';
import { askAgain } from '../booking/registration.writer.js';
import { demandMembership, MEMBERSHIP } from '../membership.js';
import { demandFamily } from './read-family.js';
import { enterLot, moveVouchers } from './ledger.writer.js';
import { selectLots } from './voucher.rows.js';
import { expiryOf } from './expiry.js';
import {
  accountOf,
  LotReversed,
  PROGRAMME,
  VENDOR,
  VouchersExpired,
  VouchersNotCovered,
  type VoucherLotView,
} from './voucher.js';
import { BOOKING_QUEUE } from '../booking/schedule-registrations.js';

const isNamed = (reference: string): boolean => /[\p{L}\p{N}]/u.test(reference);
const UNNAMED = { message: 'a letter or a digit at least', params: { code: 'invalid_text' } };

/** Vouchers are bought for a year: those of the convention's last day have expired by then. */
const LAST_EXPIRY = `${Number(CONVENTION.endsOn.slice(0, 4)) + 1}${CONVENTION.endsOn.slice(4)}`;

export const BuyVouchers = command(
  'BuyVouchers',
  { 'programme-admin': 'programme', integrator: 'programme' },
  {
    family: ExamFamily,
    vouchers: z.int().min(1).max(1_000_000),
    reference: OneLine({ max: 100 })
      .refine(isNamed, UNNAMED)
      .meta({ description: 'The order at the vendor: one lot of a family for each', examples: ['PO-2026-0417'] }),
    purchasedOn: LocalDate.describe('Not after today'),
    expiresOn: LocalDate.describe('The last day, US Central Time: a year after the convention at most'),
  },
  {
    summary: 'Enter a lot of vouchers that was bought',
    description:
      'Enters a lot of vouchers by its order at the vendor; its expiry is never extended. One that is entered' +
      ' already is refused as VOUCHER_LOT_IS_ENTERED, with the lot.',
  },
);
export type BuyVouchers = z.output<typeof BuyVouchers>;

const VoucherMove = { id: z.uuid(), academyId: AcademyId, vouchers: z.int().min(1).max(1_000_000) };
const ALLOCATORS = { 'programme-admin': 'programme', 'regional-director': 'region' } as const;

export const AllocateVouchers = command('AllocateVouchers', ALLOCATORS, VoucherMove, {
  summary: 'Allocate vouchers to an academy',
  description:
    'Gives vouchers of a lot to an academy that is in the programme today: else ACADEMY_NOT_ACCREDITED or' +
    ' MEMBERSHIP_NOT_IN_FORCE.',
});
export type AllocateVouchers = z.output<typeof AllocateVouchers>;
export const RecallVouchers = command('RecallVouchers', ALLOCATORS, VoucherMove, {
  summary: 'Recall vouchers from an academy',
  description: 'Takes vouchers of a lot back that an academy has not assigned to anybody.',
});
export type RecallVouchers = z.output<typeof RecallVouchers>;

@Injectable()
export class BuyVouchersHandler {
  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * Refuses a lot that is yet to be purchased (on a day after today), expires before it was purchased, has expired, expires later than a year
   * after the convention, was entered, or is of a family of which no exam is offered in that time.
   */
  buy(actor: Actor, command: BuyVouchers): Promise<VoucherLotView> {
    const { vouchers, purchasedOn, expiresOn } = command;
    return this.db.asActor(actor, async (tx) => {
      const expiresAt = expiryOf(expiresOn);
      if (purchasedOn > legalDayOf(tx.at))
        throw invalid([{ path: ['purchasedOn'], code: 'in_the_future', message: 'after today' }]);
      if (expiresOn < purchasedOn) throw new LotReversed();
      if (expiresAt <= tx.at) throw new VouchersExpired('expiresOn');
      if (expiresOn > LAST_EXPIRY)
        throw invalid([
          { path: ['expiresOn'], code: 'outside_convention', message: 'a year after the convention at most' },
        ]);
      await demandFamily(tx, command.family, expiresOn);
      const id = await enterLot(tx, { ...command, expiresAt });
      await moveVouchers(tx, [{ lotId: id, from: VENDOR, to: PROGRAMME, vouchers }]);
      return (await selectLots(tx, sql`l.id = ${id}`))[0]!;
    });
  }

  /** Refuses VOUCHERS_NOT_COVERED, and an academy that is not in the programme today. Whoever waits there for a voucher is asked for again. */
  async allocate(actor: Actor, { id, academyId, vouchers }: AllocateVouchers): Promise<VoucherLotView> {
    const { lot, asked } = await this.db.asActor(actor, async (tx) => {
      const lot = await this.move(tx, id, academyId, [PROGRAMME, accountOf(academyId, 'stock')], vouchers);
      return { lot, asked: await askAgain(tx, academyId, vouchers) };
    });
    if (asked.length > 0) await this.queues.wake(BOOKING_QUEUE, { ids: asked });
    return lot;
  }

  recall(actor: Actor, { id, academyId, vouchers }: RecallVouchers): Promise<VoucherLotView> {
    return this.db.asActor(actor, (tx) =>
      this.move(tx, id, academyId, [accountOf(academyId, 'stock'), PROGRAMME], vouchers),
    );
  }

  private async move(tx: Tx, id: string, academyId: string, [from, to]: [string, string], vouchers: number) {
    const academy = await tx.one<Membership & { region: string }>(
      sql`select a.region, ${MEMBERSHIP} from academy_copy a where a.subject = ${academyId}`,
    );
    if (!academy) throw new NotFound('academy');
    demand(tx.actor, { region: academy.region, academy: academyId });
    if (from === PROGRAMME) demandMembership(academy, legalDayOf(tx.at));
    const lot = await tx.one<{ expires_at: Date; family: string }>(
      sql`select expires_at, family from voucher_lot where id = ${id}`,
    );
    if (!lot) throw new NotFound('lot');
    if (lot.expires_at <= tx.at) throw new VouchersExpired('id');
    if (from === PROGRAMME) await demandFamily(tx, lot.family, legalDayOf(lot.expires_at));
    await refusing(moveVouchers(tx, [{ lotId: id, from, to, vouchers }]), {
      voucher_balance_covered: () => new VouchersNotCovered(),
    });
    return (await selectLots(tx, sql`l.id = ${id}`))[0]!;
  }
}
