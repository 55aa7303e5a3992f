import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { DriftView } from './drift.js';
import { FindDriftHandler, FindDrift } from './find-drift.js';

@Controller('v1/licence-drift')
export class LicenceDriftController {
  constructor(private readonly search: FindDriftHandler) {}

  @Get()
  @Runs(FindDrift, pageOf(DriftView))
  find(@By() actor: Actor, @Request(FindDrift) query: FindDrift) {
    return this.search.run(actor, query);
  }
}
