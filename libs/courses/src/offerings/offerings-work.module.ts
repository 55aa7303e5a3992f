import { Module } from '@nestjs/common';
import { FinishOfferingsHandler } from './finish-offerings.js';
import { FinishProcessor } from './finish.processor.js';

/** What ends the offerings whose days are over. */
@Module({ providers: [FinishOfferingsHandler, FinishProcessor] })
export class OfferingsWorkModule {}
