import { Controller, Get, Post } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { AccommodationView } from './accommodation.js';
import { FindAccommodations, FindAccommodationsHandler } from './find-accommodations.js';
import { GrantAccommodation, GrantAccommodationHandler, RevokeAccommodation } from './grant-accommodation.js';

@Controller('v1')
export class AccommodationsController {
  constructor(
    private readonly search: FindAccommodationsHandler,
    private readonly granting: GrantAccommodationHandler,
  ) {}

  @Get('persons/:personId/accommodations')
  @Runs(FindAccommodations, pageOf(AccommodationView))
  find(@By() actor: Actor, @Request(FindAccommodations) query: FindAccommodations) {
    return this.search.run(actor, query);
  }

  @Post('persons/:personId/accommodations')
  @Runs(GrantAccommodation, AccommodationView, 201)
  grant(@By() actor: Actor, @Request(GrantAccommodation) command: GrantAccommodation) {
    return this.granting.grant(actor, command);
  }

  @Post('accommodations/:id/revoke')
  @Runs(RevokeAccommodation, AccommodationView)
  revoke(@By() actor: Actor, @Request(RevokeAccommodation) command: RevokeAccommodation) {
    return this.granting.revoke(actor, command);
  }
}
