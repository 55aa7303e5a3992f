import { Module } from '@nestjs/common';
import { LapseProcessor } from './lapse.processor.js';
import { VoucherLapsing } from './lapse-vouchers.js';

/** What takes the vouchers that nobody used in time. */
@Module({ providers: [VoucherLapsing, LapseProcessor] })
export class VouchersWorkModule {}
