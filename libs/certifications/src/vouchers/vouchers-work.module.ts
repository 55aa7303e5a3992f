import { Module } from '@nestjs/common';
import { BegunProcessor } from './begun.processor.js';
import { LapseProcessor } from './lapse.processor.js';
import { LapseVouchersHandler } from './lapse-vouchers.js';
import { VoidBegunVouchersHandler } from './void-begun-vouchers.js';

/** What takes the vouchers whose exams have begun, and those that nobody used in time. */
@Module({ providers: [LapseVouchersHandler, LapseProcessor, VoidBegunVouchersHandler, BegunProcessor] })
export class VouchersWorkModule {}
