import { Module } from '@nestjs/common';
import { VoucherAssignment } from './assign-voucher.js';
import { VoucherStocking } from './buy-vouchers.js';
import { VoucherSearch } from './find-vouchers.js';
import { VoucherResolver } from './voucher.resolver.js';
import { VouchersController } from './vouchers.controller.js';

/** What exams are paid with. */
@Module({
  controllers: [VouchersController],
  providers: [VoucherStocking, VoucherAssignment, VoucherSearch, VoucherResolver],
})
export class VouchersModule {}
