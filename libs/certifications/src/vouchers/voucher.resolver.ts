import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { AssignVoucher, ReturnVoucher, AssignVoucherHandler } from './assign-voucher.js';
import { AllocateVouchers, BuyVouchers, RecallVouchers, BuyVouchersHandler } from './buy-vouchers.js';
import { FindVoucherLots, FindVouchers, ForecastVouchers, FindVouchersHandler } from './find-vouchers.js';
import { Voucher, VoucherLot, VoucherLots, Vouchers, VoucherStocks } from '../graphql-types.js';

@Resolver()
export class VoucherResolver {
  constructor(
    private readonly search: FindVouchersHandler,
    private readonly stocking: BuyVouchersHandler,
    private readonly assignment: AssignVoucherHandler,
  ) {}

  @Query(() => VoucherLots, { nullable: true })
  @Runs(FindVoucherLots)
  voucherLots(@By() actor: Actor, @Params(FindVoucherLots) query: FindVoucherLots) {
    return this.search.lots(actor, query);
  }

  @Query(() => Vouchers, { nullable: true })
  @Runs(FindVouchers)
  vouchers(@By() actor: Actor, @Params(FindVouchers) query: FindVouchers) {
    return this.search.run(actor, query);
  }

  @Query(() => VoucherStocks, { nullable: true })
  @Runs(ForecastVouchers)
  voucherForecast(@By() actor: Actor, @Params(ForecastVouchers) query: ForecastVouchers) {
    return this.search.forecast(actor, query);
  }

  @Mutation(() => VoucherLot)
  @Runs(BuyVouchers)
  buyVouchers(@By() actor: Actor, @Input(BuyVouchers) command: BuyVouchers) {
    return this.stocking.buy(actor, command);
  }

  @Mutation(() => VoucherLot)
  @Runs(AllocateVouchers)
  allocateVouchers(@By() actor: Actor, @Input(AllocateVouchers) command: AllocateVouchers) {
    return this.stocking.allocate(actor, command);
  }

  @Mutation(() => VoucherLot)
  @Runs(RecallVouchers)
  recallVouchers(@By() actor: Actor, @Input(RecallVouchers) command: RecallVouchers) {
    return this.stocking.recall(actor, command);
  }

  @Mutation(() => Voucher)
  @Runs(AssignVoucher)
  assignVoucher(@By() actor: Actor, @Input(AssignVoucher) command: AssignVoucher) {
    return this.assignment.assign(actor, command);
  }

  @Mutation(() => Voucher)
  @Runs(ReturnVoucher)
  returnVoucher(@By() actor: Actor, @Input(ReturnVoucher) command: ReturnVoucher) {
    return this.assignment.giveBack(actor, command);
  }
}
