import { Module } from '@nestjs/common';
import { ChargeResolver } from './charge.resolver.js';
import { ChargesController } from './charges.controller.js';
import { EndChargeHandler } from './end-charge.js';
import { FindChargesHandler } from './find-charges.js';

/** What late cancellations cost, and what became of that. */
@Module({ controllers: [ChargesController], providers: [FindChargesHandler, EndChargeHandler, ChargeResolver] })
export class ChargesModule {}
