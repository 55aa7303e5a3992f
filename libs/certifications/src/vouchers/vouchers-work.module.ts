import { Module } from '@nestjs/common';
import { LapseProcessor } from './lapse.processor.js';
import { LapseVouchersHandler } from './lapse-vouchers.js';

/** What takes the vouchers that nobody used in time. */
@Module({ providers: [LapseVouchersHandler, LapseProcessor] })
export class VouchersWorkModule {}
