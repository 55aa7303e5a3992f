import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth/actor';
import { By, Request, Runs } from '@takwin/platform/http/operation';
import { pageOf } from '@takwin/platform/schema/page';
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
