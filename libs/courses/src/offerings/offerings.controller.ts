import { Controller, Get, Patch, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { OfferingView } from './offering.js';
import { CancelOffering, CancelOfferingHandler } from './cancel-offering.js';
import { ChangeOffering, ChangeOfferingHandler } from './change-offering.js';
import { ConfirmHours, ConfirmHoursHandler } from './confirm-hours.js';
import { FindOffering, FindOfferings, FindOfferingsHandler } from './find-offerings.js';
import { OpenOfferingHandler, OpenOffering } from './open-offering.js';

@Controller('v1/offerings')
export class OfferingsController {
  constructor(
    private readonly search: FindOfferingsHandler,
    private readonly opening: OpenOfferingHandler,
    private readonly changing: ChangeOfferingHandler,
    private readonly cancellation: CancelOfferingHandler,
    private readonly confirmation: ConfirmHoursHandler,
  ) {}

  @Get()
  @Runs(FindOfferings, pageOf(OfferingView))
  find(@By() actor: Actor, @Request(FindOfferings) query: FindOfferings) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindOffering, OfferingView)
  one(@By() actor: Actor, @Request(FindOffering) query: FindOffering) {
    return this.search.one(actor, query);
  }

  @Post()
  @Runs(OpenOffering, OfferingView, 201)
  open(@By() actor: Actor, @Request(OpenOffering) command: OpenOffering) {
    return this.opening.run(actor, command);
  }

  @Patch(':id')
  @Runs(ChangeOffering, OfferingView)
  change(@By() actor: Actor, @Request(ChangeOffering) command: ChangeOffering) {
    return this.changing.run(actor, command);
  }

  @Post(':id/cancel')
  @Runs(CancelOffering, OfferingView)
  cancel(@By() actor: Actor, @Request(CancelOffering) command: CancelOffering) {
    return this.cancellation.run(actor, command);
  }

  @Post(':id/confirm-hours')
  @Runs(ConfirmHours, OfferingView)
  confirmHours(@By() actor: Actor, @Request(ConfirmHours) command: ConfirmHours) {
    return this.confirmation.run(actor, command);
  }
}
