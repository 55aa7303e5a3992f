import { Resolver } from '@nestjs/graphql';
import type { Actor } from '@takwin/platform/auth';
import { Mutation, Query } from '@takwin/platform/graphql';
import { By, Input, Params, Runs } from '@takwin/platform/http';
import { Charge, ChargeBalances, Charges } from '../graphql-types.js';
import { EndChargeHandler, SettleCharge, WaiveCharge } from './end-charge.js';
import { FindChargeBalances, FindCharges, FindChargesHandler } from './find-charges.js';

@Resolver()
export class ChargeResolver {
  constructor(
    private readonly search: FindChargesHandler,
    private readonly ending: EndChargeHandler,
  ) {}

  @Query(() => Charges, { nullable: true })
  @Runs(FindCharges)
  charges(@By() actor: Actor, @Params(FindCharges) query: FindCharges) {
    return this.search.run(actor, query);
  }

  @Query(() => ChargeBalances, { nullable: true })
  @Runs(FindChargeBalances)
  chargeBalances(@By() actor: Actor, @Params(FindChargeBalances) query: FindChargeBalances) {
    return this.search.balances(actor, query);
  }

  @Mutation(() => Charge)
  @Runs(SettleCharge)
  settleCharge(@By() actor: Actor, @Input(SettleCharge) command: SettleCharge) {
    return this.ending.settle(actor, command);
  }

  @Mutation(() => Charge)
  @Runs(WaiveCharge)
  waiveCharge(@By() actor: Actor, @Input(WaiveCharge) command: WaiveCharge) {
    return this.ending.waive(actor, command);
  }
}
