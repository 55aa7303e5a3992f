import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { LicenceView, SeatPoolView } from './licence.js';
import { FindLicence, FindLicences, FindSeatPools, FindLicencesHandler } from './find-licences.js';

@Controller('v1')
export class LicencesController {
  constructor(private readonly search: FindLicencesHandler) {}

  @Get('licences')
  @Runs(FindLicences, pageOf(LicenceView))
  find(@By() actor: Actor, @Request(FindLicences) query: FindLicences) {
    return this.search.run(actor, query);
  }

  @Get('licences/:id')
  @Runs(FindLicence, LicenceView)
  one(@By() actor: Actor, @Request(FindLicence) query: FindLicence) {
    return this.search.one(actor, query);
  }

  @Get('seat-pools')
  @Runs(FindSeatPools, pageOf(SeatPoolView))
  pools(@By() actor: Actor, @Request(FindSeatPools) query: FindSeatPools) {
    return this.search.pools(actor, query);
  }
}
