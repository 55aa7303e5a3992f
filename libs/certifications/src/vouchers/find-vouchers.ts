import { Injectable } from '@nestjs/common';
import { AcademyId, PersonId } from '@takwin/contracts/ids';
import { type Actor, MANAGERS } from '@takwin/platform/auth';
import { counting, Database, iso, within } from '@takwin/platform/postgres';
import { idPagesFor, type Page, pagesFor, paging, query } from '@takwin/platform/schema';
import sql, { join, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { selectLots, selectVouchers, shownLocally } from './voucher.rows.js';
import { expectedToLapse } from './lapse.js';
import { accountOf, VoucherState, VoucherStockView, type VoucherLotView, type VoucherView } from './voucher.js';
import { CANDIDATE_READERS } from '../rules.js';
import { isThere } from '../told-of-prisons.js';

const STOCK_READERS = { ...MANAGERS, auditor: 'programme' } as const;

export const FindVoucherLots = query('FindVoucherLots', STOCK_READERS, paging, {
  summary: 'List lots of vouchers',
  description:
    'Lists lots of vouchers, the soonest expiry first, a page at a time: to managers those of which their' +
    ' academies hold some.',
});
export type FindVoucherLots = z.output<typeof FindVoucherLots>;

export const FindVouchers = query(
  'FindVouchers',
  CANDIDATE_READERS,
  {
    personId: PersonId.optional(),
    academyId: AcademyId.optional(),
    state: VoucherState.optional(),
    ...paging,
  },
  {
    summary: 'List vouchers that persons were given',
    description:
      'Lists the vouchers that persons were given and that the caller may see, in the order of their ids, a' +
      ' page at a time.',
  },
);
export type FindVouchers = z.output<typeof FindVouchers>;

export const ForecastVouchers = query(
  'ForecastVouchers',
  STOCK_READERS,
  { academyId: AcademyId.optional() },
  {
    summary: 'Forecast which vouchers will lapse',
    description:
      'Answers what each academy holds that nobody has booked with, and how much of it will lapse at the pace' +
      ' of the last 90 days.',
  },
);
export type ForecastVouchers = z.output<typeof ForecastVouchers>;

export const VoucherStocks = z.object({ items: z.array(VoucherStockView) }).meta({ id: 'VoucherStocks' });
export type VoucherStocks = z.output<typeof VoucherStocks>;

const DAY = 86_400_000;
const PACE_DAYS = 90;

type Stock = Omit<VoucherStockView, 'expectedToLapse' | 'expiresWallTime'>;

/** Whether an academy of the actor has vouchers of the lot `l`, given to persons or not; directors allocate, and see all lots. */
function isHeld({ scope, academies }: Actor): Sql {
  if (scope !== 'academy') return sql`true`;
  const accounts = academies.flatMap((id) => [accountOf(id, 'stock'), accountOf(id, 'assigned')]);
  return sql`exists (select from voucher_balance b
    where b.lot_id = l.id and b.account = any(${accounts}) and b.vouchers > 0)`;
}

const LotPlace = z.tuple([z.iso.datetime(), z.uuid()]);

@Injectable()
export class FindVouchersHandler {
  constructor(private readonly db: Database) {}

  /** Lots, soonest expiry first, a page at a time; to who is bound to academies those of which they have some. */
  lots(actor: Actor, asked: FindVoucherLots): Promise<Page<VoucherLotView>> {
    const { last, limit, page } = pagesFor(FindVoucherLots, actor, asked, LotPlace, (lot: VoucherLotView) => [
      lot.expiresAt,
      lot.id,
    ]);
    return this.db.readAs(actor, async (tx) => {
      const where = [isHeld(actor)];
      const total = counting(this.db, actor, sql`voucher_lot l where ${join(where, ' and ')}`);
      if (last) where.push(sql`(l.expires_at, l.id) > (${last[0]}::timestamptz, ${last[1]}::uuid)`);
      return page(await selectLots(tx, join(where, ' and '), sql`order by l.expires_at, l.id limit ${limit}`), total);
    });
  }

  /** Vouchers that persons were given, in the order of their ids. */
  run(actor: Actor, asked: FindVouchers): Promise<Page<VoucherView>> {
    const { personId, academyId, state } = asked;
    const { last, limit, page } = idPagesFor<VoucherView>(FindVouchers, actor, asked);
    return this.db.readAs(actor, async (tx) => {
      const where = [within(actor, { region: sql`v.region`, academy: sql`v.academy_id`, person: sql`v.person_id` })];
      where.push(isThere(actor, sql`v.academy_id`, sql`v.person_id`));
      if (personId) where.push(sql`v.person_id = ${personId}`);
      if (academyId) where.push(sql`v.academy_id = ${academyId}`);
      if (state) where.push(sql`v.state = ${state}`);
      const total = counting(this.db, actor, sql`voucher v where ${join(where, ' and ')}`);
      if (last) where.push(sql`v.id > ${last[0]}`);
      return page(await selectVouchers(tx, join(where, ' and '), sql`order by v.id limit ${limit}`), total);
    });
  }

  /** What each academy has that nobody has booked with, and how much of it will lapse at the pace of the last 90 days. */
  forecast(actor: Actor, { academyId }: ForecastVouchers): Promise<VoucherStocks> {
    return this.db.readAs(actor, async (tx) => {
      const where = [within(actor, { region: sql`a.region`, academy: sql`a.subject` })];
      if (academyId) where.push(sql`a.subject = ${academyId}`);
      const stocks = await tx.query<Stock>(sql`
        select * from (
          select a.subject as "academyId", l.id as "lotId", l.family, ${iso('l.expires_at')} as "expiresAt",
            coalesce((select b.vouchers from voucher_balance b where b.lot_id = l.id
              and b.account = 'stock:' || a.subject), 0) as vouchers,
            (select count(*)::int from voucher v where v.lot_id = l.id and v.academy_id::text = a.subject
              and v.state = 'assigned' and v.registration_id is null) as unbooked
          from academy_copy a cross join voucher_lot l
          where ${join(where, ' and ')} and l.expires_at > ${tx.at}) stock
        where vouchers + unbooked > 0 order by "academyId", "expiresAt", "lotId"`);
      const used = await tx.query<{ academy: string; family: string; count: number }>(sql`
        select v.academy_id::text as academy, l.family, count(*)::int as count
        from voucher v join voucher_lot l on l.id = v.lot_id
        where v.state = 'used' and v.ended_at > ${new Date(tx.at.getTime() - PACE_DAYS * DAY)}
        group by v.academy_id, l.family`);
      const pace = new Map(used.map(({ academy, family, count }) => [`${academy} ${family}`, count / PACE_DAYS]));
      const together = Map.groupBy(stocks, (stock) => `${stock.academyId} ${stock.family}`);
      const items = [...together].flatMap(([key, some]) => {
        const unbooked = some.map(({ lotId, expiresAt, vouchers, unbooked }) => ({
          lotId,
          expiresAt: new Date(expiresAt),
          vouchers: vouchers + unbooked,
        }));
        const lapsing = expectedToLapse(unbooked, pace.get(key) ?? 0, tx.at);
        return some.map((stock) => shownLocally({ ...stock, expectedToLapse: lapsing.get(stock.lotId)! }));
      });
      return { items };
    });
  }
}
