import { Module } from '@nestjs/common';
import { AssignVoucherHandler } from './assign-voucher.js';
import { BuyVouchersHandler } from './buy-vouchers.js';
import { FindVouchersHandler } from './find-vouchers.js';
import { VoucherResolver } from './voucher.resolver.js';
import { VouchersController } from './vouchers.controller.js';

/** What exams are paid with. */
@Module({
  controllers: [VouchersController],
  providers: [BuyVouchersHandler, AssignVoucherHandler, FindVouchersHandler, VoucherResolver],
})
export class VouchersModule {}
