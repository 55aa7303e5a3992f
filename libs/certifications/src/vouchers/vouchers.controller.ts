import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { AssignVoucher, ReturnVoucher, AssignVoucherHandler } from './assign-voucher.js';
import { AllocateVouchers, BuyVouchers, RecallVouchers, BuyVouchersHandler } from './buy-vouchers.js';
import {
  FindVoucherLots,
  FindVouchers,
  ForecastVouchers,
  FindVouchersHandler,
  VoucherStocks,
} from './find-vouchers.js';
import { VoucherLotView, VoucherView } from './voucher.js';

@Controller('v1')
export class VouchersController {
  constructor(
    private readonly search: FindVouchersHandler,
    private readonly stocking: BuyVouchersHandler,
    private readonly assignment: AssignVoucherHandler,
  ) {}

  @Get('voucher-lots')
  @Runs(FindVoucherLots, pageOf(VoucherLotView))
  lots(@By() actor: Actor, @Request(FindVoucherLots) query: FindVoucherLots) {
    return this.search.lots(actor, query);
  }

  @Post('voucher-lots')
  @Runs(BuyVouchers, VoucherLotView, 201)
  buy(@By() actor: Actor, @Request(BuyVouchers) command: BuyVouchers) {
    return this.stocking.buy(actor, command);
  }

  @Post('voucher-lots/:id/allocate')
  @Runs(AllocateVouchers, VoucherLotView)
  allocate(@By() actor: Actor, @Request(AllocateVouchers) command: AllocateVouchers) {
    return this.stocking.allocate(actor, command);
  }

  @Post('voucher-lots/:id/recall')
  @Runs(RecallVouchers, VoucherLotView)
  recall(@By() actor: Actor, @Request(RecallVouchers) command: RecallVouchers) {
    return this.stocking.recall(actor, command);
  }

  @Get('vouchers')
  @Runs(FindVouchers, pageOf(VoucherView))
  find(@By() actor: Actor, @Request(FindVouchers) query: FindVouchers) {
    return this.search.run(actor, query);
  }

  @Get('vouchers/forecast')
  @Runs(ForecastVouchers, VoucherStocks)
  forecast(@By() actor: Actor, @Request(ForecastVouchers) query: ForecastVouchers) {
    return this.search.forecast(actor, query);
  }

  @Post('vouchers')
  @Runs(AssignVoucher, VoucherView, 201)
  assign(@By() actor: Actor, @Request(AssignVoucher) command: AssignVoucher) {
    return this.assignment.assign(actor, command);
  }

  @Post('vouchers/:id/return')
  @Runs(ReturnVoucher, VoucherView)
  giveBack(@By() actor: Actor, @Request(ReturnVoucher) command: ReturnVoucher) {
    return this.assignment.giveBack(actor, command);
  }
}
