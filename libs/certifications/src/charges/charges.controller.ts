import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { ChargeBalances, ChargeView } from './charge.js';
import { EndChargeHandler, SettleCharge, WaiveCharge } from './end-charge.js';
import { FindChargeBalances, FindCharges, FindChargesHandler } from './find-charges.js';

@Controller('v1/charges')
export class ChargesController {
  constructor(
    private readonly search: FindChargesHandler,
    private readonly ending: EndChargeHandler,
  ) {}

  @Get()
  @Runs(FindCharges, pageOf(ChargeView))
  find(@By() actor: Actor, @Request(FindCharges) query: FindCharges) {
    return this.search.run(actor, query);
  }

  @Get('balances')
  @Runs(FindChargeBalances, ChargeBalances)
  balances(@By() actor: Actor, @Request(FindChargeBalances) query: FindChargeBalances) {
    return this.search.balances(actor, query);
  }

  @Post(':id/settle')
  @Runs(SettleCharge, ChargeView)
  settle(@By() actor: Actor, @Request(SettleCharge) command: SettleCharge) {
    return this.ending.settle(actor, command);
  }

  @Post(':id/waive')
  @Runs(WaiveCharge, ChargeView)
  waive(@By() actor: Actor, @Request(WaiveCharge) command: WaiveCharge) {
    return this.ending.waive(actor, command);
  }
}
